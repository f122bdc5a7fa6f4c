import { verdictOf } from "./abuse-class.ts";
import type { Detection } from "./detection.ts";
import type { CauseReport, Gap } from "./scan-report.ts";

/** What a cause could not be told for want of a log: so that nobody takes "no request was seen" for "there was none". */
export const causeGaps = ({ class: claimed, file, reach, site }: Detection, cause: CauseReport): readonly Gap[] => {
  if (verdictOf(claimed) === "benign") return [];
  if (cause.layer === "none") return [{ code: "cause-unknown", detail: null }];
  const isScript = cause.layer === "cron" || cause.layer === "file" || cause.layer === "plugin";
  if (!isScript) return [];
  const gaps: Gap[] = [];
  const isUnseen = site === null ? (reach?.unseenSites ?? 0) > 0 : reach?.isSiteSeen === false;
  if (isUnseen) gaps.push({ code: "requests-unseen", detail: site?.domain || null });
  if (file === null) gaps.push({ code: "script-unlogged", detail: null });
  return gaps;
};
