import { stat, utimes } from "node:fs/promises";
import { OperationError } from "../../../domain/operation-error.ts";
import { type StagedFile, StagedFilesError } from "../../../kit/staged-files.ts";
import type { Enforcer, Imposition, Probe } from "../../../ports/enforcer.ts";
import { runCap } from "./cap-meter.ts";
import { mendFiles } from "./guard-files.ts";
import { heldOf, holdQueue, type MailOwner, snapshotOf } from "./hold-queue.ts";
import { createNoteBook } from "./notes.ts";
import { pathsOf, planPostfix } from "./plan-postfix.ts";
import type { PostfixConfig, PostfixNeighbours } from "./postfix-config.ts";
import { masterPid } from "./processes.ts";
import { proveCap, proveHold, proveLock, proveStop } from "./prove.ts";
import { releasedFile } from "./released-mail.ts";
import { postfixMeasures, type Wanted, wantedOf } from "./wanted.ts";

/** The enforcer of a Postfix on this machine. What it imposes holds without it; what it must do by the clock is in the last four. */
export interface PostfixEnforcer extends Enforcer {
  /** Recovers the first time, guards at times, lets go of capped mail each time. Call every few seconds; the parts of it are below. */
  readonly keep: () => Promise<readonly string[]>;
  /** Finishes or takes back what a crash left half done. Call before anything else; returns a line for each. */
  readonly recover: () => Promise<readonly string[]>;
  /** Puts back what Postfix must not be without, and holds what got past a hold. Call every 10 s; returns a line for each thing put right. */
  readonly guardFiles: () => Promise<readonly string[]>;
  /** Lets go of capped mail what the hour has room for. Call every few seconds; returns how many messages went. */
  readonly runCaps: () => Promise<number>;
}

const patience = 50;

const ownerOf = (wanted: Wanted): MailOwner => (wanted.kind === "lock" ? { login: wanted.mailbox } : { uid: wanted.account.uid });
const nameOf = (wanted: Wanted): string => (wanted.kind === "lock" ? wanted.mailbox : wanted.account.name);

const coldMs = 60_000;
const guardEveryMs = 10_000;

/**
 * Postfix waits two seconds before it reads a texthash file that was written just now, and with it everybody who hands in a mail. Ours is never half
 * written, so its time may say that it is older. Source: Postfix 3.7 `dict_thash.c`.
 */
const backDate = async (path: string): Promise<void> => {
  const { mtimeMs, atimeMs } = await stat(path);
  if (mtimeMs > Date.now() - coldMs / 2) await utimes(path, atimeMs / 1_000, (mtimeMs - coldMs) / 1_000);
};

