import type { AbuseClass } from "../domain/abuse-class.ts";
import { isSameAccount } from "../domain/account.ts";
import { type Detection, laterMail } from "../domain/detection.ts";
import { dayMs } from "../kit/time-units.ts";
import { withoutResidues } from "./mail-residue.ts";
import type { ScanCase } from "./scan-case.ts";
import { withStrayMail } from "./stray-mail.ts";

/** What an intruder does with a site is part of the takeover; detectors that see only the mail, or only the guessing, tell it as their own. */
const partsOfTakeover: ReadonlySet<AbuseClass> = new Set(["script-mailer", "injected-mailer", "login-attack", "cron-mailer"]);
/** After the log-in that succeeded. */
const takeoverMs = 14 * dayMs;

const isSameVictim = (a: Detection, b: Detection): boolean => {
  if (a.site !== null && b.site !== null) return a.site.id === b.site.id;
  // Passwords guessed at a mailbox are no part of what happens at a site.
  const isMail = a.class !== "login-attack" && b.class !== "login-attack";
  return isMail && isSameAccount(a.account, b.account);
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
  const lastMailAt = laterMail(takeover, part);
  if (part.counts.messages <= takeover.counts.messages * (isCron ? 2 : 1)) return { ...takeover, lastSeen, lastMailAt };
  const { messages, recipients, foreignRecipients, bounced } = part.counts;
  const counts = { ...takeover.counts, messages, recipients, foreignRecipients, bounced };
  const accountMessages = Math.max(takeover.accountMessages, part.accountMessages, messages);
  return { ...takeover, lastSeen, lastMailAt, counts, accountMessages, hours: part.hours };
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

/** One case for what belongs together although several detectors tell of it: a takeover with its mailer, a wave with its stray mail. */
export const mergeCases = (cases: readonly ScanCase[]): readonly ScanCase[] => withoutResidues(withStrayMail(withTakeovers(cases)));
