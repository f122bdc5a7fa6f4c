import { maskWord } from "./ip-address.ts";
import type { IpRange } from "./ip-range.ts";

const wordsOf = ({ first }: IpRange): readonly number[] => (first.family === 4 ? [first.value] : first.words);

/** Whether every address of `inner` lies in `outer`. Two blocks either do not meet, or one holds the other. */
export const blockHolds = (outer: IpRange, inner: IpRange): boolean => {
  if (outer.first.family !== inner.first.family || outer.prefixBits > inner.prefixBits) return false;
  const begins = wordsOf(outer);
  return wordsOf(inner).every((word, at) => maskWord(word, outer.prefixBits - 32 * at) === begins[at]);
};

/** Whether the blocks share an address. */
export const blocksMeet = (one: IpRange, other: IpRange): boolean => blockHolds(one, other) || blockHolds(other, one);
