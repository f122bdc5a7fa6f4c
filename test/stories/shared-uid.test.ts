import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CaseReport, ScanReport } from "../../src/domain/scan-report.ts";
import { renderTextReport } from "../../src/report/text-report.ts";
import { createRandom } from "../seeded-random.ts";
import { type Background, ordinary } from "../splice/backgrounds.ts";
import { readLab } from "../splice/lab.ts";
import { type SharedSite, scanSharedHost, sharedStart } from "../splice/shared-host.ts";
import type { TimedLine } from "../splice/timed-line.ts";
import { asItRan, retold, spread, type Wave } from "../splice/waves.ts";

/**
 * A small server whose PHP runs as www-data for every site: three real logs as three sites of one uid, with the lab's real posts and
 * mail in between. A second wave is the lab's again with other addresses, ids and recipients.
 */

const folder = mkdtempSync(join(tmpdir(), "sekisho-shared-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lab = readLab();
const hour = 3_600_000;
const days = 3;
const [blog, diary, app] = ordinary as [Background, Background, Background];
const told = { domain: lab.domain, account: "acct0001", uid: 5001 };

let scans = 0;
const scan = (sites: readonly SharedSite[], more: readonly TimedLine[] = []): Promise<ScanReport> =>
  scanSharedHost({ directory: join(folder, `${scans++}`), sites, days, told, more });

const honest = (seed: number): Wave =>
  spread(lab, { abuse: null, honest: { from: sharedStart, to: sharedStart + days * 24 * hour }, copies: 1, random: createRandom(seed) });

const accountWide = ["cap-mail", "hold-mail", "stop-mail"];
const sitesOf = ({ containment }: CaseReport) => new Set(containment.flatMap(({ target }) => ("site" in target ? [target.site] : [])));

describe("one abused site of three under one uid", () => {
  const run = scan([
    { background: blog, waves: [asItRan(lab, sharedStart + 40 * hour)] },
    { background: diary, waves: [retold(honest(1), 1)] },
    { background: app, waves: [retold(honest(2), 2)] },
  ]);

  it("is named with its form, and all of the mail is the wave's", async () => {
    const { cases } = await run;
    expect(cases.map((one) => [one.class, one.account, one.site, one.cause.path, one.counts.requests])).toEqual([
      ["form-relay", "www-data", blog.domain, "/contact/", 200],
    ]);
    expect(cases[0]?.counts.messages).toBeGreaterThan(390);
    expect(cases[0]?.counts.messages).toBeLessThan(410);
  });

  it("is closed by measures on it alone; the account's mail comes after them", async () => {
    const [found] = (await run).cases as [CaseReport];
    expect(sitesOf(found)).toEqual(new Set([blog.domain]));
    const writes = found.containment.find(({ measure }) => measure === "deny-writes");
    // The lab's honest posts came through the same form; nothing of the other sites is counted.
    expect(writes?.impact).toMatchObject({ abusive: 200, unit: "requests" });
    expect(writes?.impact.other).toBeLessThan(30);
    const kinds = found.containment.map(({ measure }) => accountWide.includes(measure));
    expect(kinds[0]).toBe(false);
    expect(kinds).toEqual(kinds.toSorted());
  });

  it("is told with the other sites' mail that a measure on the account would meet", async () => {
    const report = await run;
    const [found] = report.cases as [CaseReport];
    expect(found.sharedAccount).toMatchObject({ sites: 3 });
    // The lab's 22 honest posts sent 44; the last of them came after the wave's end.
    expect(found.sharedAccount?.ownMessages).toBeGreaterThan(38);
    expect(found.sharedAccount?.ownMessages).toBeLessThan(47);
    const others = Object.fromEntries(found.sharedAccount?.otherSites.map(({ site, messages }) => [site, messages]) ?? []);
    expect(Object.keys(others).toSorted()).toEqual([app.domain, diary.domain].toSorted());
    const { sharedAccount, containment } = found;
    const all = Object.values(others).reduce((sum, messages) => sum + messages, 0);
    const hold = containment.find(({ measure }) => measure === "hold-mail");
    expect(all + (sharedAccount?.ownMessages ?? 0) + (sharedAccount?.unplacedMessages ?? 0)).toBe(hold?.impact.other);
    const text = renderTextReport(report, { lang: "en", color: false, width: 120 });
    expect(text).toContain("3 sites run as this account");
    expect(text).toContain(`${diary.domain}: ${others[diary.domain]} messages`);
  });
});

describe("two abused sites of one uid", () => {
  const start = sharedStart + 30 * hour;
  const within = (hours: number, seed: number): Wave =>
    spread(lab, {
      ...{ abuse: { from: start, to: start + hours * hour }, honest: { from: sharedStart, to: sharedStart + days * 24 * hour } },
      ...{ copies: 1, random: createRandom(seed) },
    });
  const expectTwo = ({ cases }: ScanReport): void => {
    const found = cases.map((one) => [one.class, one.site, one.cause.path]).toSorted();
    expect(found).toEqual([
      ["form-relay", diary.domain, "/contact/"],
      ["form-relay", blog.domain, "/contact/"],
    ]);
    for (const one of cases) {
      expect(Math.abs(one.counts.messages - 400)).toBeLessThan(20);
      expect(Math.abs(one.counts.requests - 200)).toBeLessThan(10);
      expect(sitesOf(one)).toEqual(new Set([one.site]));
      expect(accountWide).not.toContain(one.containment[0]?.measure);
    }
  };

  for (const hours of [30, 2]) {
    it(`are two cases, each with its own mail, while both go on for the same ${hours} hours`, async () => {
      expectTwo(
        await scan([
          { background: blog, waves: [within(hours, 1)] },
          { background: diary, waves: [retold(within(hours, 2), 1)] },
          { background: app, waves: [] },
        ]),
      );
    });
  }
});

/** Mail that no request caused, one message a minute, each to somebody else. */
const jobMail = (from: number, messages: number): TimedLine[] =>
  Array.from({ length: messages }, (_, index) => {
    const id = `C0FFEE${(4096 + index).toString(16).toUpperCase()}`;
    return [
      `postfix/pickup[900]: ${id}: uid=33 from=<www-data>`,
      `postfix/cleanup[901]: ${id}: message-id=<${id}@sv1.lab.example.jp>`,
      `postfix/qmgr[902]: ${id}: from=<www-data@sv1.lab.example.jp>, size=900, nrcpt=1 (queue active)`,
      `postfix/smtp[903]: ${id}: to=<r${index}@mail${index % 40}.example>, relay=mx.mail.example[203.0.113.9]:25, delay=1, dsn=5.1.1, status=bounced (no)`,
      `postfix/qmgr[902]: ${id}: removed`,
    ].map((text) => ({ at: from + index * 60_000, before: "", after: `sv1 ${text}` }));
  }).flat();

describe("mail that no request of any of the sites caused", () => {
  it("is a case of the uid, for which nothing is proposed that would act without a person", async () => {
    const sites = [blog, diary, app].map((background, at) => ({ background, waves: at === 1 ? [honest(1)] : [] }));
    const report = await scan(sites, jobMail(sharedStart + 50 * hour, 400));
    expect(report.cases.map((one) => [one.class, one.account, one.site])).toEqual([["cron-mailer", "www-data", null]]);
    const [found] = report.cases as [CaseReport];
    expect(found.containment).toEqual([]);
    const refused = found.notProposed.filter(({ reason }) => reason === "shared-account").map(({ measure }) => measure);
    expect(refused).toContain("hold-mail");
    expect(refused).toContain("stop-mail");
    const [most, ...rest] = found.sharedAccount?.otherSites ?? [];
    const until = Date.parse(found.lastSeen);
    const sent = honest(1).mail.filter(({ at, after }) => after.includes("/pickup[") && at <= until).length;
    expect(most?.site).toBe(diary.domain);
    expect(Math.abs((most?.messages ?? 0) - sent)).toBeLessThan(3);
    // A message of the job falls behind a probe of the third site now and then, and may be taken for its.
    expect(rest.reduce((sum, { messages }) => sum + messages, 0)).toBeLessThan(10);
    const text = renderTextReport(report, { lang: "ja", color: false, width: 120 });
    expect(text).toContain("担当者の判断が必要です");
    expect(text).toContain(diary.domain);
  });
});
