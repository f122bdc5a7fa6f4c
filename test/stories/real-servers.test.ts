import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apacheMissing } from "../servers/apache.ts";
import { type ApacheLab, startApacheLab } from "../servers/apache-lab.ts";
import { postfixMissing } from "../servers/postfix.ts";
import { type PostfixLab, startPostfixLab } from "../servers/postfix-lab.ts";

// The story from the command line, on a real Apache with PHP and a real Postfix: every step is a command of sekisho, a request to Apache, a mail
// through Postfix, or a file of theirs looked at.

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const example = fileURLToPath(new URL("../../examples/story", import.meta.url));
const missing = apacheMissing() ?? postfixMissing();
const abroad = "198.51.100.9";
const home = "203.0.113.9";

/** As an owner of a site writes it: it mails whoever is typed in. */
const form = '<?php echo "sent to ", $_POST["email"] ?? "nobody";';

const policy = `acting:
  - { class: form-relay, mode: act, by: Sato Hanako, reason: the figures were good }
classes:
  form-relay:
    quiet: { value: 1 min, reason: a test does not wait for an hour }
notices:
  merge: { value: 1 min, reason: as above }
`;

const configText = (apache: ApacheLab, postfix: PostfixLab, uid: number): string => `
home: JP
timezone: Asia/Tokyo
stateDir: state
operator: { name: 例ホスティング, contact: abuse@host.example }
geo:
  overrides:
${readFileSync(join(example, "sekisho.yaml"), "utf8")
  .match(/^ {4}- \{ cidr.*$/gm)
  ?.join("\n")}
policy: policy.yaml
secrets: { decisionKey: { file: decision.key }, linkKey: { file: link.key } }
smtp: { url: "smtp://127.0.0.1:${postfix.sink.port}", from: "Abuse desk <abuse@host.example>" }
inbound: { maildir: Maildir }
servers:
  apache: { includeDir: ${apache.config.includeDir}, test: ${JSON.stringify(apache.apache.test)}, reload: ${JSON.stringify(apache.apache.reload)}, refusedLog: ${apache.config.refusedLog} }
  postfix: { configDir: ${postfix.postfix.etc} }
enforcer: { socket: run/enforcer.sock, key: decision.pub, stateDir: enforcer }
mail: { logs: [logs/mail.log] }
accounts:
  - name: u10123
    uid: ${uid}
    host: sv1
    owner: { name: 山田 太郎, email: owner@elsewhere.example, language: ja }
    sites:
      - domain: shop.example
        root: ${apache.vhosts[0]?.root}
        accessLogs: [logs/shop.example.access.log]
        server: apache
        address: 127.0.0.1:${apache.apache.port}
`;

