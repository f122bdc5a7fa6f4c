import type { CaseSeries } from "../../domain/scan-report.ts";
import { padText, textWidth, truncateText } from "../../kit/terminal-text.ts";
import type { Voice } from "../voice.ts";
import { columnChart } from "./column-chart.ts";
import { type HourBucket, hourBuckets } from "./hour-buckets.ts";

const rowsOfCase = 4;
const mostColumns = 120;
const widestColumn = 3;

/** First and last hour below the columns; the last only where both fit. */
const axisLine = (
  { formats }: Voice,
  buckets: readonly HourBucket[],
  { width, step }: { readonly width: number; readonly step: number },
): string => {
  const first = formats.shortTime(buckets[0]?.at ?? "");
  const last = formats.shortTime(buckets.at(-1)?.at ?? "");
  const room = buckets.length * step - textWidth(first) - 2;
  return truncateText(buckets.length > 1 && room >= textWidth(last) ? first + padText(last, room + 2, "start") : first, width);
};

/**
 * Mail per hour for a terminal: the case's own mail as columns, and below them on the same scale the account's other
 * mail and what is usual for it. Nothing without a message. `tint` colours the case's columns only.
 */
export const mailChartLines = (
  voice: Voice,
  hours: CaseSeries["mailPerHour"],
  { width, tint }: { readonly width: number; readonly tint: (text: string) => string },
): string[] => {
  if (!hours.some((hour) => hour.messages > 0)) return [];
  const { words, formats } = voice;
  const { ofCase, otherMail, usual } = words.labels;
  const labelWidth = Math.max(...[ofCase, otherMail, usual].map(textWidth)) + 2;
  const buckets = hourBuckets(hours, Math.min(mostColumns, width - labelWidth));
  const most = Math.max(...buckets.map((bucket) => Math.max(bucket.ofCase, bucket.other, bucket.usual ?? 0)));
  const step = Math.max(1, Math.min(widestColumn, Math.floor((width - labelWidth) / buckets.length)));
  const chart = (value: (bucket: HourBucket) => number, rows: number): string[] =>
    columnChart(
      buckets.flatMap((bucket) => Array<number>(step).fill(value(bucket))),
      most,
      rows,
    ).map((line) => line.trimEnd());
  const row = (label: string, values: string): string => (padText(label, labelWidth) + values).trimEnd();
  const single = (label: string, value: (bucket: HourBucket) => number): string => row(label, chart(value, 1)[0] ?? "");
  const columns = chart((bucket) => bucket.ofCase, rowsOfCase);
  const span = buckets[0]?.hours ?? 1;
  const notes = [words.chartScale(formats.number(most)), words.chartStep(formats.number(span))].join(words.comma);
  return [
    ...columns.map((line, at) => padText(at === rowsOfCase - 1 ? ofCase : "", labelWidth) + tint(line)),
    single(otherMail, (bucket) => bucket.other),
    ...(buckets.some((bucket) => bucket.usual !== null) ? [single(usual, (bucket) => bucket.usual ?? 0)] : []),
    row("", axisLine(voice, buckets, { width: width - labelWidth, step })),
    row("", truncateText(notes, width - labelWidth)),
  ];
};
