import type { ComplaintReport } from "../domain/complaint-report.ts";
import type { ScanReport } from "../domain/scan-report.ts";
import { visibleText } from "../kit/visible-text.ts";
import { quoted } from "./case-names.ts";
import type { TableView } from "./table-view.ts";
import type { Voice } from "./voice.ts";

/** Complaints shown in a report for people: a feedback loop sends hundreds a day. */
const shownComplaints = 20;

const resultOf = ({ words, formats }: Voice, { fate, problem, case: at }: ComplaintReport): string => {
  const { fates, problems, ofCase } = words.complaints;
  if (problem !== null) return words.aside(fates[fate], problems[problem]);
  return at === null ? fates[fate] : ofCase(fates[fate], formats.number(at + 1));
};

/** The complaints that came in, a row each; null where none were named. */
export const complaintTable = (voice: Voice, { complaints }: ScanReport): TableView | null => {
  if (complaints.length === 0) return null;
  const { words, formats } = voice;
  const name = (text: string | null): string => (text === null ? "" : quoted(text));
  const rows = complaints
    .slice(0, shownComplaints)
    .map((one) => [
      visibleText(one.path),
      name(one.kind),
      one.reportedAt === null ? "" : formats.shortTime(one.reportedAt),
      name(one.account),
      resultOf(voice, one),
    ]);
  const left = complaints.length - rows.length;
  const more = left > 0 ? [[words.complaints.more(formats.number(left)), "", "", "", ""]] : [];
  const { kind, reportedAt, result } = words.complaints;
  return { heads: [words.labels.file, kind, reportedAt, words.labels.account, result], rows: [...rows, ...more], numeric: [] };
};
