import { expect, it } from "vitest";
import { cameLate, isPassedOver, passOver, type SequenceRange } from "./passed-over.ts";

const ranges = [
  { from: 3, to: 5 },
  { from: 9, to: 9 },
];

it("what was passed over is known by number", () => {
  expect([2, 3, 4, 5, 6, 9].map((sequence) => isPassedOver(ranges, sequence))).toEqual([false, true, true, true, false, true]);
});

it("what comes late leaves its neighbours passed over", () => {
  expect(cameLate(ranges, 4)).toEqual([
    { from: 3, to: 3 },
    { from: 5, to: 5 },
    { from: 9, to: 9 },
  ]);
  expect(cameLate(ranges, 3)[0]).toEqual({ from: 4, to: 5 });
  expect(cameLate(ranges, 9)).toEqual([{ from: 3, to: 5 }]);
  expect(cameLate(ranges, 7)).toEqual(ranges);
});

it("a hundred ranges are kept, the newest ones", () => {
  let kept: readonly SequenceRange[] = [];
  for (let at = 1; at <= 101; at++) kept = passOver(kept, { from: 2 * at, to: 2 * at });
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([100, { from: 4, to: 4 }, { from: 202, to: 202 }]);
});
