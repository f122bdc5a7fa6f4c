import type { Stopped } from "../../domain/case/containment.ts";
import type { AppendedLines, AppendedStep, LogMark } from "../../kit/appended-lines.ts";
import type { Clock } from "../../kit/clock.ts";
import type { DiskSteps } from "../../kit/disk-steps.ts";
import { dayMs } from "../../kit/time-units.ts";
import type { Imposition } from "../../ports/enforcer.ts";
import type { RefusalLog } from "../../ports/refusal-log.ts";
import { beginCount, type RefusalCount, takeIn, toStopped } from "./refusal-count.ts";

/** What a book of refusals stands on. */
export interface RefusalBookParts {
  readonly log: RefusalLog;
  readonly lines: AppendedLines;
  /** Where it keeps the counts, together with how far the log was read: a crash neither counts twice nor leaves out. */
  readonly file: string;
  readonly disk: Pick<DiskSteps, "read" | "write" | "rename">;
  readonly clock: Clock;
  /** Gives back to the disk what lies before an offset of the file at a path; false where the disk cannot. */
  readonly free: (path: string, bytes: number) => Promise<boolean>;
}

/** How many requests each containment of one web server has turned away. */
export interface RefusalBook {
  /** Counts from now on; an imposition that is counted already goes on. */
  readonly begin: (imposition: Imposition) => Promise<void>;
  /** Reads on. `standing`: what is in force, as the enforcer has it. Returns what an operator should know, in words. */
  readonly step: (standing: readonly Imposition[]) => Promise<readonly string[]>;
  /** Reads to the end and tells; null where the server does not count, or the containment is not known. */
  readonly stopped: (id: string) => Promise<Stopped | null>;
}

interface Page {
  readonly marks: readonly LogMark[];
  readonly counts: readonly RefusalCount[];
  /** Bytes of the live file that were given back to the disk. */
  readonly freed: { readonly file: string; readonly bytes: number } | null;
}

const emptyPage: Page = { marks: [], counts: [], freed: null };

/** A page that cannot be read is begun anew: what stands is counted from then on, as "at least". */
const pageOf = (text: string): Page => {
  try {
    return JSON.parse(text);
  } catch {
    return emptyPage;
  }
};

const stepBytes = 4 * 1024 * 1024;
/** So many steps are gone on with before an answer; what is left makes it "at least". */
const mostSteps = 64;
/** A lift that is tried again asks again. */
const keptMs = 30 * dayMs;
const mostEnded = 1_000;
const freeEveryBytes = 16 * 1024 * 1024;
/** What stands right before the place that is reached tells the file again. */
const blockBytes = 4_096;
/** A gap is told of what stood within this time. */
const lateMs = 60_000;

const keptOf = (counts: readonly RefusalCount[], now: number): readonly RefusalCount[] => {
  const ended = counts.filter(({ until }) => until !== null && now - until < keptMs).sort((a, b) => (b.until ?? 0) - (a.until ?? 0));
  return [...counts.filter(({ until }) => until === null), ...ended.slice(0, mostEnded)];
};

interface Found extends Pick<AppendedStep, "isThere" | "gap"> {
  readonly now: number;
  readonly hasProbes: boolean;
}

/** What one step of reading means for what stands. */
const settle = (counts: readonly RefusalCount[], found: Found): readonly RefusalCount[] =>
  counts.map((one): RefusalCount => {
    const { isThere, gap, now, hasProbes } = found;
    if (one.until !== null && now - one.until > lateMs) return one;
    const isMissing = one.until === null && !isThere;
    return { ...one, isLeast: one.isLeast || gap !== null || isMissing, isSeen: one.isSeen || (isThere && !hasProbes) };
  });

const keepPage = async ({ file, disk }: RefusalBookParts, page: Page): Promise<void> => {
  await disk.write(`${file}.new`, `${JSON.stringify(page)}\n`, 0o600);
  await disk.rename(`${file}.new`, file);
};

