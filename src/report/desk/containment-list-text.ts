import pc from "picocolors";
import type { ContainmentDocument } from "../../domain/case/case-document.ts";
import { tableLines } from "../text-layout.ts";
import type { DeskLayout } from "./case-list-text.ts";
import type { DeskVoice } from "./desk-voice.ts";
import { actorText } from "./entry-text.ts";
import { targetText } from "./target-text.ts";

/** What is in force, or was ordered and is not proven yet, as a table. */
export const containmentListText = (
  containments: readonly (ContainmentDocument & { readonly caseId: string })[],
  voice: DeskVoice,
  { width, color }: Pick<DeskLayout, "width" | "color">,
): string => {
  const { words, report, formats } = voice;
  const { heads } = words;
  if (containments.length === 0) return `${words.noContainments}\n`;
  const rows = containments.map((one) => [
    one.id,
    words.containmentStates[one.state],
    report.measures[one.measure],
    targetText(one.target, voice),
    actorText(one.decidedBy, voice),
    formats.shortTime(one.orderedAt),
  ]);
  const names = [heads.id, heads.state, heads.measure, heads.target, heads.by, heads.since];
  const [head = "", ...rest] = tableLines({ heads: names, rows, numeric: [] }, width);
  return `${[pc.createColors(color).bold(head), ...rest].join("\n")}\n`;
};
