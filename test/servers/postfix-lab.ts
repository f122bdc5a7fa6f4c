import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { createPostfix, createPostfixHeldMail, openPolicyServer, setUpPostfix, takeOutPostfix } from "../../src/catalog/index.ts";
import { createSetClock, type SetClock } from "../../src/kit/clock.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import type { Imposition } from "../../src/ports/enforcer.ts";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";
import { dovecotMissing } from "./dovecot.ts";
import { startDovecotAuth } from "./dovecot-auth.ts";
import { type Postfix, type PostfixUser, postfixUsers, runInside, startPostfix } from "./postfix.ts";

type Config = Parameters<typeof createPostfix>[0];

/** A Postfix that is set up for its enforcer, with a sink for what it sends. */
export interface PostfixLab {
  readonly postfix: Postfix;
  readonly sink: SmtpSink;
  readonly config: Config;
  readonly clock: SetClock;
  readonly enforcer: ReturnType<typeof createPostfix>;
  readonly heldMail: ReturnType<typeof createPostfixHeldMail>;
  /** What is in force, as the file says. */
  readonly impositions: () => readonly Imposition[];
  /** Another enforcer on the same files, as after a restart. */
  readonly again: () => ReturnType<typeof createPostfix>;
  /** Mail to these stays in the queue from now on. */
  readonly defer: (...to: readonly string[]) => void;
  readonly deferNothing: () => void;
  /** Does something with an enforcer, and once it has run `at`, runs `then` before it goes on. */
  readonly slowly: (
    at: readonly string[],
    then: readonly string[],
    use: (enforcer: ReturnType<typeof createPostfix>) => Promise<void>,
  ) => Promise<void>;
  readonly startPolicy: () => Promise<void>;
  readonly stopPolicy: () => Promise<void>;
  /** Hands in a mail by `sendmail`, as a site's program does. */
  readonly send: (user: PostfixUser, ...to: readonly string[]) => Promise<{ readonly exit: number | null; readonly said: string }>;
  /** Looks until it is so, ten seconds at most. */
  readonly until: (isSo: () => boolean | Promise<boolean>, what: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const labNoon = Date.UTC(2026, 2, 7, 12);

/** Paths as they are outside the namespace; /tmp is the same in both. */
const labConfig = (etc: string, spool: string): Config => ({
  dir: join(etc, "sekisho"),
  stateDir: join(etc, "..", "state"),
  queueDir: spool,
  accounts: postfixUsers.map((user) => ({ ...user, domains: [`${user.name}.example`] })),
  policy: { socket: join(spool, "sekisho/policy"), ledgerDir: join(etc, "..", "policy") },
});

const setUpLab = (etc: string): void => {
  const config = labConfig(etc, join(etc, "..", "spool"));
  for (const dir of [config.dir, config.stateDir, join(etc, "..", "policy")]) mkdirSync(dir, { recursive: true });
  const [mainCf, masterCf] = [join(etc, "main.cf"), join(etc, "master.cf")];
  const before = { mainCf: readFileSync(mainCf, "utf8"), masterCf: readFileSync(masterCf, "utf8") };
  const made = setUpPostfix(config, before);
  const after = takeOutPostfix(made);
  if (after.mainCf !== before.mainCf || after.masterCf !== before.masterCf) throw new Error("the set-up does not come out again");
  if (made.gaps.length > 0) throw new Error(made.gaps.join("; "));
  writeFileSync(mainCf, made.mainCf);
  writeFileSync(masterCf, made.masterCf);
  const enforcer = createPostfix(
    config,
    neighboursOf(config, async () => ({ exit: 0, said: "" }), createSetClock(labNoon)),
  );
  for (const { path, text } of enforcer.plan([])) writeFileSync(path, text, { mode: 0o644 });
};

const neighboursOf = (config: Config, run: Postfix["run"], clock: SetClock) => ({
  staged: createStagedFiles({ journalDir: join(config.stateDir, "journal"), disk: realDisk, run }),
  ...{ disk: realDisk, run, clock, wait: async (ms: number) => void (await wait(ms)) },
});

const until: PostfixLab["until"] = async (isSo, what) => {
  for (let at = 0; at < 200; at++) {
    if (await isSo()) return;
    await wait(50);
  }
  throw new Error(`not so after ten seconds: ${what}`);
};

/** The enforcer and the held mail of a lab that another process has started. */
export const openLabParts = ({ etc, spool, namespace }: Pick<Postfix, "etc" | "spool" | "namespace">) => {
  const config = labConfig(etc, spool);
  const neighbours = neighboursOf(config, runInside(namespace), createSetClock(labNoon));
  const heldMail = createPostfixHeldMail({ ...config, ...neighbours, fateOf: async () => new Map() });
  return { enforcer: createPostfix(config, neighbours), heldMail };
};

export const startPostfixLab = async (): Promise<PostfixLab> => {
  const busy: Record<string, { readonly code: number; readonly words: string }> = {};
  const sink = await startSmtpSink(busy);
  const postfix = await startPostfix(sink.port, setUpLab);
  const config = labConfig(postfix.etc, postfix.spool);
  const clock = createSetClock(labNoon);
  const make = () => createPostfix(config, neighboursOf(config, postfix.run, clock));
  const enforcer = make();
  await enforcer.recover();
  let policy: Awaited<ReturnType<typeof openPolicyServer>> | null = null;
  const startPolicy = async (): Promise<void> => {
    const { socket, ledgerDir } = config.policy ?? { socket: "", ledgerDir: "" };
    policy = await openPolicyServer({ socket, ledgerDir, postfixUid: postfix.uid, orders: join(config.dir, "policy.json") });
  };
  const stopPolicy = async (): Promise<void> => {
    await policy?.close();
    policy = null;
  };
  await startPolicy();
  const auth = dovecotMissing() === null ? await startDovecotAuth(postfix.spool) : null;
  return {
    impositions: () => {
      const file = join(config.stateDir, "impositions.json");
      return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
    },
    defer: (...to) => {
      for (const one of to) busy[one] = { code: 450, words: "busy" };
    },
    deferNothing: () => {
      for (const one of Object.keys(busy)) delete busy[one];
    },
    slowly: async (at, then, use) => {
      const run: Postfix["run"] = async (command, input) => {
        const end = await postfix.run(command, input);
        if (command.join(" ") === at.join(" ")) await postfix.run(then);
        return end;
      };
      await use(createPostfix(config, neighboursOf(config, run, clock)));
    },
    ...{ postfix, sink, config, clock, enforcer, again: make, startPolicy, stopPolicy, until },
    heldMail: openLabParts(postfix).heldMail,
    send: (user, ...to) => postfix.runAs(user, ["/usr/sbin/sendmail", ...to], "Subject: hello\n\nhi\n"),
    stop: async () => {
      await stopPolicy();
      await auth?.stop();
      await postfix.stop();
      await sink.stop();
    },
  };
};

/** Speaks SMTP from a process of its user, one step after each answer, and prints the last answer. `$4`: AUTH PLAIN, `$5`: how many mails. */
const dialogue = `exec 3<>"/dev/tcp/$1/$2"
hear() { while IFS= read -r -u 3 line; do line=\${line%$'\r'}; [[ $line =~ ^[0-9]{3}[[:space:]] ]] && break; done; }
say() { printf '%s\r\n' "$1" >&3; hear; }
hear; say "EHLO client.example"
[ -n "$4" ] && { say "AUTH PLAIN $4"; [[ $line == 235* ]] || { echo "$line"; exit; }; }
for at in $(seq 1 "$5"); do
  [ "$at" -gt 1 ] && read -r _
  for step in "MAIL FROM:<sender@client.example>" "RCPT TO:<$3>" "DATA" $'Subject: hello\r\n\r\nhi\r\n.'; do
    say "$step"; [[ $line == [23]* ]] || break
  done
  echo "$line"
done
say QUIT`;

/** One SMTP session on loopback by a process of that user. */
export interface SmtpSession {
  readonly host?: "127.0.0.1" | "::1";
  readonly to: string;
  /** Logs in by SASL; any password will do. */
  readonly login?: string;
}

/** The answer to the end of its mail, or to the first step that was refused. */
export const sendBySmtp = async (
  { postfix }: PostfixLab,
  user: PostfixUser,
  { host = "127.0.0.1", to, login }: SmtpSession,
): Promise<string> => {
  const plain = login === undefined ? "" : Buffer.from(`\0${login}\0secret`).toString("base64");
  const { said } = await postfix.runAs(user, ["bash", "-c", dialogue, "dialogue", host, `${postfix.port}`, to, plain, "1"]);
  return said;
};

/** A session that stays open: each `send` is one more mail in it. */
export const openSmtpSession = ({ postfix }: PostfixLab, { to, login = "" }: SmtpSession) => {
  const plain = Buffer.from(`\0${login}\0secret`).toString("base64");
  const child = spawn("bash", ["-c", dialogue, "dialogue", "127.0.0.1", `${postfix.port}`, to, plain, "99"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let isFirst = true;
  return {
    send: async (): Promise<string> => {
      if (!isFirst) child.stdin.write("\n");
      isFirst = false;
      return (await lines.next()).value ?? "closed";
    },
    close: async (): Promise<void> => {
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
    },
  };
};
