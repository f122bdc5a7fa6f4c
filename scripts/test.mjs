/**
 * `npm test`: installs what is missing, builds, runs every check and every test, and ends with `N passed, N failed`.
 * A failing step does not keep the next ones from running. With CI=true whatever is missing or skipped is a failure.
 * `npm test -- ARGS` hands ARGS to vitest.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runChecks } from "./checks.mjs";
import { ensureDebianPackages } from "./debian-packages.mjs";
import { startPostgres } from "./postgres-server.mjs";
import { binDir, ensureBuilt, ensureHook, ensureInstalled, root, run } from "./setup.mjs";
import { tallySuites } from "./vitest-tally.mjs";

/** @typedef {{ passed: number, failed: string[], skipped: string[] }} Tally */

const isCi = process.env.CI === "true" || process.env.CI === "1";

/** @returns {Promise<Tally>} */
const packageTally = async () => {
  const { missing, output } = await ensureDebianPackages();
  if (output !== "") console.log(output);
  const names = missing.map(({ name, neededBy }) => `Debian package ${name} (${neededBy})`);
  return isCi ? { passed: 0, failed: names, skipped: [] } : { passed: 0, failed: [], skipped: names };
};

/** @returns {Tally} */
const buildTally = () => {
  const built = ensureBuilt();
  console.log(`${built.status === 0 ? "ok  " : "FAIL"}  build`);
  if (built.status !== 0) console.log(built.output);
  return built.status === 0 ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: ["build"], skipped: [] };
};

/** One server for all tests, rather than one for each file that needs it. */
const vitestTallyWithPostgres = async () => {
  const server = await startPostgres();
  if (server !== null) process.env.SEKISHO_TEST_POSTGRES = server.url;
  const tally = vitestTally();
  await server?.stop();
  return tally;
};

/** @returns {Tally} */
const vitestTally = () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-test-"));
  const file = join(dir, "result.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { status } = run(join(binDir, "vitest"), ["run", ...reporters, ...process.argv.slice(2)], { show: true });
  const suites = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).testResults : [];
  rmSync(dir, { recursive: true, force: true });
  const named = suites.map((/** @type {{ name: string }} */ suite) => ({ ...suite, name: relative(root, suite.name) }));
  const tally = tallySuites(named);
  // An error outside of any test, or a runner that broke down, fails no test but must not pass.
  if (status !== 0 && tally.failed.length === 0) tally.failed.push(`vitest ended with status ${status}`);
  return isCi
    ? { passed: tally.passed, failed: [...tally.failed, ...tally.skipped.map((name) => `skipped: ${name}`)], skipped: [] }
    : tally;
};

/** @param {Tally} tally */
const showEnd = ({ passed, failed, skipped }) => {
  if (failed.length > 0) console.log(`\nFailed:\n${failed.map((name) => `  ${name}`).join("\n")}`);
  if (skipped.length > 0) console.log(`\nSkipped here:\n${skipped.map((name) => `  ${name}`).join("\n")}`);
  console.log(`\n${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`);
};

/** @returns {Promise<Tally>} */
const test = async () => {
  if (!ensureInstalled()) return { passed: 0, failed: ["npm ci"], skipped: [] };
  if (!isCi) ensureHook();
  const tallies = [await packageTally(), buildTally(), { ...runChecks({ commits: true }), skipped: [] }, await vitestTallyWithPostgres()];
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.flatMap((tally) => tally.failed),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
};

const tally = await test();
showEnd(tally);
process.exitCode = tally.failed.length > 0 ? 1 : 0;
