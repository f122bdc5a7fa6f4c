import { describe, expect, it } from "vitest";
import { buildDetection } from "../../test/detection-builder.ts";
import { account, hour, minute, start } from "../../test/event-builders.ts";
import type { Detection } from "../domain/detection.ts";
import { withoutResidues } from "./mail-residue.ts";
import type { ScanCase } from "./scan-case.ts";

const caseOf = (parts: Partial<Detection>, messages: number): ScanCase => {
  const counts = { ...buildDetection({}).counts, messages, bounced: 0 };
  const detection = buildDetection({ counts, hours: new Map([[start, messages]]), firstSeen: start, lastSeen: start + hour, ...parts });
  return { detection, detectedAt: start, openedAt: start, history: [{ at: start, class: detection.class, confidence: 0.9 }] };
};

const bulk = { causeKind: "bulk", causeName: "", file: null, site: null } as const;
const comments = caseOf({ class: "comment-spam", causeKind: "comments" }, 600);

const classesOf = (...cases: readonly ScanCase[]): readonly string[] => withoutResidues(cases).map(({ detection }) => detection.class);

describe("mail beside a larger wave", () => {
  it("is the wave's: notices of comments whose requests the log lost are no loop", () => {
    const [only, ...rest] = withoutResidues([comments, caseOf({ ...bulk, class: "mail-loop" }, 26)]);
    expect(rest).toEqual([]);
    expect(only?.detection).toMatchObject({ class: "comment-spam", counts: { messages: 626 } });
    expect(only?.history.map((step) => step.class)).toEqual(["comment-spam", "mail-loop"]);
  });

  it("is a cause of its own where it is a third of it, another account's, or sent at other hours", () => {
    const loop = { ...bulk, class: "mail-loop" } as const;
    expect(classesOf(comments, caseOf(loop, 250))).toHaveLength(2);
    expect(classesOf(comments, caseOf({ ...loop, account: { ...account, name: "u2" } }, 26))).toHaveLength(2);
    const later = { firstSeen: start + 5 * hour, lastSeen: start + 6 * hour, hours: new Map([[start + 5 * hour, 26]]) };
    expect(classesOf(comments, caseOf({ ...loop, ...later }, 26))).toHaveLength(2);
  });

  it("is never lost in something benign when it may be abuse, but for a few messages that arrive", () => {
    const mailing = caseOf({ class: "newsletter", causeKind: "script" }, 300);
    const cron = (messages: number, bounced: number) => {
      const one = caseOf({ ...bulk, class: "cron-mailer" }, messages);
      return { ...one, detection: { ...one.detection, counts: { ...one.detection.counts, bounced } } };
    };
    expect(classesOf(mailing, cron(9, 0))).toEqual(["newsletter"]);
    expect(classesOf(mailing, cron(9, 4))).toHaveLength(2);
    expect(classesOf(mailing, cron(60, 0))).toHaveLength(2);
  });
});

describe("one wave that two claims tell of", () => {
  it("is one mailing where some of it is tied to the requests of who started it", () => {
    const [only, ...rest] = withoutResidues([caseOf({ ...bulk, class: "newsletter" }, 300), caseOf({ class: "newsletter" }, 90)]);
    expect(rest).toEqual([]);
    expect(only?.detection).toMatchObject({ counts: { messages: 390 }, site: { domain: "shop.example" } });
  });

  it("is the relay that it turned out to be, counted once, where it was taken for a surge first", () => {
    const relay = caseOf({ class: "form-relay", causeKind: "form" }, 330);
    const surge = { class: "order-surge", causeKind: "orders" } as const;
    expect(withoutResidues([caseOf(surge, 80), relay]).map(({ detection }) => detection.counts.messages)).toEqual([330]);
    expect(classesOf(relay, caseOf({ ...surge, firstSeen: start + 10 * minute }, 80))).toHaveLength(2);
  });
});
