import type { Case } from "../../domain/case/case.ts";
import type { Containment } from "../../domain/case/containment.ts";
import type { Measure } from "../../domain/measure.ts";
import type { MeasureWords, NoticeFacts, NoticeLanguage } from "../../ports/notice-language.ts";

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

/** Measures that are known to hold now, those first that change most for visitors. */
export const holdingNow = ({ containments }: Case): readonly Containment[] =>
  containments.filter(({ state }) => state === "in-force").toSorted((a, b) => byReach.indexOf(a.measure) - byReach.indexOf(b.measure));

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

/** Who can and cannot reach the site now, in words. */
export const limitWords = (found: Case, language: NoticeLanguage, facts: NoticeFacts): LimitWords => {
  const [widest, ...others] = holdingNow(found);
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
    short: words.short,
    reach: beside === null ? reach : reach + language.between + beside,
    search: words.search,
  };
};
