import type { ComplaintReport } from "../domain/complaint-report.ts";
import type { Gap } from "../domain/scan-report.ts";
import type { SettledComplaint } from "./complaint-cases.ts";
import type { ScanCase } from "./scan-case.ts";

/** One complaint file in the report's form. */
export const toComplaintReport = (
  { file, fate, account, tie, case: found }: SettledComplaint,
  cases: readonly ScanCase[],
  iso: (epochMs: number) => string,
): ComplaintReport => {
  const { complaint } = file;
  const time = (epochMs: number | null | undefined): string | null => (epochMs === null || epochMs === undefined ? null : iso(epochMs));
  const at = found === null ? -1 : cases.indexOf(found);
  return {
    path: file.shown,
    format: complaint?.format ?? null,
    problem: file.problem,
    kind: complaint?.kind ?? null,
    reportedAt: time(complaint?.reportedAt),
    mailAt: time(complaint?.mailAt),
    sourceAddress: complaint?.sourceAddress ?? null,
    reportedDomain: complaint?.reportedDomain ?? null,
    messageId: complaint?.messageId ?? null,
    sender: complaint?.sender ?? null,
    script: complaint?.script ?? null,
    fate,
    account: account?.name ?? null,
    tie,
    case: at < 0 ? null : at,
  };
};

const settledFates: ReadonlySet<SettledComplaint["fate"]> = new Set(["attached", "opened", "no-abuse"]);

/** What the complaints leave open: files that are none, and complaints that led to no case. The list itself says which and why. */
export const complaintGaps = (complaints: readonly SettledComplaint[], leftOut: number): readonly Gap[] => {
  const unread = complaints.filter(({ fate }) => fate === "unread").length;
  const unmatched = complaints.filter(({ fate }) => fate !== "unread" && !settledFates.has(fate)).length;
  const gaps: Gap[] = [];
  if (unread > 0) gaps.push({ code: "complaint-unread", detail: String(unread) });
  if (unmatched > 0) gaps.push({ code: "complaint-unmatched", detail: String(unmatched) });
  if (leftOut > 0) gaps.push({ code: "complaints-left-out", detail: String(leftOut) });
  return gaps;
};
