import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { OperationError } from "../../domain/operation-error.ts";
import { type CsvRow, readCsv } from "./csv-rows.ts";
import {
  type ExceptionRow,
  type ForeignRow,
  type Incident,
  incidentSchema,
  type MailRow,
  type RequestRow,
  type Truth,
  worldSchema,
} from "./truth.ts";

const requestColumns = ["at", "site", "source", "country", "method", "path", "query", "status", "incident", "lost"];
const mailColumns = ["at", "host", "account", "mailbox", "incident", "harmful", "lost"];

const parseJson = (place: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OperationError("world-failed", `${place} is no JSON: ${error instanceof Error ? error.message : String(error)}`, error);
  }
};

const checked = <Schema extends z.ZodType>(schema: Schema, place: string, text: string): z.output<Schema> => {
  const parsed = schema.safeParse(parseJson(place, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OperationError("world-failed", `${place} ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong"}`);
};

const readIncidents = (file: string): readonly Incident[] => {
  const ids = new Set<string>();
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, at) => {
      if (line.trim() === "") return [];
      const incident = checked(incidentSchema, `${file}:${at + 1}`, line);
      if (ids.has(incident.id)) throw new OperationError("world-failed", `${file}:${at + 1} id: "${incident.id}" was there before`);
      ids.add(incident.id);
      return [incident];
    });
};

const toRequest = (row: CsvRow): RequestRow => ({
  at: row.number("at"),
  site: row.text("site"),
  source: row.text("source"),
  country: row.text("country"),
  method: row.text("method"),
  path: row.text("path"),
  incident: row.text("incident"),
  isLost: row.flag("lost"),
});

const toMail = (row: CsvRow): MailRow => ({
  at: row.number("at"),
  host: row.text("host"),
  account: row.text("account"),
  mailbox: row.text("mailbox"),
  incident: row.text("incident"),
  isHarmful: row.flag("harmful"),
  isLost: row.flag("lost"),
});

const toForeign = (row: CsvRow): ForeignRow => ({
  site: row.text("site"),
  day: row.number("day"),
  foreignRequests: row.number("foreignRequests"),
  trustedForeignRequests: row.has("trustedForeignRequests") ? row.number("trustedForeignRequests") : null,
});

/** Rows by a key, each list in order of time. */
const readGrouped = async <Row extends { readonly at: number }>(
  file: string,
  columns: readonly string[],
  { make, keyOf }: { readonly make: (row: CsvRow) => Row; readonly keyOf: (row: Row) => string },
): Promise<ReadonlyMap<string, readonly Row[]>> => {
  const groups = new Map<string, Row[]>();
  await readCsv(file, columns, (row) => {
    const made = make(row);
    const group = groups.get(keyOf(made));
    if (group === undefined) groups.set(keyOf(made), [made]);
    else group.push(made);
  });
  for (const group of groups.values()) group.sort((a, b) => a.at - b.at);
  return groups;
};

const readForeign = async (file: string): Promise<ReadonlyMap<string, readonly ForeignRow[]>> => {
  const rows: ForeignRow[] = [];
  await readCsv(file, ["site", "day", "foreignRequests"], (row) => rows.push(toForeign(row)));
  return Map.groupBy(rows, ({ site }) => site);
};

const readExceptions = async (file: string): Promise<readonly ExceptionRow[]> => {
  const rows: ExceptionRow[] = [];
  await readCsv(file, ["site", "source"], (row) =>
    rows.push({ site: row.text("site"), source: row.text("source"), isNamed: !row.has("named") || row.flag("named") }),
  );
  return rows;
};

const truthFiles = ["world.json", "incidents.jsonl", "writes.csv", "reads.csv", "foreign.csv", "mails.csv", "exceptions.csv"] as const;

/** Whose account: names are given once per host. */
export const accountKey = (host: string | null, account: string): string => `${host ?? ""} ${account}`;

/** Throws `usage-wrong` where the directory is no world. */
export const checkWorld = (directory: string, cwd: string): void => {
  const wanted = ["sekisho.yaml", ...truthFiles.map((name) => join("truth", name))];
  const missing = wanted.filter((name) => !existsSync(resolve(cwd, directory, name)));
  if (missing.length === 0) return;
  const made = "a world is made by `sekisho simulate --out DIR --seed N`";
  throw new OperationError("usage-wrong", `${directory}: is no world, it has no ${missing.join(", no ")}; ${made}`);
};

/** Reads what really happened in a world. Throws `world-failed` with file, line and field where the truth cannot be read. */
export const readTruth = async (directory: string, cwd: string): Promise<Truth> => {
  checkWorld(directory, cwd);
  const file = (name: (typeof truthFiles)[number]): string => resolve(cwd, directory, "truth", name);
  const bySite = { make: toRequest, keyOf: (row: RequestRow) => row.site };
  return {
    world: checked(worldSchema, file("world.json"), readFileSync(file("world.json"), "utf8")),
    incidents: readIncidents(file("incidents.jsonl")),
    writesBySite: await readGrouped(file("writes.csv"), requestColumns, bySite),
    readsBySite: await readGrouped(file("reads.csv"), requestColumns, bySite),
    foreignBySite: await readForeign(file("foreign.csv")),
    mailsByAccount: await readGrouped(file("mails.csv"), mailColumns, {
      make: toMail,
      keyOf: ({ host, account }) => accountKey(host, account),
    }),
    exceptions: await readExceptions(file("exceptions.csv")),
  };
};
