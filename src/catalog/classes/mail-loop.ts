import type { MailFeatures } from "../../domain/mail-features.ts";
import type { ReasonReport } from "../../domain/scan-report.ts";
import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** All that a mailbox passes on goes to one address. What is wrong with it shows on the other side, which refuses it or puts it off. */
const toOne = ({ way, outcomes, mostToOneShare, putOffShare }: MailFeatures): readonly ReasonReport[] =>
  way !== "forward"
    ? [reason("one-recipient", outcomes < 6 ? 0 : (mostToOneShare - 0.4) * 9, { value: mostToOneShare })]
    : [
        reason("one-recipient", mostToOneShare - 0.5, { value: mostToOneShare }),
        reason("put-off", outcomes < 6 ? 0 : Math.min(5, (putOffShare - 0.2) * 12), { value: putOffShare }),
      ];

/** A notifier, an auto-reply or a forward gone wild: nearly all mail to one address or two. Facts, no. 14. */
export const mailLoop: ClassJudge = {
  class: "mail-loop",
  ways: ["bulk", "script", "mailbox", "forward"],
  base: -4,
  weigh: (seen) => [
    ...toOne(seen),
    // What people, or robots, write into a form goes to its owner each time: that is what it is for.
    reason("mail-follows-posts", seen.mailsPerTrigger > 2 ? 0 : -6 * seen.triggeredShare, { value: seen.triggeredShare }),
    reason("many-recipients", seen.recipients > 4 ? -Math.min(6, seen.recipients / 3) : 0, { value: seen.recipients }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.1, { value: seen.messages, usual: seen.usualPerHour }),
  ],
};
