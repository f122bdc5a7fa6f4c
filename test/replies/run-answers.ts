import { readFileSync, writeFileSync } from "node:fs";
import { isHeldOut, isSecondBatch } from "./held-out.ts";
import { type ReplyScore, replyNames, scoreReplies } from "./score-replies.ts";

// `npm run answers`: reads the written replies, the held-out third apart, and prints how many items came out right. `-- --write` puts
// the figures into docs/ANSWERS.md. Of the held-out third it names no miss, so that nobody mends the parser by it.

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const row = (name: string, { replies, items, right, wrongDone, textsRight }: ReplyScore): string =>
  `| ${name} | ${replies} | ${right} of ${items} (${percent(right, items)}) | ${wrongDone} | ${textsRight} of ${replies} |`;

const names = replyNames();
const known = await scoreReplies(names.filter((name) => !isHeldOut(name) && !isSecondBatch(name)));
const second = await scoreReplies(names.filter(isSecondBatch));
const heldOut = await scoreReplies(names.filter(isHeldOut));

const lines = [
  '| share | replies | items right | wrong "done" | own text exact |',
  "|---|---|---|---|---|",
  row("held out", heldOut),
  row("development", known),
  row("development, second batch", second),
  "",
  `${new Date().toISOString().slice(0, 10)}: \`npm run answers\``,
];
console.log([...known.misses, ...second.misses, ...lines].join("\n"));

const marks = { from: "<!-- npm run answers: from here -->", to: "<!-- npm run answers: to here -->" };
const path = new URL("../../docs/ANSWERS.md", import.meta.url);
if (process.argv.includes("--write")) {
  const document = readFileSync(path, "utf8");
  const from = document.indexOf(marks.from) + marks.from.length;
  const to = document.indexOf(marks.to);
  if (from < marks.from.length || to < from) throw new Error("docs/ANSWERS.md has lost its marks");
  writeFileSync(path, `${document.slice(0, from)}\n\n${lines.join("\n")}\n\n${document.slice(to)}`);
}
process.exitCode = heldOut.wrongDone > 0 || heldOut.right / heldOut.items < 0.98 ? 1 : 0;
