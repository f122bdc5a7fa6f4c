import { faultsKept } from "../proof.ts";
import type { Fed } from "./feed-desk.ts";

const shown = 300;

/** How a desk differs from one that was told everything once and in order; empty where it does not. */
export const stateFaults = (expected: Pick<Fed, "state" | "answers">, got: Pick<Fed, "state" | "answers">): readonly string[] => {
  const [there, here] = [new Set(expected.state.lines), new Set(got.state.lines)];
  const missing = expected.state.lines.filter((line) => !here.has(line)).map((line) => `not as in order: ${line.slice(0, shown)}`);
  const added = got.state.lines.filter((line) => !there.has(line)).map((line) => `only here: ${line.slice(0, shown)}`);
  const faults = [...missing.slice(0, faultsKept / 2), ...added.slice(0, faultsKept / 2)];
  if (expected.answers !== got.answers) faults.push("what became of the claims differs");
  if (faults.length === 0 && expected.state.digest !== got.state.digest) faults.push("the digests differ");
  return faults;
};
