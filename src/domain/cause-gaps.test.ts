import { describe, expect, it } from "vitest";
import { buildDetection, plainReach } from "../../test/detection-builder.ts";
import { causeGaps } from "./cause-gaps.ts";
import type { CauseReport } from "./scan-report.ts";

const cause = (layer: CauseReport["layer"]): CauseReport => ({
  layer,
  method: null,
  path: null,
  query: null,
  file: null,
  mailbox: null,
  confidence: 0.5,
  endpoints: [],
  explains: { messages: 0, share: 0, byChance: null },
  alternatives: [],
});
const codes = (...told: Parameters<typeof causeGaps>): readonly string[] => causeGaps(...told).map(({ code }) => code);
const job = buildDetection({ class: "cron-mailer", causeKind: "bulk", site: null });

describe("what a cause could not be told for want of a log", () => {
  it("is a request that nobody saw, where not every site of the account was read", () => {
    expect(codes({ ...job, file: "/tmp/x.php", reach: { ...plainReach, unseenSites: 1 } }, cause("cron"))).toEqual(["requests-unseen"]);
    const script = buildDetection({ file: "/srv/x.php", reach: { ...plainReach, isSiteSeen: false } });
    expect(causeGaps(script, cause("file"))).toEqual([{ code: "requests-unseen", detail: "shop.example" }]);
  });

  it("is the program, where no log names one", () => {
    expect(codes(job, cause("cron"))).toEqual(["script-unlogged"]);
    expect(codes({ ...job, file: "/tmp/x.php" }, cause("cron"))).toEqual([]);
  });

  it("is everything where no finder knew, unless nothing had to be found", () => {
    expect(codes(job, cause("none"))).toEqual(["cause-unknown"]);
    expect(codes({ ...job, class: "newsletter" }, cause("none"))).toEqual([]);
    expect(codes({ ...job, class: "form-relay" }, cause("form"))).toEqual([]);
  });
});
