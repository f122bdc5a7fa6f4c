import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { isOddPlace } from "../../domain/script-place.ts";
import { callingVisitors, strangersWeight } from "../../domain/source-trust.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** A form sends one mail or two; only where no form can lie does that not speak against a mailer. */
const mailsPerRequest = ({ mailsPerTrigger, triggers, script }: MailFeatures): number => {
  // A file that nobody calls is started from elsewhere, unless it lies where only visitors' uploads do.
  if (triggers === 0) return script === "upload" ? 0 : -4;
  const isOdd = script !== null && isOddPlace(script);
  return Math.max(isOdd ? -1 : -7, Math.min(3, (mailsPerTrigger - 3) * (isOdd || mailsPerTrigger > 3 ? 1.5 : 3.5)));
};

/**
 * The site's own clock ran just before: it may as well have sent the list. One request to a place where anything may lie does not tell which
 * of the two it was, and programs that try every site on the net make requests all day; a second request with its own mail does.
 */
const ownClock = ({ triggers, afterOwnClock, script }: MailFeatures): number =>
  triggers === 1 && afterOwnClock && script !== null && !isOddPlace(script) ? -4 : 0;

/**
 * A script of its own that mails strangers in mass: a few clients' requests, each with many mails, to a file where no software of the
 * site lies. Facts, no. 2.
 */
export const scriptMailer: ClassJudge = {
  class: "script-mailer",
  ways: ["script"],
  base: -4.5,
  weigh: (seen) => [
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    reason("odd-place", seen.script !== null && isOddPlace(seen.script) ? 4 : seen.script === "other" ? 0.5 : -1.5, { value: 1 }),
    reason("mails-per-request", mailsPerRequest(seen), { value: seen.mailsPerTrigger }),
    reason("strangers", strangersWeight(seen), { value: seen.strangerShare }),
    reason("own-clock", ownClock(seen), { value: 1 }),
    reason("visitors", -4 * callingVisitors(seen), { value: callingVisitors(seen) }),
    reason("bounces", bounceEvidence(seen), { value: seen.bouncedShare }),
    reason("known-recipients", seen.hasRecipientPast ? (0.15 - seen.knownRecipientShare) * 4 : 0, { value: seen.knownRecipientShare }),
    reason("many-recipients", Math.min(1.5, seen.recipients / 12) * (1 - seen.mostToOneShare), { value: seen.recipients }),
    reason("one-recipient", seen.mostToOneShare > 0.4 ? -5 : 0, { value: seen.mostToOneShare }),
  ],
};
