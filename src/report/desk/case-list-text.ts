import pc from "picocolors";
import type { CaseSummary } from "../../domain/case/case-document.ts";
import { quoted } from "../case-names.ts";
import { tableLines } from "../text-layout.ts";
import type { DeskVoice } from "./desk-voice.ts";

/** How a text is laid out. `now`: what counts as late. */
export interface DeskLayout {
  readonly width: number;
  readonly color: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** By when, marked where that has passed. */
export const untilText = (until: string | null, { words, formats }: DeskVoice, now: number): string => {
  if (until === null) return "";
  const time = formats.shortTime(until);
  return Date.parse(until) < now ? words.late(time) : time;
};

/** `shop.example (u10123@sv1)`. */
export const whereText = ({ site, account, host }: Pick<CaseSummary, "site" | "account" | "host">, { report }: DeskVoice): string => {
  const owner = `${quoted(account ?? report.unknown)}@${quoted(host)}`;
  return site === null ? owner : report.aside(quoted(site), owner);
};

/** A page of cases as a table; `next` names where the following page begins. */
export const caseListText = (
  { cases, next }: { readonly cases: readonly CaseSummary[]; readonly next: string | null },
  voice: DeskVoice,
  { width, color, now }: DeskLayout,
): string => {
  const { words, report, formats } = voice;
  const { heads } = words;
  if (cases.length === 0) return `${words.noCases}\n`;
  const rows = cases.map((one) => [
    one.id,
    words.states[one.state],
    one.waitingFor === null ? "" : words.waitingFor[one.waitingFor],
    untilText(one.until, voice, now),
    whereText(one, voice),
    report.classes[one.class],
    formats.shortTime(one.openedAt),
  ]);
  const names = [heads.case, heads.state, heads.waitingFor, heads.until, heads.where, heads.class, heads.since];
  const [head = "", ...rest] = tableLines({ heads: names, rows, numeric: [] }, width);
  const more = next === null ? [] : ["", words.more(next)];
  return `${[pc.createColors(color).bold(head), ...rest, ...more].join("\n")}\n`;
};
