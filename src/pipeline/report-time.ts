import { minuteMs } from "../kit/time-units.ts";
import { zoneOffsetMs } from "./stamp-time.ts";

/** Minutes as ISO 8601 writes an offset: `+09:00`. */
export const offsetText = (offsetMinutes: number): string => {
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

/** ISO 8601 with the zone's own offset, to the second: `2026-03-01T00:00:00+09:00`. */
export const isoInZone = (timezone: string, epochMs: number): string => {
  const offsetMinutes = Math.round(zoneOffsetMs(timezone, epochMs) / minuteMs);
  const wall = new Date(epochMs + offsetMinutes * minuteMs).toISOString().slice(0, 19);
  return wall + offsetText(offsetMinutes);
};
