import type { Case } from "../../domain/case/case.ts";
import type { Containment } from "../../domain/case/containment.ts";
import type { Measure } from "../../domain/measure.ts";
import type { MeasureWords, NoticeFacts, NoticeLanguage } from "../../ports/notice-language.ts";
import type { NoticeView } from "./notice-view.ts";

/** What a reader must know of first, widest first: who cannot see the site, then who cannot send, then mail. */
const byReach: readonly Measure[] = [
  "deny-foreign",
  "challenge-foreign",
  "deny-writes",
  "deny-foreign-writes",
  "deny-network",
  "deny-path",
  "quarantine-file",
  "stop-mail",
  "hold-mail",
  "lock-mailbox",
  "cap-mail",
];

/** Orders measures: those first that change most for visitors. */
const byWidth = (a: { readonly measure: Measure }, b: { readonly measure: Measure }): number =>
  byReach.indexOf(a.measure) - byReach.indexOf(b.measure);

/** A measure and what it is on. */
export type Held = Pick<Containment, "measure" | "target">;

/** Measures of the case that are known to hold now, those first that change most for visitors. */
export const holdingNow = ({ containments }: Case): readonly Containment[] =>
  containments.filter(({ state }) => state === "in-force").toSorted(byWidth);

/** The same, and what other cases hold on the same place: what a visitor meets, whichever case it is of. */
export const holdingHere = ({ case: found, others }: Pick<NoticeView, "case" | "others">): readonly Held[] =>
  [...holdingNow(found), ...others.filter(({ isHere }) => isHere)].toSorted(byWidth);

/** What the opening and the subject say of the limits. */
export interface LimitWords {
  readonly short: string;
  readonly reach: string;
  readonly search: string;
}

/** Whether a measure acts on mail and leaves the site alone. */
export const isOnMail = (measure: Measure): boolean => measure.endsWith("-mail") || measure === "lock-mailbox";

/** What a wider measure holds anyhow: it need not be told beside it. */
const within: Readonly<Partial<Record<Measure, readonly Measure[]>>> = {
  "deny-foreign": ["deny-foreign-writes", "challenge-foreign"],
  "deny-writes": ["deny-foreign-writes"],
  "stop-mail": ["hold-mail", "cap-mail"],
  "hold-mail": ["cap-mail"],
};

/** Who can and cannot reach the site now, in words. What the subject names is of this case, where this case holds anything. */
export const limitWords = (
  { case: found, others: ofOthers }: Pick<NoticeView, "case" | "others">,
  language: NoticeLanguage,
  facts: NoticeFacts,
): LimitWords => {
  const [widest, ...others] = holdingHere({ case: found, others: ofOthers });
  if (widest === undefined) {
    const isLifting = found.containments.some(({ state }) => state === "lifting");
    const words = language.open[isLifting ? "lifting" : "free"];
    return { short: words.short, reach: words.reach(facts), search: words.search };
  }
  const words: MeasureWords = language.measures[widest.measure];
  const next = others.find(({ measure }) => measure !== widest.measure && !within[widest.measure]?.includes(measure));
  const beside = next === undefined ? null : language.measures[next.measure].beside;
  const reach = words.reach(facts);
  return {
    short: language.measures[holdingNow(found)[0]?.measure ?? widest.measure].short,
    reach: beside === null ? reach : reach + language.between + beside,
    search: words.search,
  };
};
