import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { scanFiles } from "../stories/scan-files.ts";
import { accessOf, type Background } from "./backgrounds.ts";
import { inOrder, readAccessLine, shifted, type TimedLine, writeAccessLine, writeMailLine } from "./timed-line.ts";
import type { Wave } from "./waves.ts";

/** Several real sites on one small server, all of whose PHP runs as www-data. */

/** First line of every site's log, epoch ms. */
export const sharedStart = Date.UTC(2026, 2, 1);

/** One site: the ordinary lines of a real log, told of the same week as the others', and what goes on there besides. */
export interface SharedSite {
  readonly background: Background;
  readonly waves: readonly Wave[];
}

/** The background's lines of its first days. */
const ordinaryLines = (background: Background, days: number): TimedLine[] => {
  const lines = inOrder(accessOf(background).flatMap(({ text }) => readAccessLine(text) ?? []));
  const moved = shifted(lines, sharedStart - (lines[0]?.at ?? 0));
  return moved.filter(({ at }) => at < sharedStart + days * 86_400_000);
};

export interface SharedHost {
  readonly directory: string;
  readonly sites: readonly SharedSite[];
  readonly days: number;
  /** Name of the waves' site and account in their own logs. */
  readonly told: { readonly domain: string; readonly account: string; readonly uid: number };
  readonly more?: readonly TimedLine[];
}

/** Writes the logs of all sites, one mail log and a config, and runs the whole scan. */
export const scanSharedHost = ({ directory, sites, days, told, more = [] }: SharedHost): Promise<ScanReport> => {
  mkdirSync(directory, { recursive: true });
  const write = (name: string, lines: readonly string[]): void => writeFileSync(join(directory, name), `${lines.join("\n")}\n`, "latin1");
  const mail: TimedLine[] = [...more];
  for (const { background, waves } of sites) {
    const renamed = (text: string): string => text.replaceAll(told.domain, background.domain);
    const lines = [...ordinaryLines(background, days), ...waves.flatMap(({ access }) => access)];
    write(
      `${background.domain}.log`,
      inOrder(lines).map((line) => renamed(writeAccessLine(line, 0))),
    );
    mail.push(...waves.flatMap((wave) => wave.mail.map((line) => ({ ...line, after: renamed(line.after) }))));
  }
  const asOneUser = (line: string): string => line.replace(`uid=${told.uid} `, "uid=33 ").replaceAll(told.account, "www-data");
  write(
    "mail.log",
    inOrder(mail).map((line) => asOneUser(writeMailLine(line, 0))),
  );
  const ofSite = ({ background: { domain } }: SharedSite): string => `{ domain: ${domain}, accessLogs: [${domain}.log] }`;
  write("sekisho.yaml", [
    "home: JP",
    "timezone: UTC",
    "mail: { logs: [mail.log] }",
    `accounts: [{ name: www-data, uid: 33, host: sv1, sites: [${sites.map(ofSite).join(", ")}] }]`,
  ]);
  return scanFiles({ config: "sekisho.yaml", cwd: directory });
};
