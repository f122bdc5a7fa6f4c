import { createHash } from "node:crypto";
import type { DiskFile, DiskOwner, DiskSteps } from "./disk-steps.ts";
import type { ProgramEnd } from "./run-program.ts";
import { type StagedChange, type StagedFile, type StagedFiles, StagedFilesError } from "./staged-files.ts";
import { createStagedJournal, type StagedIntent, type StagedSides } from "./staged-journal.ts";

/** What a stage stands on. `journalDir`: a folder of its own, 0700. */
export interface StagedFilesParts {
  readonly journalDir: string;
  readonly disk: DiskSteps;
  readonly run: (command: readonly string[]) => Promise<ProgramEnd>;
}

type Staged = StagedSides & { readonly content: string | Uint8Array | null; readonly mode: number; readonly owner?: DiskOwner };

const plainMode = 0o644;
const newName = (path: string): string => `${path}.sekisho-new`;
const oldName = (path: string): string => `${path}.sekisho-old`;

const sideOf = (content: string | Uint8Array, mode: number): string =>
  `${createHash("sha256").update(content).digest("hex")} ${mode.toString(8)}`;
const sideNow = (file: DiskFile | null): string | null => (file === null ? null : sideOf(file.content, file.mode));
const hashIn = (side: string | null): string | null => side?.split(" ")[0] ?? null;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Stages files on a disk. Everything that needs room is written before anything that counts is touched, and what was there keeps a second
 * name until the end, so that the way back needs no room. A half-done change goes forward only where every file is in place already.
 */
