import { dayMs, minuteMs } from "../../kit/time-units.ts";
import type { OperatingHours } from "./case-terms.ts";
import { type ZoneStretch, zoneStretches } from "./zone-time.ts";

/** Whether there is any minute of the week in which somebody is there. */
export const everOpen = ({ days }: OperatingHours): boolean =>
  Object.values(days).some(({ fromMinute, toMinute }) => fromMinute < toMinute);

/** The open parts of a stretch, in order. Local time is reckoned as if it were UTC, which within one offset is exact. */
const openParts = (hours: OperatingHours, { from, to, offset }: ZoneStretch): { readonly from: number; readonly to: number }[] => {
  const firstDay = Math.floor((from + offset) / dayMs);
  const lastDay = Math.floor((to - 1 + offset) / dayMs);
  return Array.from({ length: lastDay - firstDay + 1 }, (_, index) => (firstDay + index) * dayMs).flatMap((midnight) => {
    const date = new Date(midnight);
    const day = hours.days[date.getUTCDay()];
    if (day === undefined || hours.holidays.includes(date.toISOString().slice(0, 10))) return [];
    const opens = Math.max(from, midnight - offset + day.fromMinute * minuteMs);
    const closes = Math.min(to, midnight - offset + day.toMinute * minuteMs);
    return opens < closes ? [{ from: opens, to: closes }] : [];
  });
};

/**
 * The moment by which so many operating minutes have passed since `from`, epoch ms. Minutes are real ones: in a night with a change of the
 * clock an hour that comes twice counts twice, and one that is left out does not count. Throws RangeError where the hours never open.
 */
export const promisedAt = (hours: OperatingHours, from: number, minutes: number): number => {
  if (!everOpen(hours)) throw new RangeError("these operating hours never open");
  let left = minutes * minuteMs;
  if (left <= 0) return from;
  for (let start = from; ; start += dayMs) {
    for (const stretch of zoneStretches(hours.timezone, start, start + dayMs)) {
      for (const part of openParts(hours, stretch)) {
        if (left <= part.to - part.from) return part.from + left;
        left -= part.to - part.from;
      }
    }
  }
};
