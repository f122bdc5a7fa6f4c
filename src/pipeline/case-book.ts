import { type AbuseClass, type Verdict, verdictOf } from "../domain/abuse-class.ts";
import { caseKey, type Detection } from "../domain/detection.ts";
import { quietMs } from "../domain/wave.ts";
import { dayMs } from "../kit/time-units.ts";
import { withStrayMail } from "./stray-mail.ts";

/** One case as a scan knows it: the latest claim of its final class, and how it got there. */
export interface ScanCase {
  readonly detection: Detection;
  /** Event time from which it carried its final class. */
  readonly detectedAt: number;
  readonly openedAt: number;
  readonly history: readonly { readonly at: number; readonly class: AbuseClass; readonly confidence: number }[];
}

/** Gathers claims into cases: one per site and kind of cause (all its abused forms are one); a claim after 72 h of quiet is a new case. */
export interface CaseBook {
  readonly take: (detection: Detection) => void;
  /** Ordered by detectedAt. */
  readonly cases: () => readonly ScanCase[];
}

interface Entry {
  /** Latest claim per class. */
  readonly claims: Map<AbuseClass, Detection>;
  readonly firstAt: Map<AbuseClass, number>;
  firstSeen: number;
  lastSeen: number;
  readonly openedAt: number;
  readonly history: { at: number; class: AbuseClass; confidence: number }[];
}

/** Abuse outranks nuisance: a flood that turns out to send mail was a relay all along. */
const rank: Readonly<Record<Verdict, number>> = { abuse: 2, nuisance: 1, benign: 0 };

const finalClaim = (entry: Entry): Detection =>
  [...entry.claims.values()].reduce((best, claim) => {
    const better = rank[verdictOf(claim.class)] - rank[verdictOf(best.class)] || claim.counts.requests - best.counts.requests;
    return better > 0 ? claim : best;
  });

/** What an intruder does with a site is part of the takeover; detectors that see only the mail, or only the guessing, tell it as their own. */
const partsOfTakeover: ReadonlySet<AbuseClass> = new Set(["script-mailer", "injected-mailer", "login-attack", "cron-mailer"]);
/** After the log-in that succeeded. */
const takeoverMs = 14 * dayMs;

const isSameVictim = (a: Detection, b: Detection): boolean => {
  if (a.site !== null && b.site !== null) return a.site.id === b.site.id;
  // Passwords guessed at a mailbox are no part of what happens at a site.
  const isMail = a.class !== "login-attack" && b.class !== "login-attack";
  return isMail && a.account !== null && a.account.host === b.account?.host && a.account.name === b.account.name;
};

/** Whether some of a part's mail was seen as the intruder's already, in the same hour. */
const isSameMail = (takeover: Detection, part: Pick<Detection, "hours">): boolean =>
  [...part.hours.keys()].some((hour) => (takeover.hours.get(hour) ?? 0) > 0);

const isPartOf = (takeover: Detection, { class: abuseClass, firstSeen, ...rest }: Detection): boolean => {
  const { intrusion } = takeover;
  if (intrusion === undefined || !partsOfTakeover.has(abuseClass)) return false;
  // One request of a planted program sends hundreds of mails, most of which look as if no request had caused them.
  if (abuseClass === "cron-mailer" && !isSameMail(takeover, rest)) return false;
  if (firstSeen < (abuseClass === "cron-mailer" ? intrusion.at : takeover.firstSeen) || firstSeen > intrusion.at + takeoverMs) return false;
  return isSameVictim(takeover, { class: abuseClass, firstSeen, ...rest });
};

/** The takeover with a part's mail, where the part's detector saw more of it. */
const withMailOf = (takeover: Detection, part: Detection): Detection => {
  const isCron = part.class === "cron-mailer";
  // A stream of mail without requests takes in what else the account mails, and goes on with it.
  const lastSeen = isCron ? takeover.lastSeen : Math.max(takeover.lastSeen, part.lastSeen);
  if (part.counts.messages <= takeover.counts.messages * (isCron ? 2 : 1)) return { ...takeover, lastSeen };
  const { messages, recipients, foreignRecipients, bounced } = part.counts;
  const counts = { ...takeover.counts, messages, recipients, foreignRecipients, bounced };
  const accountMessages = Math.max(takeover.accountMessages, part.accountMessages, messages);
  return { ...takeover, lastSeen, counts, accountMessages, hours: part.hours };
};

const absorb = (whole: ScanCase, part: ScanCase): ScanCase => ({
  ...whole,
  detection: withMailOf(whole.detection, part.detection),
  openedAt: Math.min(whole.openedAt, part.openedAt),
  history: [...whole.history, ...part.history].sort((a, b) => a.at - b.at),
});

/** Makes one case of a takeover and what came of it. */
const withTakeovers = (cases: readonly ScanCase[]): readonly ScanCase[] => {
  const rest = new Set(cases);
  const whole: ScanCase[] = [];
  for (const takeover of cases.filter(({ detection }) => detection.class === "account-takeover")) {
    const parts = [...rest].filter(({ detection }) => isPartOf(takeover.detection, detection));
    for (const one of [takeover, ...parts]) rest.delete(one);
    whole.push(parts.reduce(absorb, takeover));
  }
  return [...whole, ...rest];
};

export const createCaseBook = (): CaseBook => {
  const entries = new Map<string, Entry[]>();

  const entryFor = (detection: Detection): Entry => {
    const key = caseKey(detection);
    const known = entries.get(key) ?? [];
    entries.set(key, known);
    const open = known.findLast(
      ({ firstSeen, lastSeen }) => detection.firstSeen <= lastSeen + quietMs && detection.lastSeen >= firstSeen - quietMs,
    );
    if (open !== undefined) return open;
    const { firstSeen, lastSeen, at } = detection;
    const made: Entry = { claims: new Map(), firstAt: new Map(), firstSeen, lastSeen, openedAt: at, history: [] };
    known.push(made);
    return made;
  };

  const take = (detection: Detection): void => {
    const entry = entryFor(detection);
    entry.firstSeen = Math.min(entry.firstSeen, detection.firstSeen);
    entry.lastSeen = Math.max(entry.lastSeen, detection.lastSeen);
    const before = entry.claims.get(detection.class);
    if (before === undefined) {
      entry.firstAt.set(detection.class, detection.at);
      entry.history.push({ at: detection.at, class: detection.class, confidence: detection.confidence });
    }
    if (before === undefined || before.id === detection.id || detection.counts.requests > before.counts.requests) {
      entry.claims.set(detection.class, detection);
    }
  };

  const toCase = (entry: Entry): ScanCase => {
    const detection = finalClaim(entry);
    const detectedAt = entry.firstAt.get(detection.class) ?? detection.at;
    return { detection, detectedAt, openedAt: entry.openedAt, history: entry.history };
  };

  const cases = (): readonly ScanCase[] =>
    [...withStrayMail(withTakeovers([...entries.values()].flat().map(toCase)))].sort((a, b) => a.detectedAt - b.detectedAt);

  return { take, cases };
};
