import { parseArgs } from "node:util";
import { missLines } from "../src/cli/evaluation-text.ts";
import { evaluateWorlds } from "../src/simulate/scoring/evaluate-worlds.ts";
import type { Evaluation } from "../src/simulate/scoring/evaluation.ts";
import type { WorldScore } from "../src/simulate/scoring/score-world.ts";
import { accuracyLines } from "./accuracy-report.ts";
import { scoreSeed, type WorldOrder } from "./score-seed.ts";
import { writeDocument } from "./write-document.ts";

/** Over 9,000 site-days a world: eleven quiet ones are the 100,000 that the goal speaks of. */
const defaults = { seeds: "11,12,13,14,15,16,17,18,19,20", quietSeeds: "61,62,63,64,65,66,67,68,69,70,71", outsideSeeds: "51,52" } as const;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: defaults.seeds },
    /** Empty: no quiet worlds. */
    "quiet-seeds": { type: "string", default: defaults.quietSeeds },
    /** Empty: no worlds whose kinds draw from outside the usual ranges. */
    "outside-seeds": { type: "string", default: defaults.outsideSeeds },
    accounts: { type: "string", default: "200" },
    days: { type: "string", default: "30" },
    "act-at": { type: "string", default: "0.95" },
    misses: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const numberOf = (name: "accounts" | "days" | "act-at"): number => {
  const value = Number(values[name]);
  if (!(value > 0)) throw new Error(`--${name}: a number above 0 expected, not "${values[name]}"`);
  return value;
};

const seedsOf = (name: "seeds" | "quiet-seeds" | "outside-seeds"): readonly number[] =>
  values[name]
    .split(",")
    .filter((text) => text !== "")
    .map((text) => {
      if (!/^\d+$/.test(text.trim())) throw new Error(`--${name}: whole numbers with commas between expected, not "${text}"`);
      return Number(text);
    });

const scoreAll = async (seeds: readonly number[], size: Omit<WorldOrder, "seed">): Promise<Evaluation> => {
  const scores: WorldScore[] = [];
  for (const seed of seeds) {
    process.stderr.write(`${size.isQuiet ? "Quiet world" : size.isOutside ? "World out of range" : "World"} ${seed} …\n`);
    scores.push(await scoreSeed({ seed, ...size }));
  }
  return evaluateWorlds(scores, numberOf("act-at"));
};

const size = { accounts: numberOf("accounts"), days: numberOf("days") };
const seeds = seedsOf("seeds");
const quietSeeds = seedsOf("quiet-seeds");
const evaluation = await scoreAll(seeds, { ...size, isQuiet: false });
const outsideSeeds = seedsOf("outside-seeds");
const outside = outsideSeeds.length === 0 ? null : await scoreAll(outsideSeeds, { ...size, isQuiet: false, isOutside: true });
const quiet = quietSeeds.length === 0 ? null : await scoreAll(quietSeeds, { ...size, isQuiet: true });
const options = `--seeds ${seeds.join(",")} --quiet-seeds ${quietSeeds.join(",") || '""'} --outside-seeds ${outsideSeeds.join(",") || '""'} --accounts ${size.accounts} --days ${size.days}`;
const command = `\`npm run accuracy -- ${options}\`, ${new Date().toISOString().slice(0, 10)}:`;
const text = [command, "", ...accuracyLines(evaluation, { quiet, outside })].join("\n");
console.log(text);
if (values.misses)
  console.log(
    [...missLines(evaluation), ...(quiet === null ? [] : missLines(quiet)), ...(outside === null ? [] : missLines(outside))].join("\n"),
  );
if (values.write) writeDocument("ACCURACY.md", "npm run accuracy -- --write", text);
