import { createHash } from "node:crypto";
import { join } from "node:path";
import type { DiskSteps } from "./disk-steps.ts";
import type { ProgramEnd } from "./run-program.ts";
import { type StagedChange, type StagedFile, type StagedFiles, StagedFilesError } from "./staged-files.ts";

/** What a stage stands on. `journalDir`: a folder of its own, 0700. */
export interface StagedFilesParts {
  readonly journalDir: string;
  readonly disk: DiskSteps;
  readonly run: (command: readonly string[]) => Promise<ProgramEnd>;
}

interface Noted {
  readonly path: string;
  readonly mode: number;
  /** Base64; null = no file. */
  readonly before: string | null;
  readonly after: string | null;
}

interface Intent extends Pick<StagedChange, "name" | "test" | "activate"> {
  readonly files: readonly Noted[];
}

/** SHA-256 of each file as it was left; null = there was to be none. */
type Known = Readonly<Record<string, string | null>>;

const plainMode = 0o644;
const hash = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");
const bytesOf = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text, "base64"));
const same = (a: Buffer | null, b: Buffer | null): boolean => (a === null || b === null ? a === b : a.equals(b));

/** Stages files on a disk, with a journal of its own. */
export const createStagedFiles = ({ journalDir, disk, run }: StagedFilesParts): StagedFiles => {
  const intentFile = join(journalDir, "intent.json");
  const knownFile = join(journalDir, "known.json");

  const readKnown = async (): Promise<Known> => JSON.parse((await disk.read(knownFile))?.toString() ?? "{}");

  const replace = async (path: string, content: string | Uint8Array, mode: number): Promise<void> => {
    await disk.write(`${path}.sekisho-new`, content, mode);
    await disk.rename(`${path}.sekisho-new`, path);
  };

  const lay = async ({ path, mode }: Noted, text: string | null): Promise<void> => {
    const content = bytesOf(text);
    if (content === null) await disk.remove(path);
    else await replace(path, content, mode);
  };

  const note = async (file: StagedFile): Promise<Noted> => {
    const { path, content, mode = plainMode } = file;
    const before = await disk.read(path);
    const after = content === null ? null : Buffer.from(content);
    return { path, mode, before: before?.toString("base64") ?? null, after: after?.toString("base64") ?? null };
  };

  const refuseForeign = async (files: readonly Noted[]): Promise<void> => {
    const known = await readKnown();
    const foreign = files.filter(({ path, before, after }) => {
      const content = bytesOf(before);
      const left = known[path];
      const now = content === null ? null : hash(content);
      return now !== (left ?? null) && !same(content, bytesOf(after));
    });
    if (foreign.length === 0) return;
    throw new StagedFilesError(
      "foreign",
      `${foreign.map(({ path }) => path).join(", ")}: not as it was last left; somebody else changed it`,
    );
  };

  const remember = async (files: readonly Noted[], side: "before" | "after"): Promise<void> => {
    const now = files.map((file): [string, string | null] => {
      const content = bytesOf(file[side]);
      return [file.path, content === null ? null : hash(content)];
    });
    await replace(knownFile, JSON.stringify({ ...(await readKnown()), ...Object.fromEntries(now) }), 0o600);
  };

  const runStep = async (command: readonly string[] | null): Promise<void> => {
    if (command === null) return;
    const { exit, said } = await run(command);
    if (exit !== 0) throw new StagedFilesError("refused", `${command.join(" ")} ended with ${exit ?? "a signal"}: ${said}`);
  };

  const finish = async (intent: Intent): Promise<void> => {
    for (const file of intent.files) await lay(file, file.after);
    await runStep(intent.test);
    await runStep(intent.activate);
    await remember(intent.files, "after");
    await disk.remove(intentFile);
  };

  const takeBack = async (intent: Intent): Promise<void> => {
    for (const file of [...intent.files].reverse()) await lay(file, file.before);
    if (intent.activate !== null && (intent.test === null || (await run(intent.test)).exit === 0)) await run(intent.activate);
    await remember(intent.files, "before");
    await disk.remove(intentFile);
  };

  const put = async ({ name, files, test, activate }: StagedChange): Promise<void> => {
    if ((await disk.read(intentFile)) !== null) await recover();
    const noted: Noted[] = [];
    for (const file of files) noted.push(await note(file));
    await refuseForeign(noted);
    const changed = noted.filter(({ before, after }) => before !== after);
    if (changed.length === 0) return remember(noted, "after");
    const intent: Intent = { name, test, activate, files: changed };
    await replace(intentFile, JSON.stringify(intent), 0o600);
    try {
      await finish(intent);
    } catch (cause) {
      await takeBack(intent);
      if (cause instanceof StagedFilesError) throw cause;
      throw new StagedFilesError("refused", `${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  };

  /** Half a change has files of before and of after, and nothing else: anything else is foreign. */
  const refuseStrange = async ({ name, files }: Intent): Promise<void> => {
    for (const { path, before, after } of files) {
      const now = await disk.read(path);
      if (same(now, bytesOf(before)) || same(now, bytesOf(after))) continue;
      throw new StagedFilesError("foreign", `${path}: changed by somebody else while "${name}" was half done`);
    }
  };

  const recover = async (): Promise<readonly string[]> => {
    await disk.makeFolder(journalDir, 0o700);
    const text = await disk.read(intentFile);
    if (text === null) return [];
    const intent: Intent = JSON.parse(text.toString());
    await refuseStrange(intent);
    try {
      await finish(intent);
      return [`finished: ${intent.name}`];
    } catch (cause) {
      await takeBack(intent);
      return [`taken back: ${intent.name} (${cause instanceof Error ? cause.message : String(cause)})`];
    }
  };

  const drift = async (): Promise<readonly string[]> => {
    const strange: string[] = [];
    for (const [path, left] of Object.entries(await readKnown())) {
      const now = await disk.read(path).catch(() => undefined);
      if (now === undefined || (now === null ? null : hash(now)) !== left) strange.push(path);
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
  return { put: (change) => inTurn(() => put(change)), recover: () => inTurn(recover), drift };
};
