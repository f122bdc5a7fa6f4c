/** The cells of a markdown file's table rows, the head and the line below it left out. */
export const tableRows = (markdown: string): readonly (readonly string[])[] =>
  markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((_, at, rows) => at > 0 && !(rows[at]?.[0] ?? "").startsWith("---") && !(rows[at + 1]?.[0] ?? "").startsWith("---"));
