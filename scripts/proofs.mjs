/** `npm run proofs`: installs if need be, then runs the counted proofs in full; `-- --only NAME`, `--count N`, `--seed N`, `--again`. */
import { fileURLToPath } from "node:url";
import { ensureInstalled, nodePath, run } from "./setup.mjs";

const args = ["--expose-gc", fileURLToPath(new URL("../test/proofs/run.ts", import.meta.url)), ...process.argv.slice(2)];
process.exitCode = ensureInstalled() ? run(nodePath, args, { show: true }).status : 3;
