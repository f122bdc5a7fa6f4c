/** Consecutive numbers, both ends included. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/** Older ranges are forgotten: what comes for one of them is held for a repeat. A source has a hole after a loss, so hardly ever. */
const mostRanges = 100;

/** Whether a number was passed over and has not come since. */
export const isPassedOver = (ranges: readonly SequenceRange[], sequence: number): boolean =>
  ranges.some(({ from, to }) => from <= sequence && sequence <= to);

/** One more range that was passed over; it lies above the others. */
export const passOver = (ranges: readonly SequenceRange[], range: SequenceRange): readonly SequenceRange[] =>
  [...ranges, range].slice(-mostRanges);

/** A number that was passed over came after all. */
export const cameLate = (ranges: readonly SequenceRange[], sequence: number): readonly SequenceRange[] =>
  ranges.flatMap((range) => {
    if (!isPassedOver([range], sequence)) return [range];
    const parts = [
      { from: range.from, to: sequence - 1 },
      { from: sequence + 1, to: range.to },
    ];
    return parts.filter(({ from, to }) => from <= to);
  });
