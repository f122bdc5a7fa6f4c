import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type ProgramEnd, runProgram } from "../../src/kit/run-program.ts";
import { freePort } from "./free-port.ts";

/** A user that this Postfix knows and the machine does not. */
export interface PostfixUser {
  readonly name: string;
  readonly uid: number;
}

/** Debian's Postfix in a mount namespace of its own: own /etc/postfix, spool and users; nothing of the machine's is changed. */
export interface Postfix {
  /** /etc/postfix and /var/spool/postfix as seen from outside. */
  readonly etc: string;
  readonly spool: string;
  readonly dir: string;
  /** A process in its namespace. */
  readonly namespace: number;
  readonly port: number;
  readonly users: readonly PostfixUser[];
  /** Of the user that Postfix runs as. */
  readonly uid: number;
  readonly log: () => string;
  /** Runs a program in the namespace, as root. */
  readonly run: (command: readonly string[], input?: string) => Promise<ProgramEnd>;
  readonly runAs: (user: PostfixUser, command: readonly string[], input?: string) => Promise<ProgramEnd>;
  readonly reload: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Why it cannot run here; null where it can. */
export const postfixMissing = (): string | null => {
  if (!existsSync("/usr/sbin/postfix")) return "no postfix is installed";
  if (!existsSync("/usr/bin/unshare") || !existsSync("/usr/bin/nsenter")) return "unshare and nsenter are needed";
  return process.getuid?.() === 0 ? null : "postfix is only started as root";
};

/** In the order of their uids; names as on a shared host. */
export const postfixUsers: readonly PostfixUser[] = [1, 2, 3, 4].map((n) => ({ name: `u1012${n}`, uid: 61_120 + n }));

/** Postfix' smtpd ends at once where it shall ask about log-ins and nobody answers. */
const saslProgram = "/usr/sbin/dovecot";

const mainCf = (dir: string, sinkPort: number): string => `compatibility_level = 3.6
myhostname = sv1.host.example
myorigin = sv1.host.example
mydestination = sv1.host.example
inet_interfaces = loopback-only
mynetworks = 127.0.0.0/8 [::1]/128
maillog_file = ${dir}/mail.log
maillog_file_prefixes = /tmp, /var
smtp_host_lookup = native
smtp_dns_support_level = disabled
default_transport = smtp:[127.0.0.1]:${sinkPort}
smtpd_peername_lookup = no
smtpd_sasl_auth_enable = ${existsSync(saslProgram) ? "yes" : "no"}
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
broken_sasl_auth_clients = yes
alias_maps =
alias_database =
biff = no
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
`;

const folders = (dir: string): readonly (readonly [string, string])[] => [
  [join(dir, "etc"), "/etc/postfix"],
  [join(dir, "spool"), "/var/spool/postfix"],
  [join(dir, "lib"), "/var/lib/postfix"],
  [join(dir, "passwd"), "/etc/passwd"],
  [join(dir, "group"), "/etc/group"],
];

const layOut = (dir: string, port: number, sinkPort: number): void => {
  chmodSync(dir, 0o755);
  for (const [own, theirs] of folders(dir)) cpSync(theirs, own, { recursive: true, preserveTimestamps: true });
  for (const { name, uid } of postfixUsers) {
    appendFileSync(join(dir, "passwd"), `${name}:x:${uid}:${uid}::/nonexistent:/bin/sh\n`);
    appendFileSync(join(dir, "group"), `${name}:x:${uid}:\n`);
  }
  writeFileSync(join(dir, "mail.log"), "");
  writeFileSync(join(dir, "etc/main.cf"), mainCf(dir, sinkPort));
  const master = readFileSync(join(dir, "etc/master.cf"), "utf8");
  const listening = `127.0.0.1:${port} inet n - y - - smtpd\n[::1]:${port} inet n - y - - smtpd`;
  writeFileSync(join(dir, "etc/master.cf"), master.replace(/^smtp +inet .*$/m, listening));
  const own = join(dir, "spool");
  // The copy has lost its owners; Postfix refuses a spool that is not its own.
  restoreOwners(own);
  mkdirSync(join(own, "sekisho"), { mode: 0o755 });
};

const idOf = (file: string, name: string): number =>
  Number(readFileSync(file, "utf8").match(new RegExp(`^${name}:[^:]*:(\\d+):`, "m"))?.[1] ?? 0);

const restoreOwners = (spool: string): void => {
  const [uid, gid] = [idOf("/etc/passwd", "postfix"), idOf("/etc/group", "postdrop")];
  for (const name of ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"]) {
    rmSync(join(spool, name), { recursive: true, force: true });
    mkdirSync(join(spool, name), { mode: 0o700 });
    chownSync(join(spool, name), uid, 0);
  }
  for (const [name, mode] of [
    ["maildrop", 0o1730],
    ["public", 0o2710],
  ] as const) {
    rmSync(join(spool, name), { recursive: true, force: true });
    mkdirSync(join(spool, name));
    chownSync(join(spool, name), uid, gid);
    chmodSync(join(spool, name), mode);
  }
  chownSync(join(spool, "..", "lib"), uid, uid);
};

const openNamespace = async (dir: string): Promise<ChildProcess> => {
  const mounts = folders(dir).map(([own, theirs]) => `mount --bind ${own} ${theirs}`);
  const script = [...mounts, "echo ready", "exec sleep infinity"].join(" && ");
  const holder = spawn("/usr/bin/unshare", ["-m", "--propagation", "private", "/bin/sh", "-c", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    holder.stdout?.once("data", () => resolve());
    holder.once("exit", () => reject(new Error("no mount namespace can be made here")));
  });
  return holder;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const masterPid = (spool: string): number => {
  const file = join(spool, "pid/master.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
};

/** Runs programs in the namespace of a process. */
export const runInside =
  (namespace: number): Postfix["run"] =>
  (command, input) =>
    runProgram(["/usr/bin/nsenter", "-t", `${namespace}`, "-m", "--", ...command], input);

/** Waits until the master process is gone: the spool may be taken away then. */
const endMaster = async (spool: string, run: Postfix["run"]): Promise<void> => {
  const pid = masterPid(spool);
  await run(["postfix", "abort"]);
  for (let at = 0; at < 100 && pid > 0 && isRunning(pid); at++) await wait(50);
};

/** Starts one whose mail for elsewhere goes to `sinkPort`; {@link postfixMissing} says beforehand whether it can. */
export const startPostfix = async (sinkPort: number, prepare: (etc: string) => void = () => undefined): Promise<Postfix> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-postfix-"));
  const port = await freePort();
  layOut(dir, port, sinkPort);
  prepare(join(dir, "etc"));
  const holder = await openNamespace(dir);
  const ended = new Promise<void>((resolve) => holder.once("exit", () => resolve()));
  const spool = join(dir, "spool");
  const namespace = holder.pid ?? 0;
  const run = runInside(namespace);
  const stop = async (): Promise<void> => {
    await endMaster(spool, run);
    holder.kill("SIGKILL");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  const log = (): string => readFileSync(join(dir, "mail.log"), "utf8");
  const { exit, said } = await run(["postfix", "start"]);
  if (exit !== 0) {
    await stop();
    throw new Error(`postfix does not start: ${said}`);
  }
  return {
    ...{ etc: join(dir, "etc"), spool, dir, namespace, port, users: postfixUsers, uid: idOf("/etc/passwd", "postfix"), log, run, stop },
    runAs: ({ uid }, command, input) => run(["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", ...command], input),
    reload: async () => {
      const reloaded = await run(["postfix", "reload"]);
      if (reloaded.exit !== 0) throw new Error(`postfix does not reload: ${reloaded.said}`);
    },
  };
};
