import { html, type Markup } from "../html.ts";

/** One row of bars: the longest value of all rows fills the bar. */
export interface BarRow {
  readonly label: string;
  readonly isMarked: boolean;
  /** As many as there are series. */
  readonly values: readonly number[];
}

const barOf = (value: number, most: number, series: number): Markup => {
  // A thousandth of the width is still visible, so that few are not mistaken for none.
  const width = value <= 0 || most <= 0 ? 0 : Math.max(1, Math.round((value / most) * 1000));
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="series-${series}" width="${width}" height="10"></rect></svg>`;
};

/**
 * Horizontal bars inside a table, so that the chart is its own data table for whoever cannot see it: label, one bar per
 * series (SVG, hidden from readers), one figure per series. Marked rows belong to the case. Null without rows.
 */
export const barTable = (chart: {
  readonly caption: string;
  readonly labelHead: string;
  readonly series: readonly string[];
  readonly rows: readonly BarRow[];
  readonly number: (value: number) => string;
}): Markup | null => {
  if (chart.rows.length === 0) return null;
  const most = Math.max(...chart.rows.flatMap((row) => row.values));
  const rows = chart.rows.map(
    (row) =>
      html`<tr class="${row.isMarked ? "marked" : "plain"}"><th scope="row"><code>${row.label}</code></th><td class="bars">${row.values.map(
        (value, at) => barOf(value, most, at),
      )}</td>${row.values.map((value) => html`<td class="number">${chart.number(value)}</td>`)}</tr>`,
  );
  const heads = chart.series.map(
    (name, at) => html`<th scope="col" class="number"><span class="key series-${at}" aria-hidden="true"></span>${name}</th>`,
  );
  return html`<table class="chart"><caption class="unseen">${chart.caption}</caption><thead><tr><th scope="col">${chart.labelHead}</th><td></td>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
};
