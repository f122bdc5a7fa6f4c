import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import { excess, pace } from "../../domain/excess.ts";
import { repeatWeight } from "../../domain/sign-up-features.ts";
import { ownSources } from "../../domain/source-trust.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** Fewer are a good day. */
const fewestOrders = 10;
/** Slower is what a shop hopes for every day. */
const leastPerHour = 12;

/** Ordinary visitors in great number: they read pages with all their parts first, come from home, and their mail arrives. Facts, no. 13. */
export const orderSurge: ClassJudge = {
  class: "order-surge",
  ways: ["orders", "script"],
  base: -4,
  weigh: (seen) => [
    reason("more-than-usual", seen.watchedHours < 1 ? -5 : 0, { value: seen.messages }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    // Without a day of past nobody knows that it is more than on other days.
    reason("more-than-usual", seen.pastDays < 1 ? -4 : 0, { value: seen.messages }),
    reason("more-than-usual", 2 * (excess(seen, 4) + pace(seen, leastPerHour)), { value: seen.perHour, usual: seen.usualPerHour }),
    reason("visitors", (seen.visitorShare - 0.5) * 6 * ownSources(seen), { value: seen.visitorShare }),
    reason("strangers", (0.4 - seen.strangerShare) * 5 * ownSources(seen), { value: seen.strangerShare }),
    reason("foreign-sources", (0.3 - seen.foreignTriggerShare) * 5 * ownSources(seen), { value: seen.foreignTriggerShare }),
    reason("few-bounces", -bounceEvidence(seen), { value: seen.bouncedShare }),
    reason("mails-per-request", seen.mailsPerTrigger > 4 ? -4 : 0, { value: seen.mailsPerTrigger }),
    reason("many-recipients", seen.recipients >= 8 ? 1 : -1, { value: seen.recipients }),
    reason("scattered-sources", seen.triggerSources >= 8 ? 1 : -3, { value: seen.triggerSources }),
    reason("more-than-usual", seen.triggers < fewestOrders ? -3 : 0, { value: seen.triggers }),
    // Nobody orders or signs up again and again, nor without a look at the page.
    reason("same-recipients", -repeatWeight(seen), { value: seen.perThirdParty }),
    reason("never-read-the-page", -6 * seen.unreadShare, { value: seen.unreadShare }),
    reason("one-recipient", seen.mostToOneShare > 0.8 ? -5 : 0, { value: seen.mostToOneShare }),
  ],
};
