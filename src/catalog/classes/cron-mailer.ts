import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import { excess } from "../../domain/excess.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** Places that a job may start a script from and no visitor can. */
const isNoSites = ({ script }: MailFeatures): boolean => script === "outside" || script === "hidden" || script === "temporary";

const placeWeight = (seen: MailFeatures): number => {
  if (seen.script === null) return 0;
  return isNoSites(seen) ? 3 : -1;
};

/** A scheduled job or daemon that mails strangers: no request before it, on the minute, to nobody the account knows, many bounces. Facts, no. 4. */
export const cronMailer: ClassJudge = {
  class: "cron-mailer",
  ways: ["bulk", "script"],
  base: -4.5,
  weigh: (seen) => [
    reason("more-than-usual", seen.watchedHours < 1 ? -5 : 0, { value: seen.messages }),
    reason("more-than-usual", excess(seen, 2), { value: seen.perHour, usual: seen.usualPerHour }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    reason("no-request", Math.min(1, (0.5 - seen.triggeredShare) * 10), { value: 1 - seen.triggeredShare }),
    reason("bounces", bounceEvidence(seen), { value: seen.bouncedShare }),
    // A newsletter looks the same where nobody sees what bounces.
    reason("few-bounces", seen.hidesBounces && bounceEvidence(seen) <= 0 ? -2.5 : 0, { value: seen.bouncedShare }),
    reason("known-recipients", seen.hasRecipientPast && seen.pastDays >= 1 ? (0.15 - seen.knownRecipientShare) * 4 : 0, {
      value: seen.knownRecipientShare,
    }),
    reason("one-recipient", seen.mostToOneShare > 0.4 ? -5 : 0, { value: seen.mostToOneShare }),
    reason("many-recipients", Math.min(2, seen.recipients / 12) * (1 - seen.mostToOneShare), { value: seen.recipients }),
    reason("on-the-minute", seen.groups < 3 ? 0 : (seen.onTheMinuteShare - 0.1) * 1.5, { value: seen.onTheMinuteShare }),
    reason("foreign-recipients", seen.foreignRecipientShare * 1.5, { value: seen.foreignRecipientShare }),
    reason("own-clock", seen.afterOwnClock ? -2 : 0, { value: 1 }),
    reason("administration", seen.afterAdministration ? -1 : 0, { value: 1 }),
    reason("odd-place", placeWeight(seen), { value: isNoSites(seen) ? 1 : 0 }),
  ],
};
