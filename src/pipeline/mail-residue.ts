import { verdictOf } from "../domain/abuse-class.ts";
import { isSameAccount } from "../domain/account.ts";
import { type Detection, laterMail } from "../domain/detection.ts";
import { hourMs, minuteMs } from "../kit/time-units.ts";
import type { ScanCase } from "./scan-case.ts";

/**
 * Mail whose request or script line the log lost looks as if nothing had caused it. Beside a larger wave of the same account, in the same
 * hours, it is that wave's: more than this share of it would be a second cause.
 */
const residueShare = 0.3;
const harmlessShare = 0.1;
const harmlessBounces = 0.15;
/** Most of its mail, by the hour, lies within the wave's time. */
const besideShare = 0.7;

/** Whether most of a part's mail fell into the whole's hours. */
const isBeside = (whole: Detection, part: Detection): boolean => {
  if (part.firstSeen > whole.lastSeen || part.lastSeen < whole.firstSeen) return false;
  const inside = [...part.hours].filter(([hour]) => hour + hourMs > whole.firstSeen && hour <= whole.lastSeen);
  const count = (hours: readonly (readonly [number, number])[]): number => hours.reduce((sum, [, messages]) => sum + messages, 0);
  return count(inside) >= besideShare * count([...part.hours]);
};

/** What may be abuse is swallowed by something benign only where it is a few messages that arrive like the others. */
const isHarmless = (whole: Detection, { counts: { messages, bounced } }: Detection): boolean =>
  messages <= whole.counts.messages * harmlessShare && bounced <= messages * harmlessBounces;

/** The same wave, taken for a surge of visitors before its mail came back: a relay that looks like visitors. */
const isFirstSight = (whole: Detection, part: Detection): boolean =>
  part.class === "order-surge" &&
  whole.causeKind === "form" &&
  verdictOf(whole.class) === "abuse" &&
  part.site?.id === whole.site?.id &&
  Math.abs(part.firstSeen - whole.firstSeen) < minuteMs &&
  part.counts.messages <= whole.counts.messages;

const isResidue = (whole: Detection, part: Detection): boolean => {
  if (whole === part || !isSameAccount(whole.account, part.account) || !isBeside(whole, part)) return false;
  const isBigger = whole.counts.messages > part.counts.messages;
  // One mailing, some of it tied to the requests of who started it.
  if (whole.class === "newsletter" && part.class === "newsletter") return isBigger;
  if (isFirstSight(whole, part)) return true;
  if (part.causeKind !== "bulk" || whole.causeKind === "bulk") return false;
  const isSafe = verdictOf(part.class) !== "abuse" || verdictOf(whole.class) === "abuse" || isHarmless(whole, part);
  return isSafe && part.counts.messages <= whole.counts.messages * residueShare;
};

const summed = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): ReadonlyMap<number, number> => {
  const sums = new Map(a);
  for (const [hour, count] of b) sums.set(hour, (sums.get(hour) ?? 0) + count);
  return sums;
};

const withMail = (whole: Detection, part: Detection): Detection => {
  const { messages, recipients, foreignRecipients, bounced } = part.counts;
  const counts = {
    ...whole.counts,
    messages: whole.counts.messages + messages,
    recipients: whole.counts.recipients + recipients,
    foreignRecipients: whole.counts.foreignRecipients + foreignRecipients,
    bounced: whole.counts.bounced + bounced,
  };
  return {
    ...whole,
    counts,
    site: whole.site ?? part.site,
    firstSeen: Math.min(whole.firstSeen, part.firstSeen),
    lastSeen: Math.max(whole.lastSeen, part.lastSeen),
    lastMailAt: laterMail(whole, part),
    accountMessages: Math.max(whole.accountMessages, part.accountMessages, counts.messages),
    hours: summed(whole.hours, part.hours),
  };
};

const absorb = (whole: ScanCase, part: ScanCase): ScanCase => ({
  ...whole,
  detection: isFirstSight(whole.detection, part.detection) ? whole.detection : withMail(whole.detection, part.detection),
  openedAt: Math.min(whole.openedAt, part.openedAt),
  history: [...whole.history, ...part.history].sort((a, b) => a.at - b.at),
});

/** The cases with each wave's stray mail counted to the wave. */
export const withoutResidues = (cases: readonly ScanCase[]): readonly ScanCase[] => {
  const wholes = [...cases].sort((a, b) => b.detection.counts.messages - a.detection.counts.messages);
  const kept: ScanCase[] = [];
  for (const one of wholes) {
    const at = kept.findIndex(({ detection }) => isResidue(detection, one.detection));
    if (at < 0) kept.push(one);
    else kept[at] = absorb(kept[at] as ScanCase, one);
  }
  return kept;
};
