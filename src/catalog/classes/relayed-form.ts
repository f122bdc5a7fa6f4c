import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import { excess } from "../../domain/excess.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { isOddPlace } from "../../domain/script-place.ts";
import { ownSources } from "../../domain/source-trust.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** A form sends a mail or two for each request; where no form can lie there is none. */
const isForm = ({ mailsPerTrigger, triggers, noFormShare, script }: MailFeatures): boolean =>
  triggers >= 8 && mailsPerTrigger <= 4 && noFormShare < 0.5 && (script === null || !isOddPlace(script));

/**
 * A form that programs use as visitors do (whole pages read first, or a proxy before the site that hides who is who), so that only the mail
 * side tells: its third parties are strangers abroad, and every fifth of them does not exist. Facts, no. 1, its hard cases, and no. 8.
 */
export const relayedForm: ClassJudge = {
  class: "form-relay",
  ways: ["orders", "script"],
  base: -5,
  weigh: (seen) => [
    reason("more-than-usual", excess(seen, 2), { value: seen.perHour, usual: seen.usualPerHour }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    reason("more-than-usual", seen.pastDays < 1 ? -1 : 0, { value: seen.messages }),
    reason("mail-follows-posts", isForm(seen) ? 0 : -8, { value: seen.mailsPerTrigger }),
    reason("bounces", bounceEvidence(seen), { value: seen.bouncedShare }),
    reason("foreign-recipients", seen.foreignRecipientShare * 2.5, { value: seen.foreignRecipientShare }),
    reason("foreign-sources", (seen.foreignTriggerShare - 0.4) * 2 * ownSources(seen), { value: seen.foreignTriggerShare }),
    reason("read-like-visitors", -1.5 * seen.visitorShare * ownSources(seen), { value: seen.visitorShare }),
    reason("strangers", (seen.strangerShare - 0.4) * 2, { value: seen.strangerShare }),
    reason("many-recipients", Math.min(1.5, seen.recipients / 12), { value: seen.recipients }),
    reason("one-recipient", seen.mostToOneShare > 0.8 ? -5 : 0, { value: seen.mostToOneShare }),
  ],
};
