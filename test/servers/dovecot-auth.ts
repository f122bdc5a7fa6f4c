import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const configFor = (dir: string, spool: string): string => `
protocols =
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
default_login_user = dovenull
default_internal_user = dovecot
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=${dir}
}
service auth {
  unix_listener ${spool}/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
`;

/** Dovecot as what Postfix asks about SASL log-ins: any login with the password "secret". */
export const startDovecotAuth = async (spool: string): Promise<{ readonly stop: () => Promise<void> }> => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-dovecot-auth-"));
  writeFileSync(join(dir, "dovecot.conf"), configFor(dir, spool));
  const child = spawn("/usr/sbin/dovecot", ["-F", "-c", join(dir, "dovecot.conf")], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  for (let at = 0; at < 200; at++) {
    if (existsSync(join(spool, "private/auth"))) return { stop };
    await wait(50);
  }
  const said = existsSync(join(dir, "dovecot.log")) ? readFileSync(join(dir, "dovecot.log"), "utf8") : "no log";
  await stop();
  throw new Error(`dovecot offers no auth socket: ${said}`);
};
