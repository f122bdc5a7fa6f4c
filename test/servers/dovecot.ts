import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect as tcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** Debian's Dovecot, started for one test: on loopback, in a directory of its own, as nobody. */
export interface Dovecot {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The mailbox as a Maildir, to deliver into and to look at. */
  readonly maildir: string;
  readonly stop: () => Promise<void>;
}

const program = "/usr/sbin/dovecot";
const nobody = 65_534;

/** Why it cannot run here; null where it can. It gives up root's rights by itself, and needs them to begin with. */
export const dovecotMissing = (): string | null => {
  if (!existsSync(program)) return "no dovecot is installed";
  return process.getuid?.() === 0 ? null : "dovecot is only started as root";
};

const configFor = (dir: string, port: number): string => `
protocols = imap
listen = 127.0.0.1
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail
default_login_user = dovenull
default_internal_user = dovecot
first_valid_uid = ${nobody}
last_valid_uid = ${nobody}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${nobody} gid=${nobody} home=${dir}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = tcp(port, "127.0.0.1");
    socket.once("data", () => resolve(true)).once("error", () => resolve(false));
    socket.setTimeout(2_000, () => resolve(false));
    socket.once("data", () => socket.destroy());
  });

const waitFor = async (port: number, child: ChildProcess, log: string): Promise<void> => {
  for (let at = 0; at < 100; at++) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`dovecot does not answer: ${existsSync(log) ? readFileSync(log, "utf8") : "no log"}`);
};

/** Starts one; {@link dovecotMissing} says beforehand whether it can. */
export const startDovecot = async (): Promise<Dovecot> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-dovecot-"));
  chmodSync(dir, 0o755);
  for (const name of ["mail", "mail/new", "mail/cur", "mail/tmp", "home"]) {
    mkdirSync(join(dir, name));
    chownSync(join(dir, name), nobody, nobody);
  }
  const port = await freePort();
  writeFileSync(join(dir, "dovecot.conf"), configFor(dir, port));
  const child = spawn(program, ["-F", "-c", join(dir, "dovecot.conf")], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await waitFor(port, child, join(dir, "dovecot.log"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, user: "desk", password: "secret", maildir: join(dir, "mail"), stop };
};
