import { bounceEvidence } from "../../domain/bounce-evidence.ts";
import { excess } from "../../domain/excess.ts";
import type { MailFeatures } from "../../domain/mail-features.ts";
import { repeatWeight } from "../../domain/sign-up-features.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** A sign-up, told by its name: it mails whoever is signed up, and its owner at most. */
const isSignUpForm = ({ triggers, mailsPerTrigger, signUpShare }: MailFeatures): boolean =>
  triggers >= 8 && mailsPerTrigger <= 3 && signUpShare >= 0.8;

/**
 * People are signed up by a program whose requests all come through a proxy, so that they look like visitors'. What tells: the same few
 * people are signed up again and again, or nobody reads the site meanwhile. Their mail arrives; where it does not, it is a relay. Facts, no. 7.
 */
export const bombedSignUp: ClassJudge = {
  class: "subscription-bombing",
  ways: ["orders"],
  base: -5,
  weigh: (seen) => [
    reason("more-than-usual", excess(seen, 2), { value: seen.perHour, usual: seen.usualPerHour }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.12, { value: seen.messages, usual: seen.usualPerHour }),
    reason("more-than-usual", seen.pastDays < 1 ? -1 : 0, { value: seen.messages }),
    reason("sign-up", isSignUpForm(seen) ? 2 : -8, { value: seen.signUpShare }),
    reason("same-recipients", repeatWeight(seen), { value: seen.perThirdParty }),
    reason("never-read-the-page", 4 * seen.unreadShare, { value: seen.unreadShare }),
    reason("foreign-recipients", seen.foreignRecipientShare * 2.5, { value: seen.foreignRecipientShare }),
    reason("many-recipients", Math.min(1.5, seen.recipients / 12), { value: seen.recipients }),
    reason("bounces", -Math.max(0, bounceEvidence(seen)), { value: seen.bouncedShare }),
  ],
};
