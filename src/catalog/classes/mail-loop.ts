import { reason } from "../../domain/weigh.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";

/** A notifier or an auto-reply gone wild: nearly all mail to one address or two. Facts, no. 14. */
export const mailLoop: ClassJudge = {
  class: "mail-loop",
  ways: ["bulk", "script", "mailbox"],
  base: -4,
  weigh: (seen) => [
    reason("one-recipient", seen.outcomes < 6 ? 0 : (seen.mostToOneShare - 0.4) * 9, { value: seen.mostToOneShare }),
    reason("many-recipients", seen.recipients > 4 ? -Math.min(6, seen.recipients / 3) : 0, { value: seen.recipients }),
    reason("more-than-usual", Math.min(25, seen.surprise) * 0.1, { value: seen.messages, usual: seen.usualPerHour }),
  ],
};
