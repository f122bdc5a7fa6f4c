import { z } from "zod";
import { abuseClasses } from "../../domain/abuse-class.ts";
import { measures } from "../../domain/measure.ts";

/** What really happened in a world, as its `truth/` directory says. Times are epoch ms unless a field's name says otherwise. */

const isoTime = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const text = z.string().nullable().default(null);
const count = z.number().int().nonnegative().default(0);
const endpoint = z.object({ method: text, path: z.string(), query: text });

/** `truth/world.json`; fields that scoring does not need are left alone. */
export const worldSchema = z.object({
  schema: z.literal("sekisho.world/1"),
  seed: z.union([z.number(), z.string()]),
  from: z.string(),
  to: z.string(),
  siteDays: z.number().positive(),
  quietSiteDays: z.number().nonnegative().nullable().default(null),
  lines: z.object({ access: count, mail: count }).default({ access: 0, mail: 0 }),
});

/** One line of `truth/incidents.jsonl`. */
export const incidentSchema = z.object({
  id: z.string().min(1),
  kind: z.string(),
  class: z.enum(abuseClasses),
  verdict: z.enum(["abuse", "nuisance", "benign"]),
  host: text,
  account: text,
  site: text,
  start: isoTime,
  end: isoTime,
  harmStart: isoTime.nullable().default(null),
  cause: z.object({
    layer: z.enum(["form", "file", "plugin", "cron", "smtp-auth", "login", "none"]),
    method: text,
    path: text,
    query: text,
    file: text,
    mailbox: text,
  }),
  endpoints: z.array(endpoint).default([]),
  harmfulMessages: count,
  bestMeasures: z.array(z.enum(measures)).default([]),
  harmfulMeasures: z.array(z.enum(measures)).default([]),
  knowable: z.boolean(),
  why: text,
  tags: z.array(z.string()).default([]),
});

export type World = z.infer<typeof worldSchema>;

export type Incident = Readonly<z.infer<typeof incidentSchema>>;

/** A row of `writes.csv` or `reads.csv`. `incident` is empty for everybody else's requests. */
export interface RequestRow {
  readonly at: number;
  readonly site: string;
  readonly source: string;
  /** ISO 3166-1 alpha-2; empty where nobody can know. */
  readonly country: string;
  readonly method: string;
  readonly path: string;
  readonly incident: string;
  /** The line was left out of the log. */
  readonly isLost: boolean;
}

/** A row of `mails.csv`: one queue entry. */
export interface MailRow {
  readonly at: number;
  readonly host: string;
  readonly account: string;
  readonly mailbox: string;
  readonly incident: string;
  readonly isHarmful: boolean;
  readonly isLost: boolean;
}

/** A row of `foreign.csv`: what visitors from abroad asked of a site on one day. */
export interface ForeignRow {
  readonly site: string;
  readonly day: number;
  readonly foreignRequests: number;
  /** Those of them that no measure may stop; null where the world does not say. */
  readonly trustedForeignRequests: number | null;
}

/** A row of `exceptions.csv`: a source that no measure may stop; `site` may be `*`, `source` a block. */
export interface ExceptionRow {
  readonly site: string;
  readonly source: string;
  /** The world's config names it: only such a source can a measure let pass, any other it stops. */
  readonly isNamed: boolean;
}

/** Everything that scoring needs of one world. Lists of rows are in order of time. */
export interface Truth {
  readonly world: World;
  readonly incidents: readonly Incident[];
  readonly writesBySite: ReadonlyMap<string, readonly RequestRow[]>;
  readonly readsBySite: ReadonlyMap<string, readonly RequestRow[]>;
  readonly foreignBySite: ReadonlyMap<string, readonly ForeignRow[]>;
  readonly mailsByAccount: ReadonlyMap<string, readonly MailRow[]>;
  readonly exceptions: readonly ExceptionRow[];
}
