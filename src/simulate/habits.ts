import type { Chance } from "./chance.ts";

/** When people come: by hour of the day and weekday, Japan time. Shapes are general knowledge of web traffic, not measured. */

export const hourMs = 3_600_000;
export const minuteMs = 60_000;
export const dayMs = 24 * hourMs;
export const japanOffsetMs = 9 * hourMs;

export type Rhythm = "evening" | "business" | "abroad" | "flat";

const hours: Readonly<Record<Rhythm, readonly number[]>> = {
  evening: [5, 3, 2, 1, 1, 1.5, 3, 5, 6, 6, 6, 6.5, 8, 6.5, 6, 6, 6.5, 7, 8, 9, 11, 12, 11, 8],
  business: [1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 3, 7, 11, 12, 11, 8, 11, 11, 11, 10, 8, 4, 3, 2.5, 2.5, 2, 1.5],
  abroad: [8, 8, 7, 7, 6, 6, 6, 6, 6, 6, 5, 5, 5, 4, 4, 4, 5, 6, 7, 7, 8, 8, 9, 9],
  flat: Array.from({ length: 24 }, () => 1),
};

// Monday first.
const weekdays: Readonly<Record<Rhythm, readonly number[]>> = {
  evening: [1, 0.95, 0.95, 0.95, 1, 1.2, 1.25],
  business: [1.15, 1.1, 1.1, 1.1, 1, 0.3, 0.25],
  abroad: [1, 1, 1, 1, 1, 0.9, 0.9],
  flat: [1, 1, 1, 1, 1, 1, 1],
};

const cumulate = (weights: readonly number[]): readonly number[] => {
  const total = weights.reduce((all, weight) => all + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum / total;
  });
};

const cumulated: Readonly<Record<Rhythm, readonly number[]>> = {
  evening: cumulate(hours.evening),
  business: cumulate(hours.business),
  abroad: cumulate(hours.abroad),
  flat: cumulate(hours.flat),
};

/** Days since 1970-01-01 in Japan of an instant. */
export const japanDay = (at: number): number => Math.floor((at + japanOffsetMs) / dayMs);

/** The instant at which that day starts in Japan. */
export const japanDayStart = (day: number): number => day * dayMs - japanOffsetMs;

// 1970-01-01 was a Thursday.
const weekdayOf = (day: number): number => (day + 3) % 7;

/** How busy a weekday is against the average. */
export const weekdayFactor = (rhythm: Rhythm, day: number): number => weekdays[rhythm][weekdayOf(day)] ?? 1;

/** A moment of a day (its start as epoch ms), as often as people come then. */
export const momentOf = (rhythm: Rhythm, dayStart: number, chance: Chance): number => {
  const at = chance.next();
  const hour = Math.max(
    0,
    cumulated[rhythm].findIndex((sum) => at < sum),
  );
  return dayStart + hour * hourMs + Math.floor(chance.next() * hourMs);
};
