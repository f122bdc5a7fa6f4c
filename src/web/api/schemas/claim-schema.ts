import { z } from "@hono/zod-openapi";
import { abuseClasses } from "../../../domain/abuse-class.ts";
import type { ClaimedAbuse } from "../../../domain/case/claimed-abuse.ts";
import { measures } from "../../../domain/measure.ts";

/** Texts from logs; far longer ones are no paths or names. */
const text = z.string().max(8_192);
/** What something is called, such as a server or a claim. */
export const nameSchema = z.string().min(1).max(500);
const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** A moment, ISO 8601 with its offset. */
export const momentSchema = z.iso.datetime({ offset: true });

export const targetSchema = z
  .record(z.string().max(40), z.union([text, z.array(text).max(1_000), z.number(), z.null()]))
  .openapi("Target", { description: "Keys by the table of measures: site, path, account, mailbox, file, cidrs, perHour." });

export const impactSchema = z.strictObject({
  abusive: count,
  other: count,
  regular: count.optional(),
  unit: z.enum(["requests", "messages"]),
});

const proposedMeasureSchema = z.strictObject({ measure: z.enum(measures), target: targetSchema, impact: impactSchema });

const layer = z.enum(["form", "file", "plugin", "cron", "smtp-auth", "login", "none"]);
const endpoint = { method: text.nullable(), path: text.nullable(), query: text.nullable() };

const causeSchema = z
  .strictObject({
    ...{ layer, ...endpoint, file: text.nullable(), mailbox: text.nullable(), confidence: share },
    endpoints: z.array(z.strictObject({ method: text, path: text, query: text.nullable(), requests: count, messages: count })).max(1_000),
    explains: z.strictObject({ messages: count, share, byChance: z.number().min(0).nullable() }),
    alternatives: z.array(z.strictObject({ layer, ...endpoint, confidence: share })).max(100),
    networks: z
      .array(z.strictObject({ network: text.nullable(), country: text.nullable(), sources: count }))
      .max(1_000)
      .optional(),
  })
  .openapi("Cause");

const countsSchema = z
  .strictObject({
    ...{ requests: count, refusedRequests: count, foreignRequests: count, sources: count },
    ...{ messages: count, recipients: count, foreignRecipients: count, bounced: count },
  })
  .openapi("Counts");

const proposedExceptionsSchema = z
  .strictObject({
    isPastLongEnough: z.boolean(),
    sources: z
      .array(
        z.strictObject({
          ...{
            cidr: z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]),
            addresses: z.array(z.union([z.ipv4(), z.ipv6()])).max(16),
            days: count,
            requests: count,
          },
          firstSeen: momentSchema,
          endpoints: z.array(z.strictObject({ method: text, path: text, query: text.nullable() })).max(100),
        }),
      )
      .max(100),
  })
  .openapi("ProposedExceptions", { description: "Sources from abroad that wrote regularly for 14 days before the first harm." });

/** What crosses from agent to desk, as JSON: the domain's ClaimedAbuse with moments as ISO 8601. */
export const claimSchema = z
  .strictObject({
    key: nameSchema,
    class: z.enum(abuseClasses),
    verdict: z.enum(["abuse", "nuisance", "benign"]),
    confidence: share,
    host: nameSchema,
    account: nameSchema.nullable(),
    site: nameSchema.nullable(),
    sharesAccount: z.boolean(),
    firstSeen: momentSchema,
    lastSeen: momentSchema,
    lastHarmAt: momentSchema.nullable(),
    cause: causeSchema,
    counts: countsSchema,
    evidence: z.array(z.strictObject({ input: text, offset: count, line: text, digest: z.string().max(128) })).max(500),
    measures: z.array(proposedMeasureSchema).max(measures.length),
    proposedExceptions: proposedExceptionsSchema.optional(),
    notProposed: z.array(z.strictObject({ measure: z.enum(measures), reason: nameSchema })).max(measures.length),
    gaps: z.array(z.strictObject({ code: nameSchema, detail: text.nullable() })).max(100),
  })
  .openapi("Claim");

/** What may become of a claim. */
export const claimOutcomes = ["opened", "joined", "already", "not-shown", "settled", "from-the-future"] as const;

/** The claim as the desk takes it. Codes of a later agent's lists pass: they are shown as they are. */
export const toClaim = (given: z.output<typeof claimSchema>): ClaimedAbuse =>
  ({
    ...given,
    firstSeen: Date.parse(given.firstSeen),
    lastSeen: Date.parse(given.lastSeen),
    lastHarmAt: given.lastHarmAt === null ? null : Date.parse(given.lastHarmAt),
  }) as ClaimedAbuse;
