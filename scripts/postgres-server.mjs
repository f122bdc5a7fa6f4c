/**
 * A PostgreSQL server for tests: Debian's programs, a directory and a port of its own, an ordinary user, gone with whoever started it. Its data
 * are as safe as those of any other (fsync is on), so that what is measured on it is honest.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** @typedef {{ url: string, stop: () => Promise<void>, kill: () => Promise<void>, restart: () => Promise<void> }} PostgresServer */

const nobody = 65_534;
const versionsDir = "/usr/lib/postgresql";
const readyMark = "database system is ready to accept connections";
const patienceMs = 60_000;

/** Folders with the programs of each version of Debian's package, newest first. */
export const postgresFolders = () =>
  existsSync(versionsDir)
    ? readdirSync(versionsDir)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versionsDir, version, "bin"))
    : [];

/** PostgreSQL refuses to run as root. */
const asOrdinaryUser = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/**
 * @param {string} bin
 * @param {string} dir
 * @param {string} password
 */
const initialise = (bin, dir, password) => {
  const passwordFile = join(dir, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (asOrdinaryUser.uid !== undefined) for (const path of [dir, passwordFile]) chownSync(path, nobody, nobody);
  const args = [
    "-D",
    join(dir, "data"),
    "-U",
    "sekisho",
    "-E",
    "UTF8",
    "--no-locale",
    "--no-sync",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
  ];
  const done = spawnSync(join(bin, "initdb"), args, { ...asOrdinaryUser, cwd: dir, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`initdb failed: ${done.error?.message ?? done.stderr}`);
};

/**
 * @param {string} bin
 * @param {string} dir
 * @param {number} port
 */
const launch = async (bin, dir, port) => {
  const log = join(dir, "log");
  const out = openSync(log, "w");
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=64MB", "max_connections=50"];
  const postgres = [join(bin, "postgres"), "-D", join(dir, "data"), ...settings.flatMap((setting) => ["-c", setting])];
  // The kernel stops it when we die, however we die.
  const child = spawn("setpriv", ["--pdeathsig", "INT", "--", ...postgres], {
    ...asOrdinaryUser,
    cwd: dir,
    stdio: ["ignore", out, out],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  closeSync(out);
  const until = Date.now() + patienceMs;
  while (!readFileSync(log, "utf8").includes(readyMark)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL did not start: ${readFileSync(log, "utf8")}`);
    await wait(20);
  }
  return { child, ended };
};

/** @returns {Promise<PostgresServer | null>} null where PostgreSQL is not installed */
export const startPostgres = async () => {
  const bin = postgresFolders().find((folder) => existsSync(join(folder, "initdb")));
  if (bin === undefined) return null;
  const dir = mkdtempSync(join(tmpdir(), "sekisho-postgres-"));
  const password = randomBytes(12).toString("hex");
  initialise(bin, dir, password);
  const port = await freePort();
  let running = await launch(bin, dir, port);
  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    const { child, ended } = running;
    // SIGKILL takes all of its processes at once, as a power cut would.
    if (child.pid !== undefined) process.kill(signal === "SIGKILL" ? -child.pid : child.pid, signal);
    await ended;
  };
  return {
    url: `postgres://sekisho:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await end("SIGINT");
      rmSync(dir, { recursive: true, force: true });
    },
    kill: () => end("SIGKILL"),
    restart: async () => {
      running = await launch(bin, dir, port);
    },
  };
};
