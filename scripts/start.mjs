/**
 * `npm start`: installs and builds if need be, then shows the main job on the example, the report as text and as HTML.
 * `npm start -- ARGS` runs `sekisho ARGS` instead, with paths relative to where it was called.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureHook, ensureInstalled, nodePath, root, run } from "./setup.mjs";

/** @param {readonly string[]} args */
const sekisho = (args, cwd = root) => run(nodePath, [join(root, "dist", "main.js"), ...args], { show: true, cwd }).status;

const showStory = () => {
  const html = join(root, "out", "report.html");
  mkdirSync(join(root, "out"), { recursive: true });
  const status = sekisho(["scan", "--config", "examples/story/sekisho.yaml", "--html", html]);
  if (status === 0) console.log(`\nThe same report with charts: ${pathToFileURL(html).href}`);
  return status;
};

const start = () => {
  if (!ensureInstalled()) return 3;
  if (!process.env.CI) ensureHook();
  const built = ensureBuilt();
  if (built.status !== 0) {
    console.error(`The build failed:\n${built.output}`);
    return 3;
  }
  const args = process.argv.slice(2);
  return args.length > 0 ? sekisho(args, process.env.INIT_CWD ?? root) : showStory();
};

process.exitCode = start();
