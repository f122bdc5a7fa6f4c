/** The checks that need no test run, each a command whose output is shown when it fails. */
import { join } from "node:path";
import { binDir, nodePath, root, run } from "./setup.mjs";

/** @typedef {{ name: string, command: readonly [string, ...string[]], hasNotes?: boolean }} Check */

/** @type {readonly Check[]} */
const codeChecks = [
  {
    name: "format and lint",
    command: [join(binDir, "biome"), "ci", "--colors=off", "--diagnostic-level=warn", "--max-diagnostics=50", "--error-on-warnings", "."],
  },
  { name: "types", command: [join(binDir, "tsc"), "-p", "."] },
  { name: "dead code", command: [join(binDir, "knip")] },
];

/** @type {Check} */
const commitCheck = { name: "commit subjects", command: [nodePath, join(root, "scripts", "check-commits.mjs")], hasNotes: true };

/** @param {Check} check */
const passes = ({ name, command: [program, ...args], hasNotes = false }) => {
  const startedAt = Date.now();
  const { status, output } = run(program, args);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"}  ${name} (${seconds} s)`);
  if (output !== "" && (status !== 0 || hasNotes)) console.log(output);
  return status === 0;
};

/**
 * Runs every check, also after one has failed.
 * @param {{ commits: boolean }} which
 * @returns {{ passed: number, failed: string[] }} `failed` holds the names
 */
export const runChecks = ({ commits }) => {
  const checks = commits ? [...codeChecks, commitCheck] : codeChecks;
  const failed = checks.filter((check) => !passes(check)).map(({ name }) => name);
  return { passed: checks.length - failed.length, failed };
};
