/** Installs the Debian packages that tests and measurements need, where that is possible and something is missing. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { postgresFolders } from "./postgres-server.mjs";
import { run } from "./setup.mjs";

/** @typedef {{ name: string, program: string, neededBy: string }} DebianPackage */

const mark = "# put in place by sekisho's npm test, and taken away after it";
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** Where Debian puts programs that an ordinary user's path does not name. */
const moreFolders = () => ["/usr/sbin", "/sbin", ...postgresFolders()];

/** @returns {DebianPackage[]} */
const neededPackages = () => JSON.parse(readFileSync(new URL("./debian-packages.json", import.meta.url), "utf8"));

/**
 * The packages whose program is nowhere on the path. A program counts, not the package: people may have it from elsewhere.
 * @param {readonly DebianPackage[]} [packages]
 * @param {string} [path] as in the environment
 */
export const missingPackages = (packages = neededPackages(), path = [process.env.PATH ?? "", ...moreFolders()].join(delimiter)) =>
  packages.filter(({ program }) => !path.split(delimiter).some((dir) => existsSync(join(dir, program))));

/**
 * Puts back what stood at `policy` before. Also mends what a run that was killed left behind.
 * @param {string} policy
 */
const restorePolicy = (policy) => {
  if (existsSync(policy) && readFileSync(policy, "utf8").includes(mark)) rmSync(policy);
  if (existsSync(`${policy}.sekisho-saved`)) renameSync(`${policy}.sekisho-saved`, policy);
};

/**
 * Runs `work` while invoke-rc.d refuses every service start (exit 101), so that a package that brings a server does not
 * start it on this machine. Source: Debian's invoke-rc.d(8), "POLICY-RC.D". An interrupt waits until all is put back.
 * @template T
 * @param {() => T} work must be synchronous
 * @param {string} [policy]
 * @returns {Promise<T>}
 */
export const withServiceStartsRefused = async (work, policy = "/usr/sbin/policy-rc.d") => {
  /** @type {NodeJS.Signals[]} */
  const interrupts = [];
  const remember = (/** @type {NodeJS.Signals} */ name) => interrupts.push(name);
  for (const name of signals) process.on(name, remember);
  try {
    restorePolicy(policy);
    if (existsSync(policy)) renameSync(policy, `${policy}.sekisho-saved`);
    writeFileSync(policy, `#!/bin/sh\n${mark}\nexit 101\n`, { mode: 0o755 });
    return work();
  } finally {
    restorePolicy(policy);
    // An interrupt that came during `work` is delivered once the event loop turns; only then may we stop listening. A busy machine takes its time.
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const name of signals) process.off(name, remember);
    if (interrupts[0]) process.kill(process.pid, interrupts[0]);
  }
};

/**
 * @param {readonly string[]} names
 * @returns {{ status: number, output: string }}
 */
const install = (names) => {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = run("apt-get", ["update", "-q"], { env });
  const installed = run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...names], { env });
  return { status: installed.status, output: update.output + installed.output };
};

/**
 * Installs what is missing when run as root on a Debian system, else leaves the system alone.
 * @returns {Promise<{ missing: DebianPackage[], output: string }>} what is still missing, and what apt said when it failed
 */
export const ensureDebianPackages = async () => {
  const missing = missingPackages();
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return { missing, output: "" };
  console.error(`Installing Debian packages: ${missing.map(({ name }) => name).join(" ")} …`);
  const done = await withServiceStartsRefused(() => install(missing.map(({ name }) => name)));
  return { missing: missingPackages(), output: done.status === 0 ? "" : done.output };
};
