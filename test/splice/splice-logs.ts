import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { scanFiles } from "../stories/scan-files.ts";
import { accessOf, type Background, mailBackground, type RawLine } from "./backgrounds.ts";
import { inOrder, shifted, type TimedLine, writeAccessLine, writeMailLine } from "./timed-line.ts";
import type { Wave } from "./waves.ts";

const dayMs = 86_400_000;

export interface Period {
  readonly from: number;
  readonly to: number;
}

export const periodOf = (lines: readonly RawLine[]): Period => {
  const times = lines.flatMap(({ at }) => at ?? []);
  return { from: times.reduce((a, b) => Math.min(a, b)), to: times.reduce((a, b) => Math.max(a, b)) };
};

/** The background's lines stay where they are, byte for byte; the wave's come in between by their times. */
const spliceAccess = (lines: readonly RawLine[], wave: readonly TimedLine[], render: (line: TimedLine) => string): string[] => {
  const spliced: string[] = [];
  let next = 0;
  for (const { text, at } of lines) {
    for (let line = wave[next]; at !== null && line !== undefined && line.at <= at; line = wave[++next]) spliced.push(render(line));
    spliced.push(text);
  }
  return [...spliced, ...wave.slice(next).map(render)];
};

/** The mail server's day and night over and over, for as long as the access log goes. */
const ordinaryMail = ({ from, to }: Period): readonly TimedLine[] => {
  const day = inOrder(mailBackground());
  const start = day[0]?.at ?? 0;
  const days = Math.max(1, Math.ceil((to - from) / dayMs));
  return Array.from({ length: days }, (_, index) => shifted(day, from + index * dayMs - start)).flat();
};

export interface Splicing {
  readonly directory: string;
  readonly background: Background;
  /** Null: the background alone. */
  readonly wave: Wave | null;
  /** Name of the wave's site in its own logs; the background's name takes its place. */
  readonly waveDomain: string;
  readonly home?: string;
}

/** Writes both logs and a config for them, and runs the whole scan. */
export const scanSpliced = ({ directory, background, wave, waveDomain, home = "JP" }: Splicing): Promise<ScanReport> => {
  const { domain, zone, timezone } = background;
  mkdirSync(directory, { recursive: true });
  const renamed = (text: string): string => text.replaceAll(waveDomain, domain);
  const access = accessOf(background);
  const mail = inOrder([...ordinaryMail(periodOf(access)), ...(wave?.mail ?? [])]);
  const accessLines = spliceAccess(access, wave?.access ?? [], (line) => renamed(writeAccessLine(line, zone)));
  const write = (name: string, lines: readonly string[]): void => writeFileSync(join(directory, name), `${lines.join("\n")}\n`, "latin1");
  write("access.log", accessLines);
  write(
    "mail.log",
    mail.map((line) => renamed(writeMailLine(line, zone))),
  );
  write("sekisho.yaml", [
    `home: ${home}`,
    `timezone: ${timezone}`,
    "mail: { logs: [mail.log] }",
    `accounts: [{ name: acct0001, uid: 5001, host: sv1, sites: [{ domain: ${domain}, accessLogs: [access.log] }] }]`,
  ]);
  return scanFiles({ config: "sekisho.yaml", cwd: directory });
};
