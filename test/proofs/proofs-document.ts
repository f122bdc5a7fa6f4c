import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ProofRecord } from "./proof-record.ts";

const pathOf = (document: string): string => fileURLToPath(new URL(`../../docs/${document}`, import.meta.url));
const marks = { from: "<!-- npm run proofs: from here -->", to: "<!-- npm run proofs: to here -->" };

const sectionOf = ({ name, figure, seed, date, seconds, commit, count }: ProofRecord): string =>
  [
    `### ${name}`,
    "",
    `${figure}.`,
    "",
    `${date}, commit ${commit === "" ? "unknown" : commit}, seed ${seed}, ${Math.round(seconds)} s: \`npm run proofs -- --only ${name} --count ${count} --seed ${seed}\``,
    "",
  ].join("\n");

const headings = (text: string): readonly string[] => text.split(/^(?=### )/m).filter((part) => part.startsWith("### "));

/** Puts the record of a full proof into a file of docs/, in place of the earlier one of the same name. */
export const writeProof = (record: ProofRecord, file: string): void => {
  const path = pathOf(file);
  const document = readFileSync(path, "utf8");
  const from = document.indexOf(marks.from) + marks.from.length;
  const to = document.indexOf(marks.to);
  if (from < marks.from.length || to < from) throw new Error(`docs/${file} has lost its marks`);
  const others = headings(document.slice(from, to)).filter((section) => !section.startsWith(`### ${record.name}\n`));
  const sections = [...others.map((section) => `${section.trimEnd()}\n`), sectionOf(record)].toSorted();
  writeFileSync(path, `${document.slice(0, from)}\n\n${sections.join("\n")}\n${document.slice(to)}`);
};
