import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLiveLogs, type LiveLine, storyLines } from "../../test/live-logs.ts";
import { createRandom } from "../../test/seeded-random.ts";
import { causeFinders, complaintFormats, detectors, logFormats } from "../catalog/index.ts";
import { toScanRequest } from "../cli/to-scan-request.ts";
import { loadConfig } from "../config.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import { openGeo } from "../geo/open-geo.ts";
import { hourMs, minuteMs } from "../kit/time-units.ts";
import { startFollowRun } from "./follow-run.ts";
import { createScan } from "./scan.ts";
import type { ScanRequest } from "./scan-request.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "follow-run-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const parts = {
  ...{ formats: logFormats, detectors, causeFinders, complaintFormats },
  openGeo: ({ geo, home, trustedProxies }: ScanRequest) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
};

const lines = storyLines();
const start = (lines[0] as LiveLine).at;
const end = (lines.at(-1) as LiveLine).at;

const open = async (name: string) => {
  const directory = join(root, name);
  cpSync(new URL("../../examples/story/sekisho.yaml", import.meta.url), join(directory, "sekisho.yaml"));
  const config = loadConfig("sekisho.yaml", directory);
  const options = { paths: [], home: null, timezone: null, complaints: [], cwd: directory };
  const said: string[] = [];
  let now = start;
  const follow = () =>
    startFollowRun(toScanRequest(config, { ...options, mayComeLater: true }), {
      ...parts,
      digest: (sha256) => sha256,
      now: () => now,
      say: (line) => said.push(line),
      isStopping: () => false,
    });
  const scan = () => createScan({ ...parts, now: () => now })(toScanRequest(config, options), () => undefined);
  const told = new Map<string, ClaimedAbuse>();
  const run = await follow();
  return {
    ...{ said, told, scan, run, directory, logs: createLiveLogs(directory) },
    round: async (at: number): Promise<readonly ClaimedAbuse[]> => {
      now = at;
      await run.round(at);
      const claims = await run.claims();
      for (const claim of claims) told.set(`${claim.key} ${claim.class}`, claim);
      return claims;
    },
  };
};

type Opened = Awaited<ReturnType<typeof open>>;

/** Rounds after the last line, until nothing waits any more. */
const finish = async ({ round }: Opened): Promise<void> => {
  for (const ms of [minuteMs, 7 * minuteMs, 14 * minuteMs, 14 * minuteMs + 1_000]) await round(end + ms);
};

const figuresOf = (claims: Iterable<Pick<ClaimedAbuse, "class" | "account" | "site" | "counts">>) =>
  [...claims]
    .map(({ class: abuseClass, account, site, counts }) => ({ class: abuseClass, account, site, counts }))
    .sort((a, b) => (a.class < b.class ? -1 : 1));

const expectAsScanned = async (opened: Opened): Promise<void> => {
  const { cases } = await opened.scan();
  expect(cases.length).toBeGreaterThan(1);
  expect(figuresOf(opened.told.values())).toEqual(figuresOf(cases));
};

/** Writes all lines, cut at any byte, in steps of up to `mostMs`, with a rotation of either kind now and then. */
const writeCutUp = async (opened: Opened, seed: number, mostMs: number): Promise<void> => {
  const below = createRandom(seed);
  const random = (): number => below(1_000_000) / 1_000_000;
  const { logs, round } = opened;
  const torn = new Map<string, string>();
  let at = 0;
  let now = start;
  while (at < lines.length) {
    now = Math.max(now, (lines[at] as LiveLine).at) + Math.floor(random() ** 4 * mostMs);
    const from = at;
    while (at < lines.length && (lines[at] as LiveLine).at <= now) at++;
    for (const [log, of] of Map.groupBy(lines.slice(from, at), (line) => line.log)) {
      const text = (torn.get(log) ?? "") + of.map((line) => line.text).join("");
      // A line that is just being written is whole a moment later.
      const isUnderWay = (of.at(-1) as LiveLine).at >= now - 500 && random() < 0.7;
      const cut = isUnderWay ? text.length - Math.floor(random() * 60) : text.length;
      logs.append(log, text.slice(0, cut));
      torn.set(log, text.slice(cut));
    }
    if (random() < 0.3) await round(now);
    for (const [log, rest] of torn) logs.append(log, rest);
    torn.clear();
    await round(now + 1_000);
    const log = random() < 0.3 ? "logs/mail.log" : "logs/shop.example.access.log";
    const chance = random();
    if (!existsSync(logs.pathOf(log))) continue;
    if (chance < 0.02) logs.rename(log);
    else if (chance < 0.04) logs.copyTruncate(log);
  }
};

describe("logs that are followed", () => {
  it.each([1, 2, 3])(
    "claim what a scan of them claims, however they are cut into appends and rotations (seed %i)",
    async (seed) => {
      const opened = await open(`cut-${seed}`);
      await writeCutUp(opened, seed, seed === 1 ? hourMs : 4 * hourMs);
      await finish(opened);
      await expectAsScanned(opened);
      expect(opened.said.filter((line) => !line.includes("is not there"))).toEqual([]);
      await opened.run.close();
    },
    60_000,
  );
});