const freeRead = async (
  { lines, free }: RefusalBookParts,
  page: Page,
): Promise<{ readonly page: Page; readonly said: readonly string[] }> => {
  const live = page.marks.find(({ leftAt }) => leftAt === null);
  if (live === undefined) return { page, said: [] };
  const before = page.freed?.file === live.file && page.freed.bytes <= live.offset ? page.freed.bytes : 0;
  const bytes = Math.floor((live.offset - blockBytes) / blockBytes) * blockBytes;
  const path = lines.pathOf(live);
  if (bytes - before < freeEveryBytes || path === null) return { page, said: [] };
  const isFree = await free(path, bytes);
  const said = isFree ? [] : ["the disk takes nothing back of the log of refusals, which grows until it is rotated"];
  return { page: { ...page, freed: { file: live.file, bytes } }, said };
};

/** Counts by a server's log of refusals; bounded in memory and in what it reads at a time. Calls follow one after the other. */
export const createRefusalBook = (parts: RefusalBookParts): RefusalBook => {
  const { log, lines, file, disk, clock } = parts;
  let known: Page | null = null;

  const load = async (): Promise<Page> => {
    if (known === null) {
      known = pageOf((await disk.read(file))?.content.toString() ?? "");
    }
    return known ?? emptyPage;
  };

  const keep = async (page: Page): Promise<void> => {
    if (known !== null && JSON.stringify(page) === JSON.stringify(known)) return;
    // Not known while it is being written: what lies on the disk counts then.
    known = null;
    await keepPage(parts, page);
    known = page;
  };

  const readOn = async (): Promise<{ readonly isAtEnd: boolean; readonly gap: string | null }> => {
    const page = await load();
    const now = clock.now();
    const found = await lines.read(page.marks, stepBytes, now);
    const refused = found.lines.map((line) => log.read(line)).filter((line) => line !== null);
    const settled = settle(takeIn(page.counts, refused), { ...found, now, hasProbes: log.hasProbes });
    await keep({ ...page, marks: found.marks, counts: keptOf(settled, now) });
    return found;
  };

  /** Containments that came or went while nobody told the book. */
  const reconcile = async (standing: readonly Imposition[]): Promise<void> => {
    const page = await load();
    const now = clock.now();
    const ids = new Set(standing.map(({ id }) => id));
    const counts = page.counts.map((one) => (one.until === null && !ids.has(one.id) ? { ...one, until: now } : one));
    const open = new Set(counts.filter(({ until }) => until === null).map(({ id }) => id));
    const late: RefusalCount[] = [];
    for (const one of standing) if (!open.has(one.id)) late.push({ ...beginCount(one, now, await log.holds(one)), isLeast: true });
    await keep({ ...page, counts: [...counts.filter(({ id }) => !late.some((one) => one.id === id)), ...late] });
  };

  const begin = async (imposition: Imposition): Promise<void> => {
    await readOn();
    const page = await load();
    if (page.counts.some(({ id, until }) => id === imposition.id && until === null)) return;
    const begun = beginCount(imposition, clock.now(), await log.holds(imposition));
    const isThere = page.marks.length > 0;
    const one = { ...begun, isLeast: begun.isLeast || !isThere, isSeen: isThere && !log.hasProbes };
    await keep({ ...page, counts: [...page.counts.filter(({ id }) => id !== imposition.id), one] });
  };

  const step = async (standing: readonly Imposition[]): Promise<readonly string[]> => {
    await reconcile(standing);
    const { gap } = await readOn();
    const { page, said } = await freeRead(parts, await load());
    await keep(page);
    return [...(gap === null ? [] : [`${gap}; counts of what stands are "at least" from now on`]), ...said];
  };

  const stopped = async (id: string): Promise<Stopped | null> => {
    let isAtEnd = false;
    for (let at = 0; at < mostSteps && !isAtEnd; at++) isAtEnd = (await readOn()).isAtEnd;
    const one = (await load()).counts.find((count) => count.id === id);
    if (one === undefined) return null;
    const told = toStopped(one);
    return told === null || isAtEnd ? told : { ...told, isLeast: true };
  };

  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = before.then(work);
    before = done.catch(() => undefined);
    return done;
  };
  return {
    begin: (imposition) => inTurn(() => begin(imposition)),
    step: (standing) => inTurn(() => step(standing)),
    stopped: (id) => inTurn(() => stopped(id)),
  };
};
