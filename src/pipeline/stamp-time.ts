import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import type { Stamp } from "../ports/log-format.ts";

/**
 * Turns the stamps of one file into epoch milliseconds. A stamp without zone is read in `timezone`; a stamp
 * without year starts in `firstYear` and goes on to the next when the months fall back by more than half a year.
 */
export interface StampTime {
  readonly toEpoch: (stamp: Stamp) => number;
}

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

/** Offset of `UTC` and of zones written as one (`+09:00`); null for a named zone. */
const fixedOffsetMs = (timezone: string): number | null => {
  if (timezone === "UTC") return 0;
  const parts = /^([+-])(\d\d):(\d\d)$/.exec(timezone);
  if (parts === null) return null;
  return (parts[1] === "-" ? -minuteMs : minuteMs) * (Number(parts[2]) * 60 + Number(parts[3]));
};

/** Milliseconds that the zone is ahead of UTC at an instant. `timezone` is an IANA name known to Intl. */
export const zoneOffsetMs = (timezone: string, epochMs: number): number => {
  const fixed = fixedOffsetMs(timezone);
  if (fixed !== null) return fixed;
  const wholeSecond = Math.floor(epochMs / 1000) * 1000;
  const parts: Record<string, number> = {};
  for (const { type, value } of zoneFormat(timezone).formatToParts(wholeSecond)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond;
};

/** Epoch ms of a wall-clock time (given as if it were UTC) in a zone; for a time that the clock skips or shows twice, one of both readings. */
export const wallClockToEpoch = (timezone: string, wallMs: number): number => {
  const guess = wallMs - zoneOffsetMs(timezone, wallMs);
  return wallMs - zoneOffsetMs(timezone, guess);
};

class FileStampTime implements StampTime {
  private readonly timezone: string;
  private year: number;
  private lastMonth = 0;
  private dayKey = -1;
  private dayStart = 0.5;
  private hourKey = -1;
  private hourOffset = 0.5;

  constructor(timezone: string, firstYear: number) {
    this.timezone = timezone;
    this.year = firstYear;
  }

  toEpoch = (stamp: Stamp): number => {
    if (stamp.epochMs === stamp.epochMs) return stamp.epochMs;
    const year = stamp.year === 0 ? this.yearOf(stamp.month) : stamp.year;
    const key = (year * 16 + stamp.month) * 32 + stamp.day;
    if (key !== this.dayKey) {
      this.dayKey = key;
      this.dayStart = Date.UTC(year, stamp.month - 1, stamp.day);
    }
    const wallMs = this.dayStart + stamp.msOfDay;
    const zone = stamp.zoneMinutes;
    return zone === zone ? wallMs - zone * minuteMs : wallMs - this.localOffset(wallMs);
  };

  /** December after January is a late line of the old year; any other step back is a new year. */
  private yearOf(month: number): number {
    if (month === 12 && this.lastMonth === 1) this.year--;
    else if (month < this.lastMonth && this.lastMonth - month > 6) this.year++;
    this.lastMonth = month;
    return this.year;
  }

  private localOffset(wallMs: number): number {
    const key = Math.floor(wallMs / hourMs);
    if (key !== this.hourKey) {
      this.hourKey = key;
      this.hourOffset = wallMs - wallClockToEpoch(this.timezone, wallMs);
    }
    return this.hourOffset;
  }
}

/** See {@link StampTime}. `timezone` is an IANA name known to Intl. */
export const createStampTime = (options: { readonly timezone: string; readonly firstYear: number }): StampTime =>
  new FileStampTime(options.timezone, options.firstYear);

/** What is known when the first line of a file has no year. */
export interface YearFacts {
  /** Epoch ms of the file's last change. */
  readonly modifiedAt: number;
  /** Files that state a year: their first and their last event, epoch ms. */
  readonly neighbours: readonly { readonly from: number; readonly to: number }[];
}

const yearsBack = 8;

/** Time of a year-less stamp in a year; NaN where that year has no such day (29 February). */
const timeInYear = (stamp: Stamp, year: number): number => {
  const day = new Date(Date.UTC(year, stamp.month - 1, stamp.day));
  return day.getUTCMonth() === stamp.month - 1 ? day.getTime() + stamp.msOfDay : Number.NaN;
};

/**
 * The year of a file's first stamp: of the years in which its last change (a day of slack for zones) is not before
 * it, and those of its neighbours, the one that puts it nearest to a neighbour's span; without neighbours, and of
 * equals, the latest.
 */
export const firstYearOf = (stamp: Stamp, { modifiedAt, neighbours }: YearFacts): number => {
  if (stamp.year !== 0) return stamp.year;
  const latest = new Date(modifiedAt + dayMs).getUTCFullYear();
  const own = Array.from({ length: yearsBack }, (_, back) => latest - back).filter((year) => timeInYear(stamp, year) <= modifiedAt + dayMs);
  const theirs = neighbours.flatMap(({ from }) => [-1, 0, 1].map((step) => new Date(from).getUTCFullYear() + step));
  const candidates = [...new Set([...own, ...theirs])].filter((year) => !Number.isNaN(timeInYear(stamp, year)));
  const distance = (year: number): number => {
    const time = timeInYear(stamp, year);
    return Math.min(...neighbours.map(({ from, to }) => Math.max(0, from - time, time - to)));
  };
  const known = neighbours.length === 0 ? own.slice(0, 1) : candidates.sort((a, b) => distance(a) - distance(b) || b - a);
  return known[0] ?? latest;
};
