import type { Dice } from "./dice.ts";

const digits = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

const inBase = (value: number, base: number, width: number): string => {
  let rest = value;
  let text = "";
  while (rest > 0 || text.length < width) {
    text = (digits[rest % base] ?? "") + text;
    rest = Math.floor(rest / base);
  }
  return text;
};

/**
 * A long queue id as Postfix makes it (`enable_long_queue_ids`): seconds and microseconds in base 52, a `z`, and the
 * inode in base 51, which has no `z`.
 */
export const longQueueId = (moment: number, dice: Dice): string => {
  const microseconds = (Math.floor(moment) % 1000) * 1000 + dice.below(1000);
  return `${inBase(Math.floor(moment / 1000), 52, 6)}${inBase(microseconds, 52, 4)}z${inBase(1_835_000 + dice.below(600), 51, 1)}`;
};
