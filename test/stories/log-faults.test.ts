import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Gap, GapCode, ScanReport } from "../../src/domain/scan-report.ts";
import { scanFiles } from "./scan-files.ts";

const folder = mkdtempSync(join(tmpdir(), "sekisho-faults-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse("2026-03-01T00:00:00+09:00");

const two = (value: number): string => String(value).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr"];
const local = (time: number): Date => new Date(time + 9 * hour);

const clf = (time: number): string => {
  const at = local(time);
  return `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/2026:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0900`;
};
const rfc3339 = (time: number): string => local(time).toISOString().replace("Z", "000+09:00");
const syslog = (time: number): string => {
  const at = local(time);
  return `${months[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
};

const get = (time: number, path = "/"): string =>
  `198.51.100.${((time / 1000) % 200) | 0} - - [${clf(time)}] "GET ${path} HTTP/1.1" 200 5 "-" "Mozilla/5.0"`;

let messages = 0;
const mail = (time: number, to: string, stamp = rfc3339): string => {
  const id = `A${(messages++).toString(16).toUpperCase().padStart(9, "0")}`;
  return [
    `${stamp(time)} sv1 postfix/pickup[1]: ${id}: uid=1001 from=<u1001>`,
    `${stamp(time + 100)} sv1 postfix/cleanup[2]: ${id}: message-id=<${id}@shop.example>`,
    `${stamp(time + 200)} sv1 postfix/qmgr[3]: ${id}: from=<u1001@sv1.host.example>, size=900, nrcpt=1 (queue active)`,
    `${stamp(time + 800)} sv1 postfix/smtp[4]: ${id}: to=<${to}>, relay=mx.mail.example[203.0.113.9]:25, delay=1, dsn=5.1.1, status=bounced (no)`,
    `${stamp(time + 900)} sv1 postfix/qmgr[3]: ${id}: removed`,
  ].join("\n");
};

/** Times a fixed step apart, but for a stretch. */
const every = (stepMs: number, days: number, but: readonly [number, number] = [0, 0]): number[] =>
  Array.from({ length: Math.floor((days * day) / stepMs) }, (_, at) => start + at * stepMs).filter(
    (time) => time < start + but[0] || time >= start + but[1],
  );

interface Logs {
  readonly access?: readonly string[];
  readonly mail?: readonly string[];
  readonly accounts?: string;
}

const oneShop = "[{ name: u1001, uid: 1001, host: sv1, sites: [{ domain: shop.example, accessLogs: [access.log] }] }]";

let scans = 0;
const scan = (logs: Logs): Promise<ScanReport> => {
  const cwd = join(folder, `${scans++}`);
  mkdirSync(cwd);
  if (logs.access !== undefined) writeFileSync(join(cwd, "access.log"), `${logs.access.join("\n")}\n`);
  if (logs.mail !== undefined) writeFileSync(join(cwd, "mail.log"), `${logs.mail.join("\n")}\n`);
  const config = [
    "home: JP",
    "timezone: Asia/Tokyo",
    logs.mail === undefined ? "" : "mail: { logs: [mail.log] }",
    `accounts: ${logs.accounts ?? (logs.access === undefined ? "[]" : oneShop)}`,
    "",
  ].join("\n");
  writeFileSync(join(cwd, "sekisho.yaml"), config);
  return scanFiles({ config: "sekisho.yaml", cwd });
};

const of = (gaps: readonly Gap[], ...codes: readonly GapCode[]): readonly Gap[] => gaps.filter(({ code }) => codes.includes(code));
const faults = (report: ScanReport): readonly Gap[] =>
  of(report.gaps, "access-log-silent", "mail-log-silent", "clock-jump", "out-of-order");

describe("hours without lines", () => {
  const steady = every(30_000, 5).map((time) => get(time));

  it("are named with the file, from when and until when, and are no news in a whole log", async () => {
    const access = every(30_000, 5, [3 * day + 10 * hour, 3 * day + 14 * hour]).map((time) => get(time));
    expect(faults(await scan({ access: steady }))).toEqual([]);
    expect(faults(await scan({ access }))).toEqual([
      { code: "access-log-silent", detail: "access.log: 2026-03-04T09:59:30+09:00 – 2026-03-04T14:00:00+09:00" },
    ]);
  });

  it("are none in the nights of a small site, nor for a site that is hardly visited", async () => {
    const nights = every(2 * minute, 5).filter((time) => local(time).getUTCHours() >= 7 && local(time).getUTCHours() < 23);
    expect(faults(await scan({ access: nights.map((time) => get(time)) }))).toEqual([]);
    expect(faults(await scan({ access: every(5 * hour, 9).map((time) => get(time)) }))).toEqual([]);
  });

  it("are named where they are day though the nights are silent", async () => {
    const hole: readonly [number, number] = [3 * day + 10 * hour, 3 * day + 15 * hour];
    const days = every(20_000, 5, hole).filter((time) => local(time).getUTCHours() >= 7);
    expect(faults(await scan({ access: days.map((time) => get(time)) }))).toMatchObject([
      { code: "access-log-silent", detail: expect.stringContaining("2026-03-04T09:59:40") },
    ]);
  });

  it("before a log begins and after it ends are holes of the run: the other log tells how long it is", async () => {
    const mails = every(2 * hour, 8).map((time) => mail(time, `r${time % 7}@mail.example`));
    const access = steady.filter((_, at) => at > 2_880 * 2);
    expect(faults(await scan({ access, mail: mails }))).toEqual([
      { code: "access-log-silent", detail: "access.log: 2026-03-01T00:00:00+09:00 – 2026-03-03T00:00:30+09:00" },
      { code: "access-log-silent", detail: "access.log: 2026-03-05T23:59:30+09:00 – 2026-03-08T22:00:00+09:00" },
    ]);
  });

  it("of a mail log say what they mean for requests", async () => {
    const mails = every(5 * minute, 6, [4 * day + 8 * hour, 4 * day + 16 * hour]).map((time) => mail(time, `r${time % 7}@mail.example`));
    expect(faults(await scan({ access: every(30_000, 6).map((time) => get(time)), mail: mails }))).toMatchObject([
      { code: "mail-log-silent", detail: expect.stringMatching(/^mail\.log: 2026-03-05T07:55:00.*16:00:00/) },
    ]);
  });
});

describe("mail in mass without a request", () => {
  const at = 4 * day + 11 * hour;
  const spam = Array.from({ length: 90 }, (_, count) =>
    mail(start + at + Math.floor(count / 3) * minute + (count % 3) * 1_000, `v${count}@nowhere.example`),
  );
  const usual = every(8 * hour, 4).map((time) => mail(time, "owner@shop.example"));
  const scanWith = async (hole: readonly [number, number]) => {
    const report = await scan({ access: every(30_000, 6, hole).map((time) => get(time)), mail: [...usual, ...spam] });
    const found = report.cases.find((one) => one.class === "cron-mailer");
    if (found === undefined) throw new Error(`no case: ${JSON.stringify(report.cases.map((one) => one.class))}`);
    return found;
  };

  it("is claimed less surely while the access log of its site was silent, and the case says so", async () => {
    const seen = await scanWith([0, 0]);
    const blind = await scanWith([at - hour, at + 4 * hour]);
    expect(of(seen.gaps, "access-log-silent")).toEqual([]);
    expect(of(blind.gaps, "access-log-silent")).toMatchObject([{ detail: expect.stringContaining("2026-03-05T09:59:30") }]);
    expect(seen.confidence).toBeGreaterThan(0.9);
    expect(blind.confidence).toBeCloseTo(seen.confidence * 0.85, 2);
  });

  it("is not held against a hole of another day", async () => {
    const other = await scanWith([2 * day + 11 * hour, 2 * day + 16 * hour]);
    expect(of(other.gaps, "access-log-silent")).toEqual([]);
    expect(other.confidence).toBe((await scanWith([0, 0])).confidence);
  });

  it("is claimed less surely where no access log of its site was read at all, and the site is named", async () => {
    const accounts =
      "[{ name: u1001, uid: 1001, host: sv1, sites: [{ domain: shop.example }] }, { name: u2, uid: 2, host: sv1, sites: [{ domain: b.example, accessLogs: [access.log] }] }]";
    const report = await scan({ access: every(30_000, 6).map((time) => get(time)), mail: [...usual, ...spam], accounts });
    const gap = { code: "no-access-log-of-site", detail: "shop.example (u1001)" };
    expect(report.gaps).toContainEqual(gap);
    expect(report.cases).toMatchObject([{ class: "cron-mailer", gaps: expect.arrayContaining([gap]) }]);
    expect(report.cases[0]?.confidence).toBeLessThan(0.86);
  });
});

describe("times that jump", () => {
  const before = every(10_000, 1);
  const shifted = (byMs: number, fromMs: number, untilMs = Number.POSITIVE_INFINITY): readonly string[] =>
    before.map((time) => get(time - start >= fromMs && time - start < untilMs ? time + byMs : time));

  it("back are named with place and size, whether they stay", async () => {
    expect(faults(await scan({ access: shifted(-40 * minute, 12 * hour) }))).toMatchObject([
      { code: "clock-jump", detail: expect.stringMatching(/^access\.log:\d+: −40 min, 2026-03-01T11:59:50/) },
    ]);
  });

  it("ahead and back again are named where they come back", async () => {
    expect(faults(await scan({ access: shifted(5 * hour, 6 * hour, 6 * hour + 5 * minute) }))).toMatchObject([
      { code: "clock-jump", detail: expect.stringMatching(/^access\.log:\d+: −5 h 0 min/) },
    ]);
  });

  it("ahead in a busy log are named too, though nobody can tell them from a server that was down", async () => {
    expect(faults(await scan({ access: shifted(90 * minute, 12 * hour) }))).toMatchObject([
      { code: "clock-jump", detail: expect.stringMatching(/^access\.log:\d+: \+1 h 30 min, 2026-03-01T11:59:50/) },
    ]);
  });

  it("ahead every hour are the habit of a log that is written in batches", async () => {
    const batches = every(hour, 4).flatMap((time) => Array.from({ length: 150 }, (_, at) => get(time + at * 300)));
    expect(faults(await scan({ access: batches }))).toEqual([]);
  });

  it("in syslog stamps without a zone, as when summer time ends, are named", async () => {
    const mails = every(2 * minute, 1).map((time) =>
      mail(time - start < 12 * hour ? time : time - hour, `r${time % 5}@mail.example`, syslog),
    );
    expect(faults(await scan({ mail: mails }))).toMatchObject([
      { code: "clock-jump", detail: expect.stringMatching(/^mail\.log:\d+: −5[89] min/) },
    ]);
  });

  it("by a file whose days stand in the wrong order are named", async () => {
    const lines = every(60_000, 2).map((time) => get(time));
    expect(faults(await scan({ access: [...lines.slice(1_440), ...lines.slice(0, 1_440)] }))).toMatchObject([
      { code: "clock-jump", detail: expect.stringContaining("−1 d 23 h 59 min") },
    ]);
  });
});

describe("lines out of order", () => {
  it("are counted and named, each alone or all of them", async () => {
    const lines = every(60_000, 1).map((time) => get(time));
    const late = [...lines.slice(0, 500), ...lines.slice(600, 700), lines[100] as string, ...lines.slice(700), lines[200] as string];
    expect(of((await scan({ access: late })).gaps, "out-of-order")).toEqual([
      { code: "out-of-order", detail: "access.log: 2, ≤ 20 h 39 min" },
    ]);
    expect(of((await scan({ access: lines.toReversed() })).gaps, "out-of-order")).toMatchObject([
      { detail: "access.log: 1437, ≤ 23 h 59 min" },
    ]);
  });

  it("by seconds are what every server writes", async () => {
    const lines = every(30_000, 1).map((time, at) => get(at % 3 === 0 ? time - 90_000 : time));
    expect(faults(await scan({ access: lines }))).toEqual([]);
  });

  it("of one in many thousand are downloads that were logged at their end", async () => {
    const lines = every(15_000, 1).map((time) => get(time));
    expect(faults(await scan({ access: [...lines, get(start + hour)] }))).toEqual([]);
  });
});

describe("one log without the other", () => {
  it("is named for the server whose mail log is missing", async () => {
    const accounts =
      "[{ name: u1001, uid: 1001, host: sv1, sites: [] }, { name: u2, uid: 2, host: sv2, sites: [{ domain: b.example, accessLogs: [access.log] }] }]";
    const report = await scan({
      access: every(minute, 2).map((time) => get(time)),
      mail: every(hour, 2).map((time) => mail(time, "a@mail.example")),
      accounts,
    });
    expect(report.gaps).toContainEqual({ code: "no-mail-log-of-host", detail: "sv2" });
    expect(of(report.gaps, "no-access-log-of-site")).toEqual([]);
  });

  it("is named for the whole run where there is none at all", async () => {
    expect(of((await scan({ mail: [mail(start, "a@mail.example")] })).gaps, "no-access-log", "no-access-log-of-site")).toEqual([
      { code: "no-access-log", detail: null },
    ]);
  });
});