/** Every file below a folder, by its bytes, owner and mode. */
const pictureOf = (folder: string, leaveOut: RegExp = /$^/): Readonly<Record<string, string>> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !leaveOut.test(path));
  return Object.fromEntries(
    paths.sort().map((path) => {
      const { uid, gid, mode } = statSync(path);
      return [path, `${createHash("sha256").update(readFileSync(path)).digest("hex")} ${uid} ${gid} ${mode.toString(8)}`];
    }),
  );
};

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe.skipIf(missing !== null)(`the story on real servers${missing === null ? "" : ` (${missing})`}`, () => {
  let dir = "";
  let apache: ApacheLab;
  let postfix: PostfixLab;
  const children: ChildProcess[] = [];
  /** How many requests Apache answered with a refusal. */
  let refused = 0;
  /** What the processes said; shown where the story stops. */
  let heard = "";

  const run = (program: string, args: readonly string[]): Promise<Said> =>
    new Promise((resolve) => {
      execFile(program, args, { cwd: dir, env: { ...process.env, LANG: "C", NO_COLOR: "1" } }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : null, stdout, stderr }),
      );
    });
  const sekisho = (...args: readonly string[]): Promise<Said> => run(process.execPath, [main, ...args, "--config", "sekisho.yaml"]);
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  const json = async (...args: readonly string[]): Promise<any> => {
    const { stdout, stderr } = await sekisho(...args, "--json");
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };

  /** Starts a command that goes on, and waits until it says that it is ready. */
  const start = (command: readonly string[], ready: string): Promise<ChildProcess> =>
    new Promise((resolve, reject) => {
      const [program = "", ...args] = command;
      const child = spawn(program, args, { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
      children.push(child);
      let said = "";
      child.stderr?.on("data", (part: Buffer) => {
        said += part.toString();
        heard += part.toString();
        if (said.includes(ready)) resolve(child);
      });
      child.once("exit", () => reject(new Error(said)));
    });

  const post = (from: string, path = "/contact/index.php"): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { Host: "shop.example", "X-Forwarded-For": from, "Content-Type": "application/x-www-form-urlencoded" };
      const sent = request({ host: "127.0.0.1", port: apache.apache.port, method: "POST", path, headers, agent: false }, (answer) => {
        answer.resume();
        if (answer.statusCode === 403) refused++;
        answer.on("end", () => resolve(answer.statusCode ?? 0));
      });
      sent.on("error", reject);
      sent.end("email=victim%40abroad.example");
    });

  const until = async <Found>(look: () => Promise<Found | null | undefined>, what: string, seconds = 60): Promise<Found> => {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await wait(500)) {
      const found = await look();
      if (found !== null && found !== undefined) return found;
    }
    throw new Error(`not within ${seconds} s: ${what}\n${heard}`);
  };

  const inForce = async (measure: string) => {
    const { containments } = await json("containments");
    return containments.find((one: { measure: string; state: string }) => one.measure === measure && one.state === "in-force");
  };

  const notices = () => postfix.sink.mails.filter(({ to, raw }) => to.includes("owner@elsewhere.example") && /^Auto-Submitted:/m.test(raw));

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-story-"));
    postfix = await startPostfixLab();
    await postfix.startPolicy();
    apache = await startApacheLab({ vhosts: (www) => [{ domain: "shop.example", root: join(www, "shop") }] });
    const root = apache.vhosts[0]?.root ?? "";
    mkdirSync(join(root, "contact"), { recursive: true });
    writeFileSync(join(root, "contact/index.php"), form);
    const user = postfix.postfix.users.find(({ name }) => name === "u10123");
    cpSync(join(example, "logs"), join(dir, "logs"), { recursive: true });
    const log = join(dir, "logs/mail.log");
    writeFileSync(log, readFileSync(log, "utf8").replaceAll("uid=10123", `uid=${user?.uid}`));
    writeFileSync(join(dir, "policy.yaml"), policy);
    writeFileSync(join(dir, "decision.key"), "d".repeat(64), { mode: 0o600 });
    writeFileSync(join(dir, "link.key"), "l".repeat(64), { mode: 0o600 });
    writeFileSync(join(dir, "sekisho.yaml"), configText(apache, postfix, user?.uid ?? 0));
    for (const folder of ["Maildir/new", "Maildir/cur", "Maildir/tmp", "run"]) mkdirSync(join(dir, folder), { recursive: true });
    chmodSync(join(dir, "run"), 0o750);
    writeFileSync(join(dir, "decision.pub"), (await sekisho("enforcer", "key")).stdout);
  }, 60_000);

  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await Promise.all([apache?.stop(), postfix?.stop()]);
    rmSync(dir, { recursive: true, force: true });
  });

  it("goes from old logs to a released case, and leaves every file as it was", async () => {
    const pictures = () => [pictureOf(apache.config.includeDir), pictureOf(postfix.postfix.etc, /policy\.json$/)];
    const namespace = `${postfix.postfix.namespace}`;
    const inside = ["/usr/bin/nsenter", "-t", namespace, "-m", "--wd=.", "--"];
    const enforcer = [...inside, process.execPath, main, "enforcer", "--config", join(dir, "sekisho.yaml")];
    const first = await start(enforcer, "waiting for signed orders");
    const before = pictures();
    await start([process.execPath, main, "serve", "--agent", "--config", "sekisho.yaml"], "the desk runs");

    // The wave, as if it had ended a moment ago.
    const applied = await json("replay", "--apply");
    const caseId = applied.cases.find((one: { class: string }) => one.class === "form-relay")?.id;
    expect(caseId).toMatch(/^\d{4}-\d{6}$/);

    // Contained by policy on Apache: proven, and felt by whoever asks.
    await until(() => inForce("deny-foreign-writes"), "deny-foreign-writes in force");
    expect([await post(abroad), await post(home)]).toEqual([403, 200]);

    // Somebody takes the map of countries and the map of measures away: both are back within seconds, and the measure holds.
    for (const name of ["geo/geo.db", "maps/mode.txt"]) rmSync(join(apache.config.includeDir, name));
    await until(async () => ((await post(abroad)) === 403 ? true : null), "closed again after its maps were taken away", 5);

    // The enforcer is killed. What is refused meanwhile is refused, and counted when it is there again.
    first.kill("SIGKILL");
    for (let at = 0; at < 3; at++) expect(await post(abroad)).toBe(403);
    await start(enforcer, "waiting for signed orders");

    // Mail is held by a person's decision; what it would write is shown before.
    const rehearsed = await sekisho(
      "contain",
      "--case",
      caseId,
      "--account",
      "u10123",
      "--measure",
      "hold-mail",
      "--reason",
      "x",
      "--dry-run",
    );
    expect(rehearsed.stdout).toMatch(/^\+\+\+ .*\/sekisho\/policy\.json$/m);
    expect(rehearsed.stdout).toMatch(/^\+ {3}"action": "hold",$/m);
    await sekisho("contain", "--case", caseId, "--account", "u10123", "--measure", "hold-mail", "--reason", "what is queued stays here");
    await until(() => inForce("hold-mail"), "hold-mail in force");
    const user = postfix.postfix.users.find(({ name }) => name === "u10123");
    if (user === undefined) throw new Error("no such user");
    await postfix.send(user, "customer@genuine.example");
    await postfix.send(user, "victim@spam.example");
    const arrived = (name: string): boolean => postfix.sink.mails.some(({ to }) => to.some((one) => one.endsWith(name)));
    const held = await until(async () => {
      const seen = await json("held", "list", "--case", caseId);
      return seen.messages.length === 2 ? seen : null;
    }, "two mails on hold");
    const idOf = (domain: string): string =>
      held.messages.find(({ recipientDomains }: { recipientDomains: readonly string[] }) => recipientDomains.includes(domain))?.queueId ??
      "none";
    expect([arrived("genuine.example"), arrived("spam.example")]).toEqual([false, false]);
    const { code, stdout } = await sekisho("containments", "--verify");
    expect([code, stdout.match(/in-force/g)?.length]).toEqual([0, 2]);

    // The customer reads the notice, deletes the page, and answers as the story did.
    const notice = await until(async () => notices()[0], "a notice", 150);
    const read = await simpleParser(Buffer.from(notice.raw, "latin1"));
    expect(read.text).toContain("shop.example");
    rmSync(join(apache.vhosts[0]?.root ?? "", "contact"), { recursive: true });
    const replyTo = read.replyTo?.value[0]?.address ?? "";
    const reply = [
      "From: owner@elsewhere.example",
      `To: ${replyTo}`,
      `Subject: Re: ${read.subject}`,
      "Message-ID: <a1@elsewhere.example>",
      "",
    ];
    writeFileSync(join(dir, "Maildir/new/1.answer"), [...reply, "1. Form => done, the page is deleted", ""].join("\r\n"));
    await until(async () => ((await json("cases", "show", caseId)).case.state === "answered" ? true : null), "answered", 90);

    // Checked by machine, not believed.
    await until(async () => ((await sekisho("verify", caseId)).code === 0 ? true : null), "all conditions met", 150);
    // What nobody can tell is a person's to let go, or to delete just as it was shown.
    expect((await sekisho("held", "deliver", idOf("genuine.example"), "--case", caseId, "--reason", "the customer's own")).code).toBe(0);
    await until(async () => (arrived("genuine.example") ? true : null), "the genuine mail delivered");
    expect((await sekisho("release", caseId, "--reason", "the page is gone")).code).toBe(0);
    await until(async () => ((await json("containments")).containments.length === 0 ? true : null), "all lifted");
    expect(await post(abroad, "/index.php")).not.toBe(403);
    expect(arrived("spam.example")).toBe(false);
    const rest = await json("held", "list", "--case", caseId);
    expect(rest.messages.map(({ queueId }: { queueId: string }) => queueId)).toEqual([idOf("spam.example")]);
    const shown = await json("held", "list", idOf("spam.example"), "--case", caseId);
    const gone = await sekisho(
      "held",
      "delete",
      idOf("spam.example"),
      "--case",
      caseId,
      "--look",
      shown.deletable.look,
      "--reason",
      "spam, as listed",
    );
    expect([gone.code, gone.stderr]).toEqual([0, ""]);
    expect(pictures()).toEqual(before);

    // What was refused is in the case to the last request, and the customer is told.
    const { containments } = (await json("cases", "show", caseId)).case;
    const writes = containments.find(({ measure }: { measure: string }) => measure === "deny-foreign-writes");
    expect(writes.stopped).toMatchObject({ count: refused, isLeast: false });
    expect((await sekisho("cases", "show", caseId)).stdout).toContain(`stopped ${refused}`);
    const told = async () => {
      for (const { raw } of notices()) {
        const { text } = await simpleParser(Buffer.from(raw, "latin1"));
        if (text?.includes(`この間に拒否したアクセス：${refused}件`)) return true;
      }
      return null;
    };
    await until(told, `a notice that tells of ${refused} refused requests`, 150);
    expect((await sekisho("audit", "verify")).code).toBe(0);
  }, 480_000);
});
