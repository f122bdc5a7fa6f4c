import type { Stamp } from "../ports/log-format.ts";

/**
 * Turns the stamps of one file into epoch milliseconds. A stamp without zone is read in `timezone`; a stamp
 * without year starts in `firstYear` and goes on to the next when the months fall back by more than half a year.
 */
export interface StampTime {
  readonly toEpoch: (stamp: Stamp) => number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

const zoneFormat = (timezone: string): Intl.DateTimeFormat => {
  const known = zoneFormats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  zoneFormats.set(timezone, made);
  return made;
};

/** Milliseconds that the zone is ahead of UTC at an instant. `timezone` is an IANA name known to Intl. */
export const zoneOffsetMs = (timezone: string, epochMs: number): number => {
  const wholeSecond = Math.floor(epochMs / 1000) * 1000;
  const parts: Record<string, number> = {};
  for (const { type, value } of zoneFormat(timezone).formatToParts(wholeSecond)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond;
};

/** Epoch ms of a wall-clock time (given as if it were UTC) in a zone; in a gap or overlap the later reading. */
export const wallClockToEpoch = (timezone: string, wallMs: number): number => {
  const guess = wallMs - zoneOffsetMs(timezone, wallMs);
  return wallMs - zoneOffsetMs(timezone, guess);
};

export const createStampTime = (options: { readonly timezone: string; readonly firstYear: number }): StampTime => {
  let dayKey = -1;
  let dayStart = 0;
  let hourKey = Number.NaN;
  let hourOffset = 0;
  let year = options.firstYear;
  let lastMonth = 0;

  const yearOf = (stamp: Stamp): number => {
    if (stamp.year !== 0) return stamp.year;
    if (lastMonth - stamp.month > 6) year++;
    else if (stamp.month - lastMonth > 6 && lastMonth !== 0) year--;
    lastMonth = stamp.month;
    return year;
  };

  const localOffset = (wallMs: number): number => {
    const key = Math.floor(wallMs / hourMs);
    if (key !== hourKey) {
      hourKey = key;
      hourOffset = wallMs - wallClockToEpoch(options.timezone, wallMs);
    }
    return hourOffset;
  };

  const toEpoch = (stamp: Stamp): number => {
    if (stamp.epochMs === stamp.epochMs) return stamp.epochMs;
    const key = (yearOf(stamp) * 16 + stamp.month) * 32 + stamp.day;
    if (key !== dayKey) {
      dayKey = key;
      dayStart = Math.floor(Date.UTC(yearOf(stamp), stamp.month - 1, stamp.day) / dayMs) * dayMs;
    }
    const wallMs = dayStart + stamp.msOfDay;
    const zone = stamp.zoneMinutes;
    return zone === zone ? wallMs - zone * 60_000 : wallMs - localOffset(wallMs);
  };

  return { toEpoch };
};

/** What is known when the first line of a file has no year. */
export interface YearFacts {
  /** Epoch ms of the file's last change. */
  readonly modifiedAt: number;
  /** First events of the files that state a year, epoch ms. */
  readonly neighbours: readonly number[];
}

/**
 * The year of a file's first stamp: the one that puts it nearest to a neighbour; without neighbours the latest
 * year in which the file's last change (a day of slack for zones) is not before it.
 */
export const firstYearOf = (stamp: Stamp, facts: YearFacts): number => {
  if (stamp.year !== 0) return stamp.year;
  const timeIn = (year: number): number => Date.UTC(year, stamp.month - 1, stamp.day) + stamp.msOfDay;
  const modifiedYear = new Date(facts.modifiedAt).getUTCFullYear();
  if (facts.neighbours.length === 0) return timeIn(modifiedYear) <= facts.modifiedAt + dayMs ? modifiedYear : modifiedYear - 1;
  const neighbourYears = facts.neighbours.map((time) => new Date(time).getUTCFullYear());
  const candidates = new Set([modifiedYear, ...neighbourYears.flatMap((year) => [year - 1, year, year + 1])]);
  const distance = (year: number): number => Math.min(...facts.neighbours.map((time) => Math.abs(timeIn(year) - time)));
  return [...candidates].reduce((best, year) => (distance(year) < distance(best) ? year : best));
};
