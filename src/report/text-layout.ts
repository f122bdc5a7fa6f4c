import { padText, textWidth, truncateText, wrapText } from "../kit/terminal-text.ts";
import type { TableView } from "./table-view.ts";

/** Lines of text laid out for a terminal: every line fits into the width given, all without colour. */

/** A paragraph; further lines hang under the text of the first, behind its mark. */
export const paragraph = (text: string, width: number, mark = ""): string[] => {
  const hang = " ".repeat(textWidth(mark));
  return wrapText(text, width - hang.length).map((line, at) => (at === 0 ? mark : hang) + line);
};

/** Label and text side by side; the text below its label where the width leaves too little beside it. */
export const labelled = (rows: readonly { readonly label: string; readonly text: string }[], width: number): string[] => {
  const labelWidth = Math.max(0, ...rows.map((row) => textWidth(row.label))) + 2;
  return rows.flatMap(({ label, text }) =>
    width - labelWidth >= 24
      ? paragraph(text, width, padText(label, labelWidth))
      : [...paragraph(label, width), ...paragraph(text, width, "  ")],
  );
};

const columnGap = 2;
const narrowestColumn = 10;

/** Widths that fit, taken from the widest columns first; null where even the narrowest do not. */
const columnWidths = (table: TableView, width: number): number[] | null => {
  const widths = table.heads.map((head, at) => Math.max(textWidth(head), ...table.rows.map((row) => textWidth(row[at] ?? ""))));
  let over = widths.reduce((sum, column) => sum + column + columnGap, -columnGap) - width;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowestColumn) return null;
    const next = Math.max(narrowestColumn, ...widths.filter((column) => column < widest));
    const at = widths.indexOf(widest);
    const cut = Math.min(over, Math.max(1, widest - next));
    widths[at] = widest - cut;
    over -= cut;
  }
  return widths;
};

/** A table with a line below its heads; cells wrap within their column. Each row as a list where columns would be too narrow. */
export const tableLines = (table: TableView, width: number): string[] => {
  const widths = columnWidths(table, width);
  if (widths === null) {
    return table.rows.flatMap((row, at) => [
      ...(at === 0 ? [] : [""]),
      ...labelled(
        row.map((text, cell) => ({ label: table.heads[cell] ?? "", text })),
        width,
      ),
    ]);
  }
  const line = (cells: readonly string[]): string[] => {
    const wrapped = widths.map((column, at) => wrapText(cells[at] ?? "", column));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, row) =>
      widths
        .map((column, at) => padText(wrapped[at]?.[row] ?? "", column, table.numeric.includes(at) ? "start" : "end"))
        .join(" ".repeat(columnGap))
        .trimEnd(),
    );
  };
  return [...line(table.heads), widths.map((column) => "─".repeat(column)).join(" ".repeat(columnGap)), ...table.rows.flatMap(line)];
};

/** Label, bar and figure in columns, the longest bar filling what the width leaves; long labels are cut. */
export const barLines = (
  rows: readonly { readonly label: string; readonly value: number; readonly text: string }[],
  width: number,
): string[] => {
  const most = Math.max(1, ...rows.map((row) => row.value));
  const labelWidth = Math.min(Math.floor(width * 0.4), Math.max(0, ...rows.map((row) => textWidth(row.label))));
  const textColumns = Math.max(0, ...rows.map((row) => textWidth(row.text)));
  const room = Math.min(40, width - labelWidth - textColumns - 2 * columnGap);
  return rows.map(({ label, value, text }) => {
    const name = padText(truncateText(label, labelWidth), labelWidth);
    const bar = room < 4 ? "" : `${"  "}${padText("█".repeat(Math.max(value > 0 ? 1 : 0, Math.round((value / most) * room))), room)}`;
    return truncateText(`${name}${bar}  ${padText(text, textColumns, "start")}`, width);
  });
};
