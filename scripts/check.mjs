/** `npm run check`: format, lint, types and dead code, without the tests. */
import { runChecks } from "./checks.mjs";
import { ensureInstalled } from "./setup.mjs";

process.exitCode = ensureInstalled() && runChecks({ commits: false }).failed.length === 0 ? 0 : 1;
