import pc from "picocolors";
import type { DenyListDocument } from "../../domain/deny-list.ts";
import { quoted } from "../case-names.ts";
import { tableLines } from "../text-layout.ts";
import type { DeskLayout } from "./case-list-text.ts";
import type { DeskVoice } from "./desk-voice.ts";

type Row = DenyListDocument["rows"][number];

const cellsOf = (row: Row, { words, report, formats }: DeskVoice): readonly string[] => {
  const { locked, reason, own } = words.denyList;
  if (row.kind === "own")
    return [quoted(row.network), own, quoted(row.note), row.id, `${formats.shortTime(row.addedAt)} ${quoted(row.addedBy)}`];
  const measure = report.measures[row.measure];
  const what = row.path === null ? measure : report.aside(measure, quoted(row.path));
  const state = row.state === "in-force" ? what : report.aside(what, words.containmentStates[row.state]);
  return [
    report.aside(quoted(row.network), locked),
    ...[state, reason(report.classes[row.class], row.caseId), row.id, formats.shortTime(row.since)],
  ];
};

/** A site's deny list as a table: the system's rows, locked and with their reason, above the customer's own. */
export const denyListText = (
  { rows, ownState, ownDetail }: DenyListDocument,
  voice: DeskVoice,
  { width, color }: Pick<DeskLayout, "width" | "color">,
): string => {
  const { heads, nobody, waiting, noEnforcer } = voice.words.denyList;
  if (rows.length === 0) return `${nobody}\n`;
  const [head = "", ...rest] = tableLines({ heads, rows: rows.map((row) => cellsOf(row, voice)), numeric: [] }, width);
  const note = ownState === "waiting" ? [waiting(quoted(ownDetail ?? ""))] : ownState === "no-enforcer" ? [noEnforcer] : [];
  return `${[pc.createColors(color).bold(head), ...rest, ...note].join("\n")}\n`;
};
