import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readAccessLine, readMailLine, type TimedLine } from "./timed-line.ts";

/** The lab's real posts, each with the mail that it really set off. */

/** One visitor's post of the lab's form, the pages that they had read for it, and every mail-log line of what it sent. */
export interface LabPair {
  readonly kind: "abuse" | "normal";
  readonly address: string;
  readonly access: readonly TimedLine[];
  readonly mail: readonly TimedLine[];
}

export interface Lab {
  readonly pairs: readonly LabPair[];
  /** Both logs as they were written. */
  readonly access: readonly TimedLine[];
  readonly mail: readonly TimedLine[];
  /** The name that its site has in both logs. */
  readonly domain: string;
}

interface TruthLine {
  readonly time: string;
  readonly kind: LabPair["kind"];
  readonly ip: string;
  readonly to: string;
}

const folder = new URL("../corpora/lab/", import.meta.url).pathname;
const year = 2026;

/** Lines of a text file, packed or not. */
export const linesOf = (path: string): string[] => {
  const packed = path.endsWith(".gz");
  const bytes = readFileSync(path);
  return (packed ? gunzipSync(bytes) : bytes)
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
};

const labLines = (name: string): string[] => linesOf(existsSync(folder + name) ? folder + name : `${folder}${name}.gz`);

const idOf = ({ after }: TimedLine): string | null => /^\S+ \S+: (\w{6,}): /.exec(after)?.[1] ?? null;

/** Queue ids by what was handed in: PHP names the recipient, Postfix the queue id, both the message id. */
const queueIdsByRecipient = (mail: readonly TimedLine[]): ReadonlyMap<string, readonly string[]> => {
  const byMessageId = new Map<string, string>();
  for (const line of mail) {
    const messageId = /message-id=<([^>]+)>/.exec(line.after)?.[1];
    if (messageId !== undefined) byMessageId.set(messageId, idOf(line) ?? "");
  }
  const found = new Map<string, string[]>();
  for (const line of labLines("php-mail.log")) {
    const messageId = /Message-ID: <([^>]+)>/.exec(line)?.[1] ?? "";
    const recipient = /Reply-To: (\S+)/.exec(line)?.[1] ?? /To: (\S+)/.exec(line)?.[1] ?? "";
    const id = byMessageId.get(messageId);
    if (id !== undefined) found.set(recipient, [...(found.get(recipient) ?? []), id]);
  }
  return found;
};

/** The lines of messages and of the bounces that they came back as. */
const mailOf = (ids: readonly string[], byId: ReadonlyMap<string, readonly TimedLine[]>): readonly TimedLine[] => {
  const own = ids.flatMap((id) => byId.get(id) ?? []);
  const bounces = own.flatMap(({ after }) => /notification: (\w+)/.exec(after)?.[1] ?? []);
  return [...own, ...bounces.flatMap((id) => byId.get(id) ?? [])];
};

/** For each post in the log's order the lines of its address since the post before. */
const visits = (access: readonly TimedLine[]): Map<string, TimedLine[][]> => {
  const found = new Map<string, TimedLine[][]>();
  const open = new Map<string, TimedLine[]>();
  for (const line of access) {
    const address = line.before.split(" ")[0] ?? "";
    const lines = [...(open.get(address) ?? []), line];
    const isPost = line.after.startsWith(' "POST ');
    open.set(address, isPost ? [] : lines);
    if (isPost) found.set(address, [...(found.get(address) ?? []), lines]);
  }
  return found;
};

export const readLab = (): Lab => {
  const access = labLines("access.log").flatMap((line) => readAccessLine(line) ?? []);
  const mail = labLines("mail.log").flatMap((line) => readMailLine(line, year) ?? []);
  const byId = Map.groupBy(mail, (line) => idOf(line) ?? "");
  const ids = queueIdsByRecipient(mail);
  const ofAddress = visits(access);
  const truth = labLines("ground-truth.jsonl").map((line) => JSON.parse(line) as TruthLine);
  const pairs = truth.map(({ kind, ip, to }) => ({
    kind,
    address: ip,
    access: ofAddress.get(ip)?.shift() ?? [],
    mail: mailOf(ids.get(to) ?? [], byId),
  }));
  return { pairs, access, mail, domain: "trend-tracer.test" };
};
