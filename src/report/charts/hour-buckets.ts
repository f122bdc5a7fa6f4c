import type { CaseSeries } from "../../domain/scan-report.ts";

type Hour = CaseSeries["mailPerHour"][number];

/** Mail of one or more hours together; `usual` null where any of its hours has no past. */
export interface HourBucket {
  readonly at: string;
  readonly hours: number;
  readonly ofCase: number;
  readonly other: number;
  readonly usual: number | null;
}

/** Spans that divide a day evenly, or whole days: the columns of a chart then fall on times that mean something. */
const spansHours = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 168] as const;

const merge = (hours: readonly Hour[]): HourBucket => {
  const sum = (value: (hour: Hour) => number): number => hours.reduce((total, hour) => total + value(hour), 0);
  return {
    at: hours[0]?.at ?? "",
    hours: hours.length,
    ofCase: sum((hour) => hour.ofCase),
    other: sum((hour) => Math.max(0, hour.messages - hour.ofCase)),
    usual: hours.some((hour) => hour.usual === null) ? null : sum((hour) => hour.usual ?? 0),
  };
};

/** The hours, added up so that at most `most` columns remain. */
export const hourBuckets = (hours: readonly Hour[], most: number): HourBucket[] => {
  const least = Math.ceil(hours.length / Math.max(1, most));
  const span = spansHours.find((one) => one >= least) ?? least;
  return Array.from({ length: Math.ceil(hours.length / span) }, (_, at) => merge(hours.slice(at * span, (at + 1) * span)));
};
