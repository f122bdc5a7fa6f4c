import type { CaseSeries } from "../../domain/scan-report.ts";
import { html, type Markup } from "../html.ts";
import { detailsOf, tableOf } from "../html-parts.ts";
import type { Voice } from "../voice.ts";
import { type HourBucket, hourBuckets } from "./hour-buckets.ts";

const mostColumns = 96;
const height = 100;

/** The next number with at most two digits that matter and an easy half: what a scale ends on. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 1.2, 1.6, 2, 3, 4, 5, 6, 8].find((step) => step * power >= value) ?? 10) * power;
};

const columnsOf = (buckets: readonly HourBucket[], top: number): Markup[] =>
  buckets.map(({ ofCase, other }, at) => {
    const [low, high] = [(ofCase / top) * height, (other / top) * height];
    return html`<rect class="of-case" x="${at + 0.12}" width="0.76" y="${height - low}" height="${low}"></rect><rect class="other" x="${at + 0.12}" width="0.76" y="${height - low - high}" height="${high}"></rect>`;
  });

/** Steps at the height of what is usual; broken where there is no past. */
const usualPath = (buckets: readonly HourBucket[], top: number): string =>
  buckets
    .map(({ usual }, at) => {
      if (usual === null) return "";
      const y = Math.round((height - (usual / top) * height) * 100) / 100;
      const isStart = at === 0 || buckets[at - 1]?.usual === null;
      return `${isStart ? "M" : "L"}${at} ${y}H${at + 1}`;
    })
    .join("");

const legendOf = ({ words }: Voice, hasUsual: boolean): Markup => {
  const { ofCase, otherMail, usual } = words.labels;
  const entries = [["of-case", ofCase], ["other", otherMail], ...(hasUsual ? [["usual", usual]] : [])];
  return html`<p class="legend">${entries.map(([key, label]) => html`<span><span class="key ${key}" aria-hidden="true"></span>${label}</span>`)}</p>`;
};

const dataTable = ({ words, formats }: Voice, buckets: readonly HourBucket[]): Markup => {
  const { labels } = words;
  const rows = buckets.map(({ at, ofCase, other, usual }) => [
    formats.shortTime(at),
    formats.number(ofCase),
    formats.number(other),
    usual === null ? words.unknown : formats.number(usual),
  ]);
  return detailsOf(
    words.headings.data,
    tableOf({ heads: [labels.time, labels.ofCase, labels.otherMail, labels.usual], rows, numeric: [1, 2, 3] }),
  );
};

/** At most five times below the axis, evenly spread. */
const axisTimes = ({ formats }: Voice, buckets: readonly HourBucket[]): Markup => {
  const step = Math.max(1, Math.ceil(buckets.length / 4));
  const marks = buckets.filter((_, at) => at % step === 0);
  const rest = buckets.length - (marks.length - 1) * step;
  return html`<div class="axis-x" aria-hidden="true">${marks.map(
    (bucket, at) => html`<span style="flex:${at === marks.length - 1 ? rest : step}">${formats.shortTime(bucket.at)}</span>`,
  )}</div>`;
};

/**
 * Mail per hour as stacked columns, the case's own below and the account's other mail above, with what is usual as a line;
 * labels are text around the picture, so that they keep their size on any screen. Null without a message.
 */
export const mailChart = (voice: Voice, hours: CaseSeries["mailPerHour"], id: string): Markup | null => {
  if (!hours.some((hour) => hour.messages > 0)) return null;
  const { words, formats } = voice;
  const buckets = hourBuckets(hours, mostColumns);
  const top = roundUp(Math.max(...buckets.map(({ ofCase, other, usual }) => Math.max(ofCase + other, usual ?? 0))));
  const span = words.chartStep(formats.number(buckets[0]?.hours ?? 1));
  const description = [words.labels.ofCase, words.labels.otherMail, words.labels.usual].join(words.comma) + words.stop + span;
  return html`<figure>${legendOf(
    voice,
    buckets.some(({ usual }) => usual !== null),
  )}
<div class="plot"><div class="axis-y" aria-hidden="true"><span>${formats.number(top)}</span><span>${formats.number(top / 2)}</span><span>0</span></div>
<svg class="mail" viewBox="0 0 ${buckets.length} ${height}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${words.headings.chart}</title><desc id="${id}-desc">${description}</desc>
<path class="grid" d="M0 0H${buckets.length}M0 50H${buckets.length}M0 100H${buckets.length}"></path>${columnsOf(buckets, top)}<path class="usual" d="${usualPath(buckets, top)}"></path></svg></div>
${axisTimes(voice, buckets)}<figcaption>${span}</figcaption>${dataTable(voice, buckets)}</figure>`;
};
