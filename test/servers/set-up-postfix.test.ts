import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostfix } from "../../src/catalog/index.ts";
import { loadConfig } from "../../src/config.ts";
import { realDisk } from "../../src/kit/disk-steps.ts";
import { createStagedFiles } from "../../src/kit/put-staged.ts";
import { postfixConfigOf } from "../../src/main/postfix-config-of.ts";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";
import { type Postfix, type PostfixUser, postfixMissing, postfixUsers, startPostfix } from "./postfix.ts";
import { lyingAt, runSetUp } from "./set-up-run.ts";

const missing = postfixMissing();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(missing !== null)(`setting up a real Postfix${missing === null ? "" : ` (${missing})`}`, () => {
  let postfix: Postfix;
  let sink: SmtpSink;
  let config: string;
  const [first, second] = postfixUsers as [PostfixUser, PostfixUser];
  const mainCf = (): string => join(postfix.etc, "main.cf");
  const lying = () => lyingAt(postfix.etc, join(postfix.spool, "sekisho"));
  const setUp = (...args: readonly string[]) =>
    runSetUp(config, ["postfix", ...args], ["/usr/bin/nsenter", "-t", `${postfix.namespace}`, "-m", "--"]);
  const send = async (user: PostfixUser): Promise<number | null> =>
    (await postfix.runAs(user, ["/usr/sbin/sendmail", "a@elsewhere.example"], "Subject: hello\n\nhi\n")).exit;
  const enforcerOf = () => {
    const told = postfixConfigOf(loadConfig(config), postfix.spool);
    if (told === null) throw new Error("the config names no Postfix");
    const staged = createStagedFiles({ journalDir: join(postfix.dir, "enforcer/postfix/journal"), disk: realDisk, run: postfix.run });
    return createPostfix(told, { staged, disk: realDisk, run: postfix.run, clock: { now: Date.now }, wait });
  };

  beforeAll(async () => {
    sink = await startSmtpSink({});
    postfix = await startPostfix(sink.port, (etc) => rmSync(join(etc, "..", "spool/sekisho"), { recursive: true }));
    config = join(postfix.dir, "sekisho.yaml");
    const accounts = [first, second].map(({ name, uid }) => `  - { name: ${name}, uid: ${uid}, sites: [{ domain: ${name}.example }] }`);
    writeFileSync(
      config,
      `stateDir: ${postfix.dir}/desk
enforcer: { stateDir: ${postfix.dir}/enforcer }
servers: { postfix: { configDir: ${postfix.etc} } }
accounts:
${accounts.join("\n")}
`,
    );
  }, 60_000);
  afterAll(async () => {
    await postfix?.stop();
    await sink?.stop();
  });

  it("sets up what a measure needs, does nothing the second time, and takes all of it out again", async () => {
    const before = lying();
    const shown = await setUp();
    expect(shown).toMatchObject({
      exit: 2,
      out: expect.stringContaining(`+authorized_submit_users = !texthash:${postfix.etc}/sekisho/stopped, `),
    });
    expect(lying()).toEqual(before);
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    const done = lying();
    expect(await setUp("--yes")).toMatchObject({ exit: 0, out: "postfix is set up already\n" });

    const enforcer = enforcerOf();
    const one = { id: "2026-000001.1.1", caseId: "2026-000001", measure: "stop-mail", target: { account: first.name } } as const;
    expect([await send(first), await send(second)]).toEqual([0, 0]);
    await enforcer.apply(one);
    expect([await send(first), await send(second)]).toEqual([75, 0]);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 1, said: expect.stringContaining("2026-000001.1.1") });
    await enforcer.lift(one);
    expect(lying()).toEqual(done);

    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(lying()).toEqual(before);
    expect([await send(first), await send(second)]).toEqual([0, 0]);
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0, out: "nothing of ours is in postfix\n" });
  }, 90_000);

  it("leaves what the operator changed in between, and takes only its own lines", async () => {
    const before = readFileSync(mainCf(), "utf8");
    const changed = (text: string): string => `${text.replace("biff = no", "biff = yes")}message_size_limit = 10240000\n`;
    expect(await setUp("--yes")).toMatchObject({ exit: 0 });
    writeFileSync(mainCf(), changed(readFileSync(mainCf(), "utf8")));
    expect(await setUp("--remove", "--yes")).toMatchObject({ exit: 0 });
    expect(readFileSync(mainCf(), "utf8")).toBe(changed(before));
  }, 60_000);

  // The last: a process that starts meanwhile ends at once, and Postfix waits a minute before it starts another.
  it("changes nothing where Postfix' own test fails already, and says so", async () => {
    const good = readFileSync(mainCf(), "utf8");
    writeFileSync(mainCf(), good.replace("myhostname = ", "myhostname = not a name "));
    const before = lying();
    const end = await setUp("--yes");
    expect(end).toMatchObject({ exit: 3, said: expect.stringContaining("fails already, so nothing was changed") });
    expect(lying()).toEqual(before);
    writeFileSync(mainCf(), good);
  }, 30_000);
});
