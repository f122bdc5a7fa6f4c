import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readQueues } from "../../src/catalog/enforcers/postfix/spool.ts";
import { createRandom } from "../seeded-random.ts";
import { type PostfixUser, postfixMissing, postfixUsers } from "../servers/postfix.ts";
import { type PostfixLab, startPostfixLab } from "../servers/postfix-lab.ts";
import { startScript } from "./child-process.ts";
import { type Finding, faultsKept, type Proof } from "./proof.ts";

const script = fileURLToPath(new URL("./postfix-child.ts", import.meta.url));
const [abused, neighbour] = postfixUsers as readonly [PostfixUser, PostfixUser];
const imposition = { id: "2026-000001.1.1", caseId: "2026-000001", measure: "hold-mail", target: { account: abused.name } };

/** A kill for so many messages, in each of three stages: while it is ordered, while it stands, while it is released. */
const messagesAKill = 100;
const longestLifeMs = 700;

interface Trial {
  readonly lab: PostfixLab;
  readonly random: (below: number) => number;
  /** Recipients by the user who wrote to them. */
  readonly sent: Map<string, string[]>;
  /** The other servers take no mail for now, so that it waits. */
  isBusy: boolean;
}

const sendMany = async ({ lab, sent, isBusy }: Trial, user: PostfixUser, count: number): Promise<void> => {
  const before = sent.get(user.name) ?? [];
  const from = before.length;
  const loop = `for at in $(seq ${from + 1} ${from + count}); do printf 'Subject: x\\n\\nx\\n' | /usr/sbin/sendmail ${user.name}.$at@elsewhere.example; done`;
  const added = Array.from({ length: count }, (_, at) => `${user.name}.${from + at + 1}@elsewhere.example`);
  sent.set(user.name, [...before, ...added]);
  if (isBusy) lab.defer(...added);
  const { exit, said } = await lab.postfix.runAs(user, ["bash", "-c", loop]);
  if (exit !== 0) throw new Error(`sendmail: ${said}`);
};

/** In parts: a program that runs for more than a minute is ended. */
const sendAll = async (trial: Trial, count: number): Promise<void> => {
  for (let left = count; left > 0; left -= 200) {
    const part = Math.min(200, left);
    await Promise.all([sendMany(trial, abused, Math.ceil(part * 0.8)), sendMany(trial, neighbour, Math.floor(part * 0.2))]);
  }
};

const startChild = ({ lab: { postfix } }: Trial, mode: "hold" | "deliver") =>
  startScript(script, [mode, postfix.etc, postfix.spool, `${postfix.namespace}`, JSON.stringify(imposition)]);

const killOften = async (trial: Trial, mode: "hold" | "deliver", kills: number): Promise<readonly string[]> => {
  const told: string[] = [];
  for (let at = 0; at < kills; at++) {
    const child = startChild(trial, mode);
    await child.line();
    await wait(trial.random(longestLifeMs));
    await child.kill();
    told.push(...child.told);
  }
  return told;
};

const untilTold = async (trial: Trial, mode: "hold" | "deliver", wanted: RegExp) => {
  const child = startChild(trial, mode);
  for (let line = await child.line(); line !== null; line = await child.line()) if (wanted.test(line)) return { child, line };
  throw new Error(`the process ended before it told ${wanted}: ${child.told.join("; ")}`);
};

const arrivedAt = ({ lab }: Trial, user: PostfixUser): string[] =>
  lab.sink.mails.flatMap(({ to }) => to.filter((one) => one.startsWith(`${user.name}.`)));

const allOut = async ({ lab }: Trial): Promise<void> => {
  for (let at = 0; at < 1_200; at++) {
    const open = await readQueues(lab.postfix.spool, ["incoming", "active", "deferred"]);
    if (open.length === 0) return;
    if (at % 20 === 0) await lab.postfix.run(["postqueue", "-f"]);
    await wait(100);
  }
};

const faultsOf = (trial: Trial, afterProof: number): string[] => {
  const faults: string[] = [];
  if (afterProof > 0) faults.push(`${afterProof} messages of the account left after the proof and before the release`);
  for (const user of [abused, neighbour]) {
    const arrived = arrivedAt(trial, user);
    const once = new Set(arrived);
    const lost = (trial.sent.get(user.name) ?? []).filter((to) => !once.has(to));
    if (lost.length > 0) faults.push(`${user.name}: ${lost.length} lost, the first to ${lost[0]}`);
    if (arrived.length > once.size) faults.push(`${user.name}: ${arrived.length - once.size} arrived twice`);
  }
  return faults;
};

const neighbourHeld = async ({ lab }: Trial): Promise<number> =>
  (await readQueues(lab.postfix.spool, ["hold"])).filter(({ uid }) => uid !== abused.uid).length;

const liveThrough = async (trial: Trial, count: number): Promise<Finding> => {
  const { lab } = trial;
  const kills = Math.max(2, Math.round(count / messagesAKill / 3));
  const faults: string[] = [];
  const touched = async (stage: string): Promise<void> => {
    const held = await neighbourHeld(trial);
    if (held > 0) faults.push(`${stage}: ${held} messages of another account are held`);
  };
  trial.isBusy = true;
  await sendAll(trial, Math.floor(count / 3));
  trial.isBusy = false;
  lab.deferNothing();
  // What waits is tried again while it is being held.
  await lab.postfix.run(["postqueue", "-f"]);
  const sending = sendAll(trial, Math.floor(count / 3));
  await killOften(trial, "hold", kills);
  const { child, line } = await untilTold(trial, "hold", /^(?:in-force|not-in-force|unknown) /);
  const before = arrivedAt(trial, abused).length;
  if (!line.startsWith("in-force")) faults.push(`the hold is not proven: ${line}`);
  await child.kill();
  await touched("ordered");
  await sending;
  const more = sendAll(trial, count - 2 * Math.floor(count / 3));
  await killOften(trial, "hold", kills);
  await more;
  await allOut(trial);
  const afterProof = arrivedAt(trial, abused).length - before;
  await touched("standing");
  await killOften(trial, "deliver", kills);
  await (await untilTold(trial, "deliver", /^done$/)).child.kill();
  await allOut(trial);
  await touched("released");
  faults.push(...faultsOf(trial, afterProof));
  const held = (trial.sent.get(abused.name) ?? []).length - before;
  const isFine = faults.length === 0;
  const figure = `${count.toLocaleString("en")} messages by two accounts through a real Postfix, ${3 * kills} times SIGKILL while one was put on hold, held and released: ${before} had left before the proof, ${held.toLocaleString("en")} were held; ${isFine ? "none lost, none delivered after the proof and before the release, none delivered twice, none of the other account's touched" : "not all as it must be"}`;
  return { figure, faults: faults.slice(0, faultsKept) };
};

export const heldMail: Proof = {
  name: "held-mail",
  about: "held mail is not lost, not let out and nobody else's, however often the enforcer is killed",
  fullCount: 10_000,
  document: "CONTAINMENT.md",
  missing: postfixMissing,
  run: async (count, seed) => {
    const lab = await startPostfixLab();
    try {
      return await liveThrough({ lab, random: createRandom(seed), sent: new Map(), isBusy: false }, count);
    } finally {
      await lab.stop();
    }
  },
};
