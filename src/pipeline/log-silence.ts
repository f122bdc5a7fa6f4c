import { dayMs, hourMs } from "../kit/time-units.ts";
import type { HourCounts } from "./hour-counts.ts";
import { type LogClock, type Pause, type Stretch, silenceMs } from "./log-clock.ts";

/**
 * Which pauses are odd for a log, by its own other days: the nights of a small site are not, nor the Sundays of an office. Lines come in
 * clumps (a visit is a page and its parts), so what counts is how many clumps are missing: the usual lines of those hours ÷ the lines of a
 * clump. If clumps come independently, n missing ones have a chance of e⁻ⁿ. A second yardstick is for busy logs with floods, whose clumps
 * are hard to tell: how often any hour of the log is silent otherwise, by Laplace (silent + 1) ÷ (hours + 2), to the power of the hours.
 * With one try an hour of the log, the chance of a false claim is kept under {@link falseClaims} a log.
 */
const falseClaims = 0.001;
/** The stretch is at least so many times the usual spacing. */
const leastLines = 20;
/** Where a log has no other day for an hour: both hours around it are so busy that no evening falls silent like that. */
const busyPerHour = 60;
const weekMs = 7 * dayMs;

const isWithin = (hour: number, { from, to }: Stretch): boolean => hour + hourMs > from && hour < to;

