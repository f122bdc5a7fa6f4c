import { padText, textWidth, truncateText, wrapText } from "../../kit/terminal-text.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { labelled, paragraph } from "../text-layout.ts";
import type { NoticeBlock } from "./notice-block.ts";

const indent = "  ";

/** A last line narrower than this looks lost. */
const narrowestLastLine = 8;

/** The text wrapped so that its last line does not hold a lone word or sign; further lines hang behind the mark. */
const wrapped = (text: string, columns: number, mark = ""): readonly string[] => {
  const full = paragraph(text, columns, mark);
  const isLost = (lines: readonly string[]): boolean => lines.length > 1 && textWidth((lines.at(-1) ?? "").trim()) < narrowestLastLine;
  const widths = [0, 2, 4, 6].map((less) => columns - less);
  const better = isLost(full) ? widths.map((width) => paragraph(text, width, mark)).find((lines) => !isLost(lines)) : full;
  return better !== undefined && better.length === full.length ? better : full;
};

const headingLines = (text: string, { signs, columns }: NoticeLanguage): readonly string[] => {
  const line = truncateText(`${signs.heading}${text}`, columns);
  return signs.underline === null ? [line] : [line, signs.underline.repeat(textWidth(line))];
};

const indented = (text: string, columns: number): readonly string[] => wrapText(text, columns - indent.length).map((line) => indent + line);

const conditionLines = (block: Extract<NoticeBlock, { kind: "condition" }>, { signs, columns }: NoticeLanguage): readonly string[] => {
  const number = `${block.number}. `;
  const space = " ".repeat(textWidth(number));
  const hang = (text: string, mark: string): readonly string[] =>
    wrapped(text, columns - space.length, mark).map((line) => (space + line).trimEnd());
  return [
    ...wrapped(block.text, columns, number),
    ...block.notes.flatMap((note) => hang(note, "→ ")),
    ...(block.steps.length === 0 ? [] : hang(block.stepsHead + signs.colon.trimEnd(), "")),
    ...block.steps.flatMap((step, at) => hang(step, padText(`(${at + 1})`, 4))),
  ];
};

const blockLines = (block: NoticeBlock, language: NoticeLanguage): readonly string[] => {
  const { signs, columns } = language;
  switch (block.kind) {
    case "heading":
      return headingLines(block.text, language);
    case "paragraph":
      return wrapped(block.text, columns);
    case "rows":
      return labelled(block.rows, columns);
    case "points":
      return block.rows.flatMap(({ label, text }) => wrapped(label + signs.colon + text, columns, signs.bullet));
    case "list":
      return block.items.flatMap((item) => wrapped(item, columns, signs.bullet));
    case "condition":
      return conditionLines(block, language);
    case "lines":
      return [...wrapText(block.head, columns), ...block.lines.flatMap((line) => indented(line, columns))];
    case "form":
      return block.lines.flatMap((line) => wrapText(line, columns));
    // An address that is broken over two lines opens nothing.
    case "link":
      return [...wrapText(block.text + signs.colon.trimEnd(), columns), block.url];
  }
};

/** Whether two blocks belong so close together that no empty line parts them. */
const isClose = (before: NoticeBlock | undefined): boolean => before === undefined || before.kind === "heading";

/** The notice as plain text, every line within the language's width but for addresses; ends with a newline. */
export const noticeText = (blocks: readonly NoticeBlock[], language: NoticeLanguage): string => {
  const lines = blocks.flatMap((block, at) => [...(isClose(blocks[at - 1]) ? [] : [""]), ...blockLines(block, language)]);
  return `${lines.join("\n").trim()}\n`;
};
