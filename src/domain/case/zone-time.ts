import { minuteMs } from "../../kit/time-units.ts";

/** A stretch of time in which a zone keeps one offset. Epoch ms; `to` is not part of it. */
export interface ZoneStretch {
  readonly from: number;
  readonly to: number;
  /** Local time minus UTC, ms. */
  readonly offset: number;
}

/** Making one takes a thousand times as long as asking it; there are as many as zones in use. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timezone: string): Intl.DateTimeFormat => {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timezone, made);
  return made;
};

/** Local time minus UTC in ms, at an epoch ms. Throws RangeError for a zone that this platform does not know. Source: the IANA zones, by Intl. */
export const zoneOffset = (timezone: string, at: number): number => {
  const second = Math.floor(at / 1_000) * 1_000;
  const part = new Map(
    formatOf(timezone)
      .formatToParts(second)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const read = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0;
  return Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second")) - second;
};

/**
 * Cuts `from` to `to` where the zone changes its offset, to the minute. A stretch whose ends agree is taken for one: no zone changes
 * its offset and back within a day, so hand in a day at most.
 */
export const zoneStretches = (timezone: string, from: number, to: number): ZoneStretch[] => {
  const offset = zoneOffset(timezone, from);
  if (to - from <= minuteMs || zoneOffset(timezone, to) === offset) return [{ from, to, offset }];
  const middle = Math.min(to - 1, Math.max(from + 1, Math.round((from + to) / 2 / minuteMs) * minuteMs));
  return [...zoneStretches(timezone, from, middle), ...zoneStretches(timezone, middle, to)];
};
