import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Replaces what stands between the two marks that a command has in a document of docs/. Throws when they are not there. */
export const writeDocument = (name: string, command: string, text: string): void => {
  const path = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  const marks = { from: `<!-- ${command}: from here -->`, to: `<!-- ${command}: to here -->` };
  const document = readFileSync(path, "utf8");
  const from = document.indexOf(marks.from);
  const to = document.indexOf(marks.to);
  if (from < 0 || to < from) throw new Error(`docs/${name} has lost its marks`);
  writeFileSync(path, `${document.slice(0, from + marks.from.length)}\n\n${text}\n\n${document.slice(to)}`);
};
