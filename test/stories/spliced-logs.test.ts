import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { createRandom } from "../seeded-random.ts";
import { accessOf, type Background, formHackers, ordinary, scanners } from "../splice/backgrounds.ts";
import { readLab } from "../splice/lab.ts";
import { type Period, periodOf, scanSpliced } from "../splice/splice-logs.ts";
import { asItRan, spread, type Wave } from "../splice/waves.ts";

/**
 * Real abuse among real ordinary traffic. The lab has one kind of abuse, a contact form that mails whoever is typed in: 200 abusive posts
 * and 22 honest ones in four minutes, each with its two messages. So that is all that can be spliced; the other classes are judged on
 * simulated worlds. Where the wave is spread over hours its abusive pairs are repeated with other addresses and ids (`copies`), for the lab has no
 * more of them. The mail server's ordinary day is one real day, told over and over.
 */

const folder = mkdtempSync(join(tmpdir(), "sekisho-splice-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lab = readLab();
const hourMs = 3_600_000;

let scans = 0;
const scan = (background: Background, wave: Wave | null): Promise<ScanReport> =>
  scanSpliced({ directory: join(folder, `${scans++}`), background, wave, waveDomain: lab.domain });

const claims = (report: ScanReport) =>
  report.cases.map((one) => [one.class, one.verdict, one.account, one.site, one.cause.layer, one.cause.method, one.cause.path]);

const relayOf = ({ domain }: Background) => ["form-relay", "abuse", "acct0001", domain, "form", "POST", "/contact/"];

const offBy = (seen: number | undefined, truth: number): number => Math.abs((seen ?? 0) - truth) / truth;

/** The wave is named, whole, and nothing besides. */
const expectRelayAlone = (report: ScanReport, background: Background, wave: Wave): void => {
  expect(claims(report)).toEqual([relayOf(background)]);
  const [found] = report.cases;
  expect(offBy(found?.counts.requests, wave.abusive.requests)).toBeLessThan(0.05);
  expect(offBy(found?.counts.messages, wave.abusive.messages)).toBeLessThan(0.05);
  expect(found?.cause.endpoints.map(({ path }) => path)).toContain("/wp-json/contact-form-7/v1/contact-forms/6/feedback");
};

const offsets = (seed: number, count: number, { from, to }: Period): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => from + random(Math.floor((to - from) / 1000)) * 1000);
};

const isHere = ({ name, files }: Background): boolean => {
  if (files.length === 0) console.log(`not read, since it is not beside the project: ${name}`);
  return files.length > 0;
};

describe("the lab's pairs", () => {
  it("are whole: each has its post and two messages, and together they are the mail of the run", () => {
    expect(lab.pairs).toHaveLength(222);
    const posts = lab.pairs.map(({ access }) => access.filter(({ after }) => after.startsWith(' "POST ')).length);
    expect(new Set(posts)).toEqual(new Set([1]));
    const pickups = lab.pairs.map(({ mail }) => mail.filter(({ after }) => after.includes("/pickup[")).length);
    expect(new Set(pickups)).toEqual(new Set([2]));
    // Four lines more are of a message that had waited in the queue from before.
    expect(lab.pairs.flatMap(({ mail }) => mail)).toHaveLength(lab.mail.length - 4);
  });
});

for (const background of ordinary.filter(isHere)) {
  describe(`among the ordinary lines of ${background.name}`, () => {
    const period = periodOf(accessOf(background));
    const hours = (period.to - period.from) / hourMs;

    it("nothing is found before the wave is put in", async () => {
      expect(claims(await scan(background, null))).toEqual([]);
    });

    for (const at of offsets(20_150_517, 3, period)) {
      it(`the wave as it ran is found at ${new Date(at).toISOString()}`, async () => {
        const wave = asItRan(lab, at);
        expectRelayAlone(await scan(background, wave), background, wave);
      });
    }

    if (hours < 12) return;
    for (const seed of [1, 2]) {
      it(`the wave thinned out over half the log is found (three copies, seed ${seed})`, async () => {
        const from = period.from + (hours * hourMs) / 4;
        const abuse = { from, to: from + Math.min(72, hours / 2) * hourMs };
        const wave = spread(lab, { abuse, honest: period, copies: 3, random: createRandom(seed) });
        expectRelayAlone(await scan(background, wave), background, wave);
      });
    }

    it("the honest posts alone are nothing, mail and all", async () => {
      const wave = spread(lab, { abuse: null, honest: period, copies: 1, random: createRandom(3) });
      expect(claims(await scan(background, wave))).toEqual([]);
    });

    it("the posts without their mail are no relay", async () => {
      const wave = { ...asItRan(lab, period.from + 6 * hourMs), mail: [] };
      const report = await scan(background, wave);
      expect(report.cases.filter(({ verdict }) => verdict === "abuse")).toEqual([]);
    });
  });
}

describe("among attacks that send no mail", () => {
  it("the relay and the form hackers' flood are told apart", async () => {
    const { from, to } = periodOf(accessOf(formHackers));
    for (const at of offsets(20_151_025, 3, { from, to })) {
      const found = claims(await scan(formHackers, asItRan(lab, at)));
      expect(found.toSorted()).toEqual([
        ["form-flood", "nuisance", "acct0001", formHackers.domain, "form", "POST", "/join_form"],
        relayOf(formHackers),
      ]);
    }
  });

  // Left out, not skipped, where the log is not beside the project: `isHere` has said so.
  it.each([scanners].filter(isHere))("a scanner's thousands of posts are never part of the relay ($name)", async (background) => {
    const period = periodOf(accessOf(background));
    for (const at of offsets(20_161_222, 3, period)) {
      const wave = asItRan(lab, at);
      const report = await scan(background, wave);
      const abuse = report.cases.filter(({ verdict }) => verdict === "abuse");
      expectRelayAlone({ ...report, cases: abuse }, background, wave);
    }
  });
});
