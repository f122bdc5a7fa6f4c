import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Debian's MariaDB with one database, started for one test: no network, a directory of its own. */
export interface Mariadb {
  readonly socket: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly stop: () => Promise<void>;
}

const program = "/usr/sbin/mariadbd";
const installer = "/usr/bin/mariadb-install-db";
const nobody = 65_534;

/** Why it cannot run here; null where it can. */
export const mariadbMissing = (): string | null =>
  [program, installer, "/usr/bin/my_print_defaults"].every((path) => existsSync(path))
    ? null
    : "no MariaDB (mariadb-server-core, mariadb-client-core) is installed";

/** It refuses to run as root. */
const ordinary = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

const access = { database: "wordpress", user: "wordpress", password: "only for a test" };

const firstStatements = `CREATE DATABASE ${access.database};
CREATE USER ${access.user}@localhost IDENTIFIED BY '${access.password}';
GRANT ALL ON ${access.database}.* TO ${access.user}@localhost;
`;

/** Its data need not outlive a loss of power, so nothing waits for a disk. */
const settings = (dir: string): readonly string[] => [
  "--no-defaults",
  `--datadir=${dir}/data`,
  `--socket=${dir}/socket`,
  `--pid-file=${dir}/pid`,
  `--init-file=${dir}/first.sql`,
  "--skip-networking",
  "--skip-log-bin",
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-use-native-aio=0",
  "--innodb-buffer-pool-size=32M",
  "--innodb-log-file-size=8M",
  "--performance-schema=OFF",
];

const makeData = (dir: string): void => {
  const args = [
    "--no-defaults",
    `--datadir=${dir}/data`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    "--skip-name-resolve",
  ];
  const { status, stdout, stderr } = spawnSync(installer, args, { encoding: "utf8", cwd: dir, ...ordinary });
  if (status !== 0) throw new Error(`mariadb-install-db: ${stdout}${stderr}`);
};

export const startMariadb = async (): Promise<Mariadb> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-mariadb-"));
  // PHP, another user, goes through it to the socket.
  chmodSync(dir, 0o755);
  if (ordinary.uid !== undefined) chownSync(dir, nobody, nobody);
  writeFileSync(join(dir, "first.sql"), firstStatements);
  try {
    makeData(dir);
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  const child = spawn(program, settings(dir), { stdio: ["ignore", "ignore", "pipe"], ...ordinary });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-8_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  // Its own file says that it listens: the statements above are done by then.
  for (let at = 0; at < 600 && child.exitCode === null; at++) {
    if (/ready for connections/.test(said)) return { ...access, socket: join(dir, "socket"), stop };
    await wait(50);
  }
  await stop();
  throw new Error(`MariaDB does not start: ${said}`);
};

/** As the program tells it. */
export const mariadbVersion = (): string =>
  /Ver (\S+)/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout)?.[1]?.replace(/-MariaDB.*/, "") ?? "unknown";
