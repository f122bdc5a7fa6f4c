import { describe, expect, it } from "vitest";
import { buildDetection, buildTrail, plainReach } from "../../test/detection-builder.ts";
import { account, hour, minute, start } from "../../test/event-builders.ts";
import type { Detection } from "../domain/detection.ts";
import type { ScanCase } from "./scan-case.ts";
import { withStrayMail } from "./stray-mail.ts";

const path = "/wp-content/uploads/x.php";
const reach = { ...plainReach, path: { path, wave: 6, others: 2 } };

const caseOf = (parts: Partial<Detection>, detectedAt = start + minute): ScanCase => {
  const detection = buildDetection(parts);
  return { detection, detectedAt, openedAt: detectedAt, history: [{ at: detectedAt, class: detection.class, confidence: 0.9 }] };
};
const sending = (messages: number) => ({ ...buildDetection({}).counts, messages });

const script = caseOf({ causeName: path, reach, hours: new Map([[start, 200]]) });
const bulk = { class: "cron-mailer", causeKind: "bulk", site: null } as const;
const stray = (parts: Partial<Detection> = {}): ScanCase =>
  caseOf(
    {
      ...bulk,
      counts: sending(40),
      hours: new Map([
        [start, 30],
        [start + 5 * hour, 10],
      ]),
      ...parts,
    },
    start + 20 * minute,
  );

describe("mail without a request beside a wave", () => {
  it("is a part of the wave where it begins and is noticed in its midst, as far as both sent", () => {
    const [only, ...rest] = withStrayMail([script, stray()]);
    expect(rest).toEqual([]);
    expect(only?.detection).toMatchObject({ class: "script-mailer", counts: { messages: 230 } });
    expect(only?.detection.hours).toEqual(new Map([[start, 230]]));
    expect(only?.history.map((step) => step.class)).toEqual(["script-mailer", "cron-mailer"]);
  });

  it("is a case of its own where it is as large, keeps a rhythm, is another account's, or comes at another time", () => {
    const rhythm = { feature: "on-the-minute", value: 0.9, usual: null, weight: 1.2 } as const;
    for (const other of [
      stray({ counts: sending(190), hours: new Map([[start, 190]]) }),
      stray({ reasons: [rhythm] }),
      stray({ account: { ...account, name: "u2" } }),
      stray({ firstSeen: start - hour }),
      caseOf({ ...bulk, hours: new Map([[start, 10]]) }, start + 3 * hour),
    ]) {
      expect(withStrayMail([script, other])).toHaveLength(2);
    }
  });
});

describe("two claims of one job", () => {
  const hours = new Map([
    [start, 100],
    [start + hour, 90],
  ]);
  const named = caseOf({ ...bulk, causeKind: "script", file: "/home/u10123/tmp/m.php", hours });

  it("are one case, named by the file that a log tells for some of the mail", () => {
    const cases = withStrayMail([caseOf({ ...bulk, counts: sending(190), hours }), named]);
    expect(cases).toHaveLength(1);
    expect(cases[0]?.detection).toMatchObject({ file: "/home/u10123/tmp/m.php", counts: { messages: 390 } });
  });

  it("are two where the unnamed mail comes at other hours", () => {
    const other = caseOf({ ...bulk, counts: sending(190), hours: new Map([[start + 9 * hour, 190]]) });
    expect(withStrayMail([named, other])).toHaveLength(2);
  });
});

describe("two claims of one script", () => {
  it("are one case, with the mail and the requests of both", () => {
    const named = caseOf({ ...script.detection, file: "/home/u10123/public_html/wp-content/uploads/x.php" });
    const unnamed = caseOf({
      causeName: path,
      counts: sending(14),
      hours: new Map([[start + hour, 14]]),
      reach: { ...reach, path: { path, wave: 1, others: 7 } },
    });
    const [only, ...rest] = withStrayMail([unnamed, named]);
    expect(rest).toEqual([]);
    expect(only?.detection).toMatchObject({
      file: expect.stringContaining("x.php"),
      counts: { messages: 214 },
      reach: { path: { wave: 7, others: 1 } },
    });
  });

  it("are a form's where strangers used it as one, and its mail is counted once", () => {
    const trails = [buildTrail(0, "/friend.php", { waveRequests: 90, waveMessages: 90 })];
    const form = caseOf({ class: "form-relay", causeKind: "form", trails, hours: new Map([[start, 200]]) });
    const seen = caseOf({
      ...bulk,
      causeKind: "script",
      site: form.detection.site,
      reach: { ...reach, path: { path: "/friend.php", wave: 90, others: 0 } },
    });
    const cases = withStrayMail([seen, form]);
    expect(cases).toHaveLength(1);
    expect(cases[0]?.detection).toMatchObject({ class: "form-relay", counts: { messages: 200 } });
  });

  it("is the script's where the log tells of its folder alone, also an hour later, and not where that is another", () => {
    const inFolder = (folder: string): ScanCase =>
      caseOf({
        causeName: folder,
        reach: { ...reach, path: { path: folder, wave: 0, others: 0 } },
        counts: sending(900),
        firstSeen: start + 2 * hour,
        lastSeen: start + 3 * hour,
        hours: new Map([[start + 2 * hour, 900]]),
      });
    const [only, ...rest] = withStrayMail([script, inFolder("/wp-content/uploads/")]);
    expect(rest).toEqual([]);
    expect(only?.detection).toMatchObject({ causeName: path, lastSeen: start + 3 * hour });
    expect(withStrayMail([script, inFolder("/wp-content/uploads/2024/")])).toHaveLength(2);
  });
});
