const eighths = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * Values as columns of Unicode blocks, `rows` lines high, top line first; one character a value. A value above zero
 * shows at least the lowest block, so that little is not mistaken for nothing.
 */
export const columnChart = (values: readonly number[], most: number, rows: number): string[] => {
  const levels = values.map((value) =>
    value <= 0 || most <= 0 ? 0 : Math.max(1, Math.min(rows * 8, Math.round((value / most) * rows * 8))),
  );
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    return levels.map((level) => eighths[Math.max(0, Math.min(8, level - below))] || " ").join("");
  });
};
