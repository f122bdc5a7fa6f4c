import { constants } from "node:fs";
import { access, chmod, chown, realpath, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { OperationError } from "../domain/operation-error.ts";
import type { DiskOwner, DiskSteps } from "../kit/disk-steps.ts";
import type { ProgramEnd, ProgramText } from "../kit/run-program.ts";
import { type StagedChange, type StagedFile, type StagedFiles, StagedFilesError } from "../kit/staged-files.ts";
import type { PlannedFile } from "../ports/enforcer.ts";

/** What a set-up works with. */
export interface SetUpTools {
  readonly turn: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly staged: StagedFiles;
  readonly disk: DiskSteps;
  readonly run: (command: readonly string[]) => Promise<ProgramEnd>;
  readonly readProgram: (command: readonly string[]) => Promise<ProgramText>;
}

/** A folder of ours; root's where no owner is told. */
export interface SetUpFolder {
  readonly path: string;
  readonly mode: number;
  readonly owner?: DiskOwner;
}

/** What is to be done to a server's files, in or out. */
export interface SetUpWork {
  readonly server: string;
  /** The server's own test of its configuration as it lies. */
  readonly test: readonly string[];
  /** Every file as it shall be; what stays as it is may be among them. Content that is made only when it is wanted: `later`. */
  readonly files: readonly StagedFile[];
  readonly later: readonly string[];
  /** Made beforehand, or, where files go, removed afterwards as far as they are empty. */
  readonly folders: readonly SetUpFolder[];
  readonly isRemoval: boolean;
  /** Files that a server or the enforcer made as it went, removed at the very end; only where files go. */
  readonly leftovers?: readonly string[];
  /** The changes in order, made when the work was agreed to. */
  readonly changes: () => Promise<readonly StagedChange[]>;
  /** For the person: gaps, what was not found, what is left to do. */
  readonly notes: readonly string[];
}

/** What a person is shown before anything is done. */
export interface SetUpPlan {
  readonly before: readonly PlannedFile[];
  readonly after: readonly PlannedFile[];
  readonly notes: readonly string[];
  readonly apply: () => Promise<void>;
}

/** Text of somebody else's file, one character a byte, so that what is not touched stays as it is in whatever encoding. */
export const textOf = (content: Buffer): string => content.toString("latin1");

/** A file of somebody else that is to be changed. */
export const theirs = (path: string, text: string): StagedFile => ({ path, content: Buffer.from(text, "latin1"), theirs: true });

/** Where a file of somebody else really lies: a link is not to be replaced by a file. */
export const realPathOf = (path: string): Promise<string> =>
  realpath(path).catch((cause: unknown) => {
    throw new OperationError("world-failed", `${path}: cannot be read`, cause);
  });

const longestShown = 524_288;

/** Data is not shown, only that it comes or goes. */
const shown = (content: Buffer): string => (content.length > longestShown || content.includes(0) ? "(data)\n" : content.toString("utf8"));

const asBuffer = (content: string | Uint8Array): Buffer => Buffer.from(content);

const requireWritable = async (paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    let folder = dirname(path);
    while ((await stat(folder).catch(() => null)) === null && folder !== "/") folder = dirname(folder);
    await access(folder, constants.W_OK).catch((cause: unknown) => {
      throw new OperationError("world-failed", `${path}: this user may not write there; run it as root. Nothing was changed`, cause);
    });
  }
};

const requireGoodServer = async ({ server, test }: SetUpWork, run: SetUpTools["run"]): Promise<void> => {
  const { exit, said } = await run(test);
  if (exit === 0) return;
  throw new OperationError(
    "world-failed",
    `${server}'s own test of its configuration fails already, so nothing was changed; mend that first. ${test.join(" ")}: ${said}`,
  );
};

const makeFolders = async (folders: readonly SetUpFolder[], disk: DiskSteps): Promise<readonly SetUpFolder[]> => {
  const made: SetUpFolder[] = [];
  for (const folder of folders) {
    if ((await stat(folder.path).catch(() => null)) !== null) continue;
    await disk.makeFolder(folder.path, folder.mode);
    // Whatever the umask of the person who runs it: a server has to read there.
    await chmod(folder.path, folder.mode);
    if (folder.owner !== undefined) await chown(folder.path, folder.owner.uid, folder.owner.gid);
    made.push(folder);
  }
  return made;
};

/** What somebody laid into a folder of ours keeps it. */
const removeFolders = async (folders: readonly SetUpFolder[]): Promise<void> => {
  for (const { path } of folders.toSorted((a, b) => b.path.length - a.path.length)) await rmdir(path).catch(() => undefined);
};

const translated = (error: unknown): unknown =>
  error instanceof StagedFilesError
    ? new OperationError(error.kind === "refused" ? "server-refused" : "foreign-edit", error.message, error)
    : error;

/** The files of a change as they lie now, to have them back. */
const snapshot = async ({ name, files }: StagedChange, disk: DiskSteps): Promise<StagedChange> => {
  const before: StagedFile[] = [];
  for (const { path, theirs: isTheirs } of files) {
    const now = await disk.read(path);
    before.push({ path, content: now?.content ?? null, ...(now && { mode: now.mode }), ...(isTheirs && { theirs: true }) });
  }
  return { name: `${name}, taken back`, files: before, test: null, activate: null };
};

const putAll = async (changes: readonly StagedChange[], { staged, disk }: SetUpTools): Promise<void> => {
  const done: StagedChange[] = [];
  try {
    for (const change of changes) {
      const before = await snapshot(change, disk);
      await staged.put(change);
      done.unshift(before);
    }
  } catch (error) {
    for (const before of done) await staged.put(before);
    throw translated(error);
  }
};

/** Reads how things are, and gives what a person is to agree to. */
export const planWork = async (work: SetUpWork, tools: SetUpTools): Promise<SetUpPlan> => {
  const { disk, run, staged } = tools;
  const now = new Map<string, Buffer | null>();
  for (const path of [...work.files.map((file) => file.path), ...work.later]) now.set(path, (await disk.read(path))?.content ?? null);
  const before = [...now].flatMap(([path, content]) => (content === null ? [] : [{ path, text: shown(content) }]));
  const after = work.files.flatMap(({ path, content }) => (content === null ? [] : [{ path, text: shown(asBuffer(content)) }]));
  const later = work.later.map((path) => ({ path, text: "(data)\n" }));
  const refuseChanged = async (): Promise<void> => {
    for (const [path, content] of now)
      if (!((await disk.read(path))?.content ?? Buffer.alloc(0)).equals(content ?? Buffer.alloc(0)))
        throw new OperationError("foreign-edit", `${path}: changed while you were asked; nothing was changed`);
  };
  const apply = async (): Promise<void> => {
    await staged.recover().catch((error: unknown) => {
      throw translated(error);
    });
    await refuseChanged();
    const made = work.isRemoval ? [] : await makeFolders(work.folders, disk);
    try {
      await putAll(await work.changes(), tools);
    } catch (error) {
      await removeFolders(made);
      throw error;
    }
    if (!work.isRemoval) return;
    for (const path of work.leftovers ?? []) await disk.remove(path);
    await removeFolders(work.folders);
  };
  const applyInTurn = async (): Promise<void> => {
    await requireWritable([...now.keys()]);
    await tools.turn(apply);
  };
  await requireGoodServer(work, run);
  return { before, after: [...after, ...later], notes: work.notes, apply: applyInTurn };
};
