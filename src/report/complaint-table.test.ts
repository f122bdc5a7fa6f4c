import { describe, expect, it } from "vitest";
import { everythingReport } from "../../test/golden/random-report.ts";
import { storyReport } from "../../test/golden/story-report.ts";
import { complaintTable } from "./complaint-table.ts";
import { createVoice } from "./voice.ts";

const [complaint] = everythingReport.complaints;
const report = (...given: readonly Partial<typeof complaint>[]) =>
  ({ ...storyReport, complaints: given.map((one) => ({ ...complaint, ...one })) }) as typeof storyReport;

const rows = (of: typeof storyReport, lang: "en" | "ja" = "en") => complaintTable(createVoice(of, lang), of)?.rows ?? [];

describe("the complaints of a report", () => {
  it("are left out where none came in", () => expect(complaintTable(createVoice(storyReport, "en"), storyReport)).toBeNull());

  it("say which case they are part of, as the report numbers it", () => {
    expect(rows(report({ fate: "opened", case: 2 }))[0]?.at(-1)).toBe("opened case 3");
    expect(rows(report({ fate: "attached", case: 0 }), "ja")[0]?.at(-1)).toBe("既存の事案に追加： 1");
  });

  it("say why they are part of none, and what is wrong with a file", () => {
    expect(rows(report({ fate: "not-in-logs", case: null }))[0]?.at(-1)).toMatch(/no such message/);
    const unread = report({ fate: "unread", problem: "binary", kind: null, account: null, reportedAt: null, case: null });
    expect(rows(unread)[0]?.slice(1)).toEqual(["", "", "", "not read (this is a binary file)"]);
  });

  it("are shown up to twenty, the rest is counted", () => {
    const many = rows(report(...Array.from({ length: 25 }, () => ({}))));
    expect(many).toHaveLength(21);
    expect(many.at(-1)?.[0]).toBe("… and 5 more; --json lists all");
  });
});
