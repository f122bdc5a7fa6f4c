import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import { excess, pace } from "../../domain/excess.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** Fewer messages in a burst are a busy day's correspondence. */
const smallestMailing = 25;
/** A mailing goes out in one go, or in batches every few minutes. */
const slowestPerHour = 20;

/** Strangers do not send the owner's newsletter: requests from abroad or by programs right before the mail speak against it. */
const strangers = (seen: MailFeatures): number =>
  seen.triggeredShare < 0.3 || seen.triggerSources < 2 ? 0 : -5 * Math.max(seen.strangerShare, seen.foreignTriggerShare);

/** The owner's own mailing: to people who got one before, few bounces, by the site's clock or after work in the administration. */
export const newsletter: ClassJudge = {
  class: "newsletter",
  ways: ["bulk", "script", "mailbox", "orders"],
  base: -4,
  weigh: (seen) => [
    reason("more-than-usual", seen.watchedHours < 1 ? -5 : 0, { value: seen.messages }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.1, { value: seen.messages, usual: seen.usualPerHour }),
    reason("few-bounces", -bounceEvidence(seen), { value: seen.bouncedShare }),
    reason("known-recipients", Math.min(1, seen.knownRecipientShare * 2) * 3.5, { value: seen.knownRecipientShare }),
    reason("many-recipients", Math.min(1.5, seen.recipients / 20) * (1 - seen.mostToOneShare), { value: seen.recipients }),
    reason("more-than-usual", seen.messages < smallestMailing ? -8 : 0, { value: seen.messages }),
    reason("more-than-usual", 2 * (excess(seen, 4) + pace(seen, slowestPerHour)), { value: seen.perHour, usual: seen.usualPerHour }),
    reason("one-recipient", seen.mostToOneShare > 0.3 ? -4 : 0, { value: seen.mostToOneShare }),
    reason("own-clock", seen.afterOwnClock ? 1.5 : 0, { value: 1 }),
    reason("administration", seen.afterAdministration ? 1.5 : 0, { value: 1 }),
    reason("new-networks", seen.way === "mailbox" ? (0.5 - seen.newNetworkShare) * 4 : 0, { value: seen.newNetworkShare }),
    reason("many-networks", seen.way === "mailbox" && seen.networks > 2 ? -4 : 0, { value: seen.networks }),
    reason("strangers", strangers(seen), { value: seen.strangerShare }),
    reason("visitors", seen.way === "orders" && seen.triggerSources > 3 ? -4 : 0, { value: seen.triggerSources }),
    reason("odd-place", seen.script === "upload" || seen.script === "hidden" || seen.script === "temporary" ? -4 : 0, { value: 1 }),
    reason("foreign-recipients", seen.foreignRecipientShare > 0.4 ? -1.5 : 0, { value: seen.foreignRecipientShare }),
  ],
};