export const createStagedFiles = ({ journalDir, disk, run }: StagedFilesParts): StagedFiles => {
  const journal = createStagedJournal(journalDir, disk);
  const sideAt = async (path: string): Promise<string | null> => sideNow(await disk.read(path));

  const stage = async ({ path, content, mode: wanted = plainMode, theirs }: StagedFile): Promise<Staged> => {
    const now = await disk.read(path);
    const kept = theirs === true && now !== null ? now : null;
    const mode = kept?.mode ?? wanted;
    const after = content === null ? null : sideOf(content, mode);
    return { path, content, mode, before: sideNow(now), after, ...(kept === null ? {} : { owner: kept.owner }), ...(theirs && { theirs }) };
  };

  const refuseForeign = async (files: readonly StagedSides[]): Promise<void> => {
    const { known } = await journal.read();
    const foreign = files.filter(
      ({ path, before, after, theirs }) =>
        theirs !== true && hashIn(before) !== hashIn(known[path] ?? null) && hashIn(before) !== hashIn(after),
    );
    if (foreign.length === 0) return;
    const names = foreign.map(({ path }) => path).join(", ");
    throw new StagedFilesError("foreign", `${names}: not as it was last left; somebody else changed it`);
  };

  const writeBeside = async ({ path, content, mode, owner, before }: Staged): Promise<void> => {
    if (content !== null) await disk.write(newName(path), content, mode, owner);
    if (before !== null) await disk.link(path, oldName(path));
  };

  const moveIn = async ({ path, content }: Staged): Promise<void> => {
    await (content === null ? disk.remove(path) : disk.rename(newName(path), path));
  };

  const runStep = async (command: readonly string[] | null): Promise<void> => {
    if (command === null) return;
    const { exit, said } = await run(command);
    if (exit !== 0) throw new StagedFilesError("refused", `${command.join(" ")} ended with ${exit ?? "a signal"}: ${said}`);
  };

  const moveBack = async ({ path, before }: StagedSides): Promise<void> => {
    if ((await sideAt(path)) !== before) {
      if (before === null) await disk.remove(path);
      else await disk.rename(oldName(path), path);
    }
    await sweep(path);
  };

  const sweep = async (path: string): Promise<void> => {
    await disk.remove(newName(path));
    await disk.remove(oldName(path));
  };

  const takeBack = async ({ files, test, activate }: StagedIntent): Promise<void> => {
    for (const file of [...files].reverse()) await moveBack(file);
    // The server may use the new files already. Where its own test refuses what was there before, it is left as it runs.
    if (activate !== null && (test === null || (await run(test)).exit === 0)) await run(activate);
    await journal.write({ ...(await journal.read()), intent: null });
  };

  const ours = (files: readonly StagedSides[]): readonly StagedSides[] => files.filter(({ theirs }) => theirs !== true);
  const leftSides = (files: readonly StagedSides[]): Readonly<Record<string, string | null>> =>
    Object.fromEntries(ours(files).map(({ path, after }) => [path, after]));

  const confirm = async ({ files }: StagedIntent): Promise<void> => {
    for (const { path } of files) await sweep(path);
    const { known } = await journal.read();
    await journal.write({ known: { ...known, ...leftSides(files) }, intent: null });
  };

  const activateAll = async ({ test, activate }: StagedIntent): Promise<void> => {
    await runStep(test);
    await runStep(activate);
  };

  const carryOut = async (staged: readonly Staged[], intent: StagedIntent): Promise<void> => {
    try {
      for (const file of staged) await writeBeside(file);
      for (const file of staged) await moveIn(file);
      await activateAll(intent);
    } catch (cause) {
      await takeBack(intent);
      if (cause instanceof StagedFilesError) throw cause;
      throw new StagedFilesError("refused", `${intent.name}: ${messageOf(cause)}`, { cause });
    }
    await confirm(intent);
  };

  /** What is as it shall be already, whoever laid it there, is ours to look after from now on. */
  const adopt = async (files: readonly StagedSides[]): Promise<void> => {
    const notes = await journal.read();
    const fresh = ours(files).filter(({ path, after }) => (notes.known[path] ?? null) !== after);
    if (fresh.length === 0) return;
    await journal.write({ ...notes, known: { ...notes.known, ...leftSides(fresh) } });
  };

  const put = async ({ name, files, test, activate }: StagedChange): Promise<void> => {
    if ((await journal.read()).intent !== null) await recover();
    const all: Staged[] = [];
    for (const file of files) all.push(await stage(file));
    await refuseForeign(all);
    await adopt(all.filter(({ before, after }) => before === after));
    const staged = all.filter(({ before, after }) => before !== after);
    if (staged.length === 0) return;
    const sides = staged.map(({ path, before, after, theirs }) => ({ path, before, after, ...(theirs && { theirs }) }));
    const intent = { name, test, activate, files: sides };
    await journal.write({ ...(await journal.read()), intent });
    await carryOut(staged, intent);
  };

  /** Half a change has files of before and of after, and nothing else: anything else is foreign. */
  const refuseStrange = async ({ name, files }: StagedIntent): Promise<void> => {
    for (const { path, before, after } of files) {
      const now = await sideAt(path);
      if (now === before || now === after) continue;
      throw new StagedFilesError("foreign", `${path}: changed by somebody else while "${name}" was half done`);
    }
  };

  const isInPlace = async ({ files }: StagedIntent): Promise<boolean> => {
    for (const { path, after } of files) if ((await sideAt(path)) !== after) return false;
    return true;
  };

  const recover = async (): Promise<readonly string[]> => {
    const { intent } = await journal.read();
    if (intent === null) return [];
    await refuseStrange(intent);
    if (!(await isInPlace(intent))) {
      await takeBack(intent);
      return [`taken back: ${intent.name}`];
    }
    try {
      await activateAll(intent);
    } catch (cause) {
      await takeBack(intent);
      return [`taken back: ${intent.name} (${messageOf(cause)})`];
    }
    await confirm(intent);
    return [`finished: ${intent.name}`];
  };

  const drift = async (): Promise<readonly string[]> => {
    const { known } = await journal.read();
    const strange: string[] = [];
    for (const [path, left] of Object.entries(known)) {
      const now = await sideAt(path).catch(() => "unreadable");
      if (now !== left) strange.push(path);
    }
    return strange;
  };

  // One change at a time: two would not know each other's files.
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = before.then(work);
    before = done.catch(() => undefined);
    return done;
  };
  return { put: (change) => inTurn(() => put(change)), recover: () => inTurn(recover), drift: () => inTurn(drift) };
};
