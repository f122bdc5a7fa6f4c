import { excess } from "../../domain/excess.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/**
 * A mailbox whose password strangers have: many networks and countries log in, mail goes to people the account never wrote to, much
 * of it bounces. The owner's own mailing comes from the network the mailbox always used. Source: facts on incident kinds, no. 5.
 */
export const smtpCredentialAbuse: ClassJudge = {
  class: "smtp-credential-abuse",
  ways: ["mailbox"],
  base: -4,
  weigh: (seen) => [
    reason("more-than-usual", excess(seen, 2), { value: seen.perHour, usual: seen.usualPerHour }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    reason("many-networks", Math.min(4, Math.max(-1, (seen.networks - 2) * 0.8)), { value: seen.networks }),
    reason("new-networks", seen.pastDays < 1 ? 0 : (seen.newNetworkShare - 0.5) * 4, { value: seen.newNetworkShare }),
    reason("foreign-sources", seen.foreignClientShare * 2.5, { value: seen.foreignClientShare }),
    reason("bounces", Math.min(1, seen.bouncedShare * 5) * 2, { value: seen.bouncedShare }),
    reason("one-recipient", seen.mostToOneShare > 0.5 ? -5 : 0, { value: seen.mostToOneShare }),
    reason("known-recipients", seen.hasRecipientPast ? (0.2 - seen.knownRecipientShare) * 3 : 0, { value: seen.knownRecipientShare }),
    reason("foreign-recipients", seen.foreignRecipientShare, { value: seen.foreignRecipientShare }),
  ],
};