/** The value below which this share of them lies; sorts in place. */
const quantile = (values: Float64Array, share: number): number =>
  values.sort()[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** The same hour on other days of the log; the stretch itself says nothing about what is usual. */
const sameHours = (hour: number, hours: HourCounts, stretch: Stretch): readonly number[] => {
  const range = hours.range();
  if (range === null) return [];
  const first = hour - Math.floor((hour - range.from) / dayMs) * dayMs;
  const found: number[] = [];
  for (let at = first; at <= range.to; at += dayMs) if (at >= range.from && !isWithin(at, stretch)) found.push(hours.at(at));
  return found;
};

/**
 * Lines of a clump: how much more two like hours differ than if each line came by itself, (a − b)² ÷ (a + b), which is 1 on average
 * then. Three of four pairs are below it, so one flood makes no clumps. Hours a day apart, in a log of less than two days those next to each other.
 */
const clumpLines = (hours: HourCounts): number => {
  const range = hours.range();
  if (range === null) return 1;
  const apart = range.to - range.from >= 2 * dayMs ? dayMs : hourMs;
  const ratios = new Float64Array((range.to - range.from) / hourMs + 1);
  let count = 0;
  for (let at = range.from + apart; at <= range.to; at += hourMs) {
    const a = hours.at(at);
    const b = hours.at(at - apart);
    if (a + b > 0) ratios[count++] = (a - b) ** 2 / (a + b);
  }
  return Math.max(1, quantile(ratios.subarray(0, count), 0.75));
};

/** No hour counts for more than nine of ten: a flood or a robot's night is nothing usual. */
const cappedMean = (values: readonly number[], most: number): number =>
  values.reduce((sum, value) => sum + Math.min(value, most), 0) / Math.max(1, values.length);

/** Lines that such an hour has; 0 where that is not known, or may well be none. */
const usualLines = (hour: number, { hours, most }: Habit, stretch: Stretch): number => {
  const otherWeeks = [hour - weekMs, hour + weekMs].filter((at) => hours.has(at) && !isWithin(at, stretch));
  if (otherWeeks.length > 0 && otherWeeks.every((at) => hours.at(at) === 0)) return 0;
  const others = sameHours(hour, hours, stretch);
  if (others.length > 0) return cappedMean(others, most);
  const around = Math.min(hours.at(stretch.from - hourMs), hours.at(stretch.to + hourMs));
  return around < busyPerHour ? 0 : around;
};

/** Lines that are missing in a stretch; 0 where lines that came late fill it: the clock had jumped ahead. */
const missingLines = (stretch: Stretch, habit: Habit): number => {
  const { hours } = habit;
  let lines = 0;
  for (let hour = Math.floor(stretch.from / hourMs) * hourMs; hour < stretch.to; hour += hourMs) {
    const share = (Math.min(stretch.to, hour + hourMs) - Math.max(stretch.from, hour)) / hourMs;
    if (share === 1 && hours.at(hour) > 0) return 0;
    lines += usualLines(hour, habit, stretch) * share;
  }
  return lines;
};

/** What is usual for a log. */
interface Habit {
  readonly hours: HourCounts;
  readonly clump: number;
  /** Lines of a full hour. */
  readonly most: number;
  /** Mean lines by hour of day (UTC). */
  readonly perHour: Float64Array;
  readonly counted: number;
  readonly silent: number;
}

const habitOf = (hours: HourCounts, { from, to }: Stretch): Habit => {
  const counted = (to - from) / hourMs + 1;
  const counts = Float64Array.from({ length: counted }, (_, at) => hours.at(from + at * hourMs));
  const silent = counts.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
  const most = quantile(counts, 0.9);
  const perHour = new Float64Array(24);
  for (let at = from; at <= to; at += hourMs)
    perHour[(at / hourMs) % 24] = (perHour[(at / hourMs) % 24] ?? 0) + Math.min(most, hours.at(at));
  const days = Math.max(1, counted / 24);
  return { hours, clump: clumpLines(hours), most, perHour: perHour.map((sum) => sum / days), counted, silent };
};

/** At most so many lines are missing: twice the mean of all days, the silent one included, for that is one of two at least. */
const mostMissing = ({ from, to }: Stretch, { perHour }: Habit): number => {
  const last = Math.min(Math.floor(to / hourMs), Math.floor(from / hourMs) + 24 * 30);
  let lines = 0;
  for (let hour = Math.floor(from / hourMs); hour <= last; hour++) lines += 2 * (perHour[hour % 24] ?? 0);
  return last < Math.floor(to / hourMs) ? Number.POSITIVE_INFINITY : lines;
};

/** −ln of the chance that so many whole hours of a stretch are silent, if each is as often as any other hour of the log. */
const rareSilence = ({ from, to }: Stretch, { hours, counted, silent }: Habit): number => {
  const first = Math.ceil(from / hourMs) * hourMs;
  const whole = Math.max(0, Math.floor((to - first) / hourMs));
  let inside = 0;
  for (let at = first; at < first + whole * hourMs; at += hourMs) if (hours.has(at)) inside++;
  const other = Math.max(0, silent - inside);
  return whole * Math.log((counted - inside + 2) / (other + 1));
};

/** What of a log's pauses is odd: those of hours, and the shorter ones, in which the clock may have been set. */
export interface OddPauses {
  readonly silences: readonly Stretch[];
  readonly ahead: readonly Pause[];
}

/** Pauses against the log's habit; among the silences also the time before its first and after its last line within the run. */
export const oddPauses = ({ hours, pauses, span }: Pick<LogClock, "hours" | "pauses" | "span">, period: Stretch): OddPauses => {
  const own = span();
  const range = hours.range();
  if (own === null || range === null) return { silences: [], ahead: [] };
  const tries = Math.max(24, (range.to - range.from) / hourMs);
  const leastSurprise = Math.log(tries / falseClaims);
  const habit = habitOf(hours, range);
  const isOdd = (stretch: Stretch): boolean => {
    const rare = rareSilence(stretch, habit);
    // Nearly all pauses are nights, and told by this alone. A log of a day has no means to speak of.
    if (habit.counted > 48 && Math.max(mostMissing(stretch, habit) / habit.clump, rare) < leastSurprise) return false;
    const missing = missingLines(stretch, habit);
    return missing >= leastLines && Math.max(missing / habit.clump, rare) >= leastSurprise;
  };
  const edges = [
    { from: period.from, to: own.from },
    { from: own.to, to: period.to },
  ];
  const isLong = ({ from, to }: Stretch): boolean => to - from >= silenceMs;
  const silences = [...edges, ...pauses].filter((one) => isLong(one) && isOdd(one)).sort((a, b) => a.from - b.from);
  const ahead = pauses.filter((one) => !isLong(one) && isOdd(one));
  // A log that is written in batches pauses every time: more than one a day is its habit.
  return { silences, ahead: ahead.length > tries / 24 + 1 ? [] : ahead };
};
