import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { callingVisitors, strangersWeight } from "../../domain/source-trust.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** A file of the site's own software that was there before: a plugin's, a theme's, the front controller. */
const placeWeight = ({ script }: MailFeatures): number => {
  if (script === "plugin" || script === "theme") return 2.5;
  return script === "program" ? 1.5 : -8;
};

/** A file of the site's own software into which somebody planted a mailer. Facts, no. 3. */
export const injectedMailer: ClassJudge = {
  class: "injected-mailer",
  ways: ["script"],
  base: -4.5,
  weigh: (seen) => [
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    reason("programs-file", placeWeight(seen), { value: 1 }),
    reason("mails-per-request", seen.triggers === 0 ? 0 : Math.max(-1, Math.min(3, (seen.mailsPerTrigger - 3) * 0.8)), {
      value: seen.mailsPerTrigger,
    }),
    reason("strangers", strangersWeight(seen), { value: seen.strangerShare }),
    reason("visitors", -4 * callingVisitors(seen), { value: callingVisitors(seen) }),
    reason("bounces", bounceEvidence(seen), { value: seen.bouncedShare }),
    reason("known-recipients", seen.hasRecipientPast ? (0.15 - seen.knownRecipientShare) * 5 : 0, { value: seen.knownRecipientShare }),
    reason("many-recipients", Math.min(1.5, seen.recipients / 12) * (1 - seen.mostToOneShare), { value: seen.recipients }),
    reason("own-clock", seen.afterOwnClock ? -1.5 : 0, { value: 1 }),
    reason("one-recipient", seen.mostToOneShare > 0.4 ? -5 : 0, { value: seen.mostToOneShare }),
  ],
};
