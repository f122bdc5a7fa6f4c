/** `node scripts/after-setup.mjs FILE ARGS`: installs and builds if need be, then runs a file with the Node that the repository brings along. */
import { ensureBuilt, ensureInstalled, nodePath, run } from "./setup.mjs";

const runAfterSetup = () => {
  if (!ensureInstalled()) return 3;
  const built = ensureBuilt();
  if (built.status === 0) return run(nodePath, process.argv.slice(2), { show: true }).status;
  console.error(`The build failed:\n${built.output}`);
  return 3;
};

process.exitCode = runAfterSetup();
