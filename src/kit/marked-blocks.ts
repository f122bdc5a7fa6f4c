/** Lines of ours in a text of somebody else, and where they go in. */
export interface MarkedPlace {
  /** Offset in the text; best where a line begins. */
  readonly at: number;
  readonly lines: readonly string[];
}

/** Puts lines into texts of somebody else and takes them out again, whatever else has been changed there meanwhile. */
export interface MarkedBlocks {
  readonly add: (text: string, places: readonly MarkedPlace[]) => string;
  /** The text without our blocks: byte for byte as it was. A line that somebody wrote into a block of ours stays. */
  readonly takeOut: (text: string) => string;
  /** The lines within each block of ours, whatever line ends an editor has given them. */
  readonly find: (text: string) => readonly (readonly string[])[];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Blocks between two lines of comment that name `title`. `isOurs` tells our own lines within a block, without the blanks around them. Where a block
 * does not begin at the start of a line, the line end before it is part of it.
 */
export const createMarkedBlocks = (title: string, isOurs: (line: string) => boolean): MarkedBlocks => {
  const from = `# ${title}, from here`;
  const joined = `${from} (joined)`;
  const to = `# ${title}, to here`;
  const blocks = new RegExp(
    `(?:(\\n)${escaped(joined)}|(?<=^|\\n)${escaped(from)})\\r?\\n((?:(?!${escaped(to)}\\r?\\n)[^\\n]*\\n)*)${escaped(to)}\\r?\\n`,
    "g",
  );
  const block = (text: string, { at, lines }: MarkedPlace): string =>
    [at > 0 && text[at - 1] !== "\n" ? `\n${joined}` : from, ...lines, to, ""].join("\n");
  const strange = (lines: string): string =>
    lines
      .split(/(?<=\n)/)
      .filter((line) => line !== "" && !isOurs(line.trim()))
      .join("");
  return {
    add: (text, places) =>
      places
        .toSorted((a, b) => b.at - a.at)
        .reduce((made, place) => made.slice(0, place.at) + block(text, place) + made.slice(place.at), text),
    find: (text) => [...text.matchAll(blocks)].map(([, , lines = ""]) => lines.split(/\r?\n/).slice(0, -1)),
    takeOut: (text) =>
      text.replaceAll(blocks, (_, lineEnd: string | undefined, lines: string) => {
        const kept = strange(lines);
        return kept === "" ? "" : `${lineEnd ?? ""}${kept}`;
      }),
  };
};
