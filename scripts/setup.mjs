/**
 * Set-up shared by `npm start`, `npm test` and the other scripts. Plain JavaScript for Node ≥ 18 without any package,
 * because it runs before anything is installed and under whatever Node the machine has.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** Where npm puts the commands of the installed packages, the Node that the repository brings along among them. */
export const binDir = join(root, "node_modules", ".bin");

/** The Node 24 that runs the product, whatever Node started this script. */
export const nodePath = join(binDir, "node");

const ownEnv = () => ({ ...process.env, PATH: `${binDir}${delimiter}${process.env.PATH ?? ""}` });

/**
 * Runs a program and waits for it. `show: true` lets it write to the terminal; otherwise its output is returned.
 * A program that cannot be started gives status 127 and the reason as output; one killed by a signal gives 1.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ show?: boolean, cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {{ status: number, output: string }}
 */
export const run = (program, args, options = {}) => {
  const done = spawnSync(program, [...args], {
    cwd: options.cwd ?? root,
    env: { ...ownEnv(), ...options.env },
    stdio: options.show ? "inherit" : ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error) return { status: 127, output: `${program}: ${done.error.message}\n` };
  return { status: done.status ?? 1, output: `${done.stdout ?? ""}${done.stderr ?? ""}` };
};

/** @param {string} path */
const modifiedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/**
 * Latest change below a folder, folders included: removing a file changes its folder.
 * @param {string} dir
 * @returns {number}
 */
const latestChange = (dir) =>
  readdirSync(dir, { withFileTypes: true }).reduce(
    (latest, entry) => Math.max(latest, entry.isDirectory() ? latestChange(join(dir, entry.name)) : modifiedAt(join(dir, entry.name))),
    modifiedAt(dir),
  );

/** npm writes `node_modules/.package-lock.json` last, so an install that broke off does not look complete. */
const isInstalled = () => {
  const installed = modifiedAt(join(root, "node_modules", ".package-lock.json"));
  return installed > 0 && installed >= modifiedAt(join(root, "package-lock.json"));
};

/**
 * Installs exactly what package-lock.json says, unless that is already there. Uses the npm and the Node that started
 * this script: `npm ci` deletes node_modules, and with it the Node that the repository brings along.
 * @returns {boolean} whether everything is installed now
 */
export const ensureInstalled = () => {
  if (isInstalled()) return true;
  console.error("Installing packages (npm ci) …");
  const npmScript = process.env.npm_execpath;
  const node = process.env.npm_node_execpath ?? process.execPath;
  const args = ["ci", "--include=dev", "--loglevel=error"];
  const { status } = npmScript ? run(node, [npmScript, ...args], { show: true }) : run("npm", args, { show: true });
  return status === 0;
};

/**
 * Builds dist/ unless it is newer than everything it is made from.
 * @returns {{ status: number, output: string }}
 */
export const ensureBuilt = () => {
  const dist = join(root, "dist");
  const stamp = join(dist, ".built");
  const inputs = ["package-lock.json", "tsconfig.json", "rolldown.config.mjs"].map((name) => modifiedAt(join(root, name)));
  if (modifiedAt(stamp) > Math.max(latestChange(join(root, "src")), ...inputs)) return { status: 0, output: "" };
  rmSync(dist, { recursive: true, force: true });
  const built = run(join(binDir, "rolldown"), ["-c", "rolldown.config.mjs", "--log-level", "warn"]);
  if (built.status === 0) {
    mkdirSync(dist, { recursive: true });
    writeFileSync(stamp, "");
  }
  return built;
};

/**
 * Hooks in the repository's own hooks folder; git would no longer run them once another folder is set.
 * @param {string} dir
 */
const hasOwnHooks = (dir) => {
  const hooks = resolve(dir, run("git", ["rev-parse", "--git-path", "hooks"], { cwd: dir }).output.trim());
  return existsSync(hooks) && readdirSync(hooks).some((name) => !name.endsWith(".sample"));
};

/**
 * Lets git check commit subjects while they are written. Does nothing without git, outside a work tree of our own, or
 * where the user has hooks: theirs stay.
 * @param {string} [dir] the work tree
 */
export const ensureHook = (dir = root) => {
  const top = run("git", ["rev-parse", "--show-toplevel"], { cwd: dir });
  if (top.status !== 0 || realpathSync(top.output.trim()) !== realpathSync(dir)) return;
  if (run("git", ["config", "--get", "core.hooksPath"], { cwd: dir }).status === 0 || hasOwnHooks(dir)) return;
  run("git", ["config", "core.hooksPath", "scripts/hooks"], { cwd: dir });
};
