import { advance, begin } from "../../src/domain/case/advance.ts";
import { caseStates } from "../../src/domain/case/case.ts";
import type { Fact } from "../../src/domain/case/fact.ts";
import { detected, minute, monday } from "../case-builder.ts";
import { createRandom } from "../seeded-random.ts";
import { invariants, type Life } from "./case-lives/invariants.ts";
import { drawTerms, kindFact, nextFact } from "./case-lives/next-fact.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

type Random = (below: number) => number;

interface Tally {
  readonly states: Set<string>;
  readonly entries: Set<string>;
  facts: number;
}

const wildFacts = 30;
const kindFacts = 200;

/** Takes one fact in; returns the longer life, or the name of what does not hold. */
const take = (life: Life | null, fact: Fact): Life | string => {
  const before = life?.case ?? null;
  const after = before === null ? begin(fact as Fact & { kind: "detected" }) : advance(before, fact);
  const longer: Life = {
    case: after.case,
    entries: [...(life?.entries ?? []), ...after.entries],
    effects: [...(life?.effects ?? []), ...after.effects],
    facts: [...(life?.facts ?? []), fact],
  };
  const broken = Object.entries(invariants).find(([, holds]) => !holds(longer, { before, fact, after }));
  return broken === undefined ? longer : `after ${longer.facts.map(({ kind }) => kind).join(" ")} in ${after.case.state}: ${broken[0]}`;
};

const first = (random: Random): Fact => ({ ...detected(monday), terms: drawTerms(random), automatic: random(10) > 0 });

const remember = (tally: Tally, life: Life): void => {
  tally.states.add(life.case.state);
  tally.facts++;
};

/** One case from first sight: wild facts, then a world that does its part, which has to bring it to its end. */
const live = (random: Random, tally: Tally): string | null => {
  let life = take(null, first(random));
  let at = monday;
  for (let step = 0; step < wildFacts && typeof life !== "string"; step++) {
    remember(tally, life);
    at += random(90) * minute;
    const fact = nextFact(life, random, at);
    at = Math.max(at, fact.at);
    life = take(life, fact);
  }
  for (let step = 0; step < kindFacts && typeof life !== "string"; step++) {
    remember(tally, life);
    const fact = kindFact(life, at);
    if (fact === null) break;
    at = Math.max(at, fact.at);
    life = take(life, fact);
  }
  if (typeof life === "string") return life;
  for (const { code } of life.entries) tally.entries.add(code);
  const isEnded = life.case.state === "closed" || life.case.state === "dismissed";
  return isEnded ? null : `never ends: ${life.case.state} after ${life.facts.map(({ kind }) => kind).join(" ")}`;
};

const run = async (count: number, seed: number): Promise<Finding> => {
  const random = createRandom(seed);
  const tally: Tally = { states: new Set(), entries: new Set(), facts: 0 };
  const faults: string[] = [];
  for (let at = 0; at < count && faults.length < faultsKept; at++) {
    const fault = live(random, tally);
    if (fault !== null) faults.push(`case ${at}: ${fault}`);
  }
  for (const state of caseStates)
    if (!tally.states.has(state) && state !== "closed" && state !== "dismissed") faults.push(`never ${state}`);
  const figure = `${count.toLocaleString("en")} cases lived through ${tally.facts.toLocaleString("en")} facts: ${Object.keys(invariants).length} invariants held after each, every state was reached, and each case came to its end`;
  return { figure, faults };
};

/** Generated lives of cases against the invariants of the design's section 3. */
export const caseLives: Proof = {
  name: "case-lives",
  about: "whatever happens to a case, in whatever order, its invariants hold and it can be brought to its end",
  fullCount: 100_000,
  run,
};
