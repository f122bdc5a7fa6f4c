import { createTwoFilesPatch } from "diff";
import type { PlannedFile } from "../ports/enforcer.ts";

const missing = "/dev/null";

/** Two states of files as one unified diff; empty where nothing differs. */
export const fileDiff = (before: readonly PlannedFile[], after: readonly PlannedFile[]): string => {
  const old = new Map(before.map(({ path, text }) => [path, text]));
  const made = new Map(after.map(({ path, text }) => [path, text]));
  const paths = [...new Set([...old.keys(), ...made.keys()])].sort();
  return paths
    .filter((path) => old.get(path) !== made.get(path))
    .map((path) => {
      const names = [old.has(path) ? path : missing, made.has(path) ? path : missing] as const;
      return createTwoFilesPatch(...names, old.get(path) ?? "", made.get(path) ?? "", undefined, undefined, { context: 3 });
    })
    .join("");
};