export const createPostfix = (config: PostfixConfig, neighbours: PostfixNeighbours): PostfixEnforcer => {
  const { staged, disk, clock } = neighbours;
  const paths = pathsOf(config);
  const notes = createNoteBook(`${config.stateDir}/notes.json`, disk);
  const parts = { ...config, ...neighbours };
  /** As last read or written: what puts the file back where somebody removed it. */
  let known: readonly Imposition[] = [];

  const readImpositions = async (): Promise<readonly Imposition[]> => {
    const text = await disk.read(paths.impositions);
    if (text !== null) known = JSON.parse(text.content.toString());
    else if (!(await staged.drift()).includes(paths.impositions)) known = [];
    else if (known.length === 0)
      throw new OperationError("foreign-edit", `${paths.impositions}: somebody removed it, and what is imposed is not known without it`);
    return known;
  };

  const wanted = (imposition: Imposition): Wanted => wantedOf(config.accounts, imposition);
  const planned = (impositions: readonly Imposition[]): ReadonlyMap<string, string> =>
    new Map(planPostfix(config, impositions).map(({ path, text }) => [path, text]));

  const put = async (name: string, before: readonly Imposition[], after: readonly Imposition[]): Promise<void> => {
    const [then, now] = [planned(before), planned(after)];
    const files = Object.values(paths).map(
      (path): StagedFile => ({
        path,
        content: now.get(path) ?? null,
        mode: path === paths.impositions ? 0o600 : 0o644,
      }),
    );
    const isRead = then.get(paths.held) === now.get(paths.held) && then.get(paths.locked) === now.get(paths.locked);
    // What is not running reads the files when it starts.
    const activate = isRead || masterPid(config.queueDir) === null ? null : ["postfix", "reload"];
    try {
      await staged.put({ name, files, test: null, activate });
    } catch (error) {
      if (!(error instanceof StagedFilesError)) throw error;
      throw new OperationError(error.kind === "foreign" ? "foreign-edit" : "server-refused", error.message, error);
    }
    known = after;
    await backDate(paths.stopped);
  };

  const sweep = async (one: Wanted, before: readonly string[]): Promise<void> => {
    if (one.kind === "stop") return;
    const swept = await holdQueue(parts, ownerOf(one), before);
    const note = await notes.of(one.id);
    await notes.set(one.id, {
      from: note?.from ?? clock.now(),
      left: (note?.left ?? 0) + swept.left.length,
      held: (note?.held ?? 0) + swept.held.length,
      heldBefore: note?.heldBefore ?? [],
      isSwept: true,
    });
  };

  /** Noted first: what is on hold before a cap is not the cap's, and a crash must not make it so. */
  const prepare = async (one: Wanted): Promise<readonly string[]> => {
    if (one.kind === "stop") return [];
    const heldBefore = one.kind === "cap" ? (await heldOf(parts, ownerOf(one))).map(({ id }) => id) : [];
    if ((await notes.of(one.id)) === null) await notes.set(one.id, { from: clock.now(), left: 0, held: 0, heldBefore, isSwept: false });
    return snapshotOf(parts, ownerOf(one));
  };

  const apply = async (imposition: Imposition): Promise<void> => {
    const one = wanted(imposition);
    const before = await readImpositions();
    const waiting = await prepare(one);
    const { id, caseId, measure, target } = imposition;
    try {
      await put(`apply ${id}`, before, [...before.filter((other) => other.id !== id), { id, caseId, measure, target }]);
    } catch (error) {
      await notes.keep(before.map((other) => other.id));
      throw error;
    }
    await sweep(one, waiting);
  };

  /** What a hold leaves on hold is no cap's to let go; noted before the hold is gone. */
  const leaveToPeople = async (gone: readonly Imposition[], after: readonly Imposition[]): Promise<void> => {
    for (const hold of gone.map(wanted)) {
      if (hold.kind !== "hold") continue;
      const owner = ownerOf(hold);
      const caps = after.map(wanted).filter((one) => one.kind === "cap" && one.account.uid === hold.account.uid);
      const held = caps.length === 0 ? [] : (await heldOf(parts, owner)).map((mail) => mail.id);
      for (const { id } of caps) {
        const note = await notes.of(id);
        if (note !== null) await notes.set(id, { ...note, heldBefore: [...new Set([...note.heldBefore, ...held])] });
      }
    }
  };

  const lift = async ({ id }: Imposition): Promise<void> => {
    const before = await readImpositions();
    const after = before.filter((other) => other.id !== id);
    await leaveToPeople(
      before.filter((other) => other.id === id),
      after,
    );
    await put(`lift ${id}`, before, after);
    await notes.keep(after.map((other) => other.id));
    if (after.length === 0) await disk.remove(releasedFile(config.stateDir));
  };

  const prove = (one: Wanted, polls: number): Promise<Probe> => {
    if (one.kind === "stop") return proveStop({ ...parts, polls }, one);
    if (one.kind === "hold") return proveHold({ ...parts, polls }, one);
    return one.kind === "cap" ? proveCap({ ...parts, polls }, one) : proveLock({ ...parts, polls }, one);
  };

  const probe = async (imposition: Imposition): Promise<Probe> => {
    const one = wanted(imposition);
    const all = await readImpositions();
    if (all.some(({ id }) => id === one.id)) {
      const found = await prove(one, patience);
      const note = await notes.of(one.id);
      if (note === null) return found;
      return {
        ...found,
        left: note.left,
        proof: `${found.proof}; ${note.left} of ${note.left + note.held} waiting messages left before they were held`,
      };
    }
    const other = all.find((each) => each.measure === imposition.measure && nameOf(wanted(each)) === nameOf(one));
    if (other !== undefined)
      return { state: "not-in-force", proof: `lifted; ${nameOf(one)} is still under ${other.measure} for case ${other.caseId}` };
    // A cap or a hold that still works on the same account for another measure is none of this one.
    const found = all.some((each) => nameOf(wanted(each)) === nameOf(one)) ? null : await prove(one, 1);
    return found ?? { state: "not-in-force", proof: `lifted; ${nameOf(one)} is under other measures` };
  };

  const guardFiles = async (): Promise<readonly string[]> => {
    const impositions = await readImpositions();
    const files = planPostfix(config, impositions).filter(({ path }) => path !== paths.impositions);
    const lines = await mendFiles(config.dir, files, disk);
    const wasRead = lines.some(
      (line) => line.startsWith(`${paths.locked}:`) || line.startsWith(`${paths.held}:`) || line.startsWith(`${config.dir}:`),
    );
    if (wasRead && masterPid(config.queueDir) !== null) await neighbours.run(["postfix", "reload"]);
    const caught = new Map<string, number>();
    for (const one of impositions.map(wanted)) {
      if (one.kind === "stop") continue;
      const { held } = await holdQueue({ ...parts, passes: 1 }, ownerOf(one), []);
      if (held.length > 0) caught.set(nameOf(one), held.length);
    }
    return [...lines, ...[...caught].map(([name, count]) => `${name}: ${count} messages that got past the hold are held now`)];
  };

  const recover = async (): Promise<readonly string[]> => {
    const lines = await staged.recover();
    const impositions = await readImpositions();
    for (const one of impositions.map(wanted)) if ((await notes.of(one.id))?.isSwept === false) await sweep(one, []);
    const mended = await guardFiles();
    // From here on they are known as ours; what somebody else changed stays as it is, and the guard has told it.
    await put("as it is", impositions, impositions).catch((error: unknown) => {
      if (!(error instanceof OperationError) || error.code !== "foreign-edit") throw error;
    });
    return [...lines, ...mended];
  };

  const runCaps = async (): Promise<number> => {
    const all = (await readImpositions()).map(wanted);
    let count = 0;
    for (const uid of new Set(all.flatMap((one) => (one.kind === "cap" ? [one.account.uid] : [])))) {
      const own = all.filter((one) => one.kind !== "lock" && one.account.uid === uid);
      if (own.some(({ kind }) => kind === "hold")) continue;
      const caps = own.flatMap((one) => (one.kind === "cap" ? [one] : []));
      const before = await Promise.all(caps.map(async ({ id }) => (await notes.of(id))?.heldBefore ?? []));
      count += await runCap(parts, { uid, perHour: Math.min(...caps.map(({ perHour }) => perHour)), heldBefore: new Set(before.flat()) });
    }
    return count;
  };

  let isRecovered = false;
  let guardedAt = Number.NEGATIVE_INFINITY;
  const keep = async (): Promise<readonly string[]> => {
    const isFirst = !isRecovered;
    const isDue = isFirst || Math.abs(clock.now() - guardedAt) >= guardEveryMs;
    const lines = isFirst ? await recover() : isDue ? await guardFiles() : [];
    isRecovered = true;
    if (isDue) guardedAt = clock.now();
    await runCaps();
    return lines;
  };

  // One at a time: a guard that looked on while files change would take half a change for damage.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const fits: Enforcer["fits"] = ({ measure, target }) => {
    try {
      return wanted({ id: "fits", caseId: "fits", measure, target }).id === "fits";
    } catch {
      return false;
    }
  };

  return {
    name: "postfix",
    measures: postfixMeasures,
    fits,
    plan: (impositions) => planPostfix(config, impositions),
    apply: (imposition) => inTurn(() => apply(imposition)),
    probe,
    lift: (imposition) => inTurn(() => lift(imposition)),
    standing: readImpositions,
    keep: () => inTurn(keep),
    recover: () => inTurn(recover),
    guardFiles: () => inTurn(guardFiles),
    runCaps: () => inTurn(runCaps),
  };
};
