import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { LogFormat } from "../ports/log-format.ts";
import { FollowedFile, knowsAgain } from "./followed-file.ts";
import { createInputTally } from "./input-tally.ts";
import type { LogFile } from "./log-file.ts";
import type { LogPiece } from "./log-piece.ts";
import { identityOf, youngerSiblings } from "./rotated-files.ts";
import type { ScanInput } from "./scan-request.ts";
import type { StampTime } from "./stamp-time.ts";
import { type ToldFormat, tellFormat } from "./tell-format.ts";

/** What is to be read of a log now. */
export interface LogLook {
  readonly pieces: readonly LogPiece[];
  /** Whether nothing of what was written by now is missing in them. */
  readonly isWhole: boolean;
}

/** A log that is read while it is written, over rotations of either kind. */
export interface FollowedLog {
  readonly input: ScanInput;
  /** What was written since; `now` in epoch ms. Never rejects: what cannot be read is said, and tried again at the next look. */
  readonly look: (now: number) => Promise<LogLook>;
  /** The pieces of the last look were read, up to this line or all. False: something could not be read; it is said, and comes again. */
  readonly took: (unread: { readonly piece: LogPiece; readonly offset: number } | null) => Promise<boolean>;
  /** How it is written; null while that is not known. */
  readonly told: () => ToldFormat | null;
  /** Whether the file of this identity is one of those that are open. */
  readonly holds: (identity: string) => boolean;
  readonly close: () => Promise<void>;
}

export interface FollowedLogParts {
  readonly formats: readonly LogFormat[];
  /** How its rotated files are written; null where there are none. */
  readonly toldBefore: ToldFormat | null;
  /** For a file whose format was just told. */
  readonly timesFor: (file: LogFile) => StampTime;
  /** A file is read from now on, as `file.shown`; or where the content of one lies that was put elsewhere. */
  readonly onFile: (file: LogFile) => void;
  /** The content that went by this name is nowhere any more. */
  readonly onLost: (shown: string) => void;
  readonly say: (line: string) => void;
}

const probeBytes = 256 * 1024;
/** A server goes on writing to a rotated file until it is told of the new one; slow requests longer. */
const lingerMs = 5 * 60_000;

/** What sets the content of one file apart from what is at its path later: no path holds this sign. */
const numberSign = "\u0000";

/** The path of a followed file as the config has it. */
export const shownPath = (shown: string): string => shown.split(numberSign)[0] as string;

interface Given {
  readonly file: FollowedFile;
  readonly piece: LogPiece;
  readonly to: number;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class Log implements FollowedLog {
  readonly input: ScanInput;
  private readonly parts: FollowedLogParts;
  /** The live file last; before it those that it took the place of and that may still be written to. */
  private files: FollowedFile[] = [];
  private given: readonly Given[] = [];
  private format: ToldFormat | null;
  private times: StampTime | null = null;
  private number = 0;
  private trouble: string | null = null;

  constructor(input: ScanInput, parts: FollowedLogParts) {
    this.input = input;
    this.parts = parts;
    this.format = parts.toldBefore;
  }

  told = (): ToldFormat | null => this.format;

  holds = (identity: string): boolean => this.files.some((file) => file.identity === identity);

  look = async (now: number): Promise<LogLook> => {
    this.given = [];
    let isThere = false;
    try {
      isThere = await this.takeOver(now);
      const { given, isWhole } = await this.lookAtAll(now);
      this.given = given;
      if (isThere && isWhole) this.trouble = null;
      return { pieces: given.map(({ piece }) => piece), isWhole: isThere && isWhole };
    } catch (error) {
      this.complain(messageOf(error));
      return { pieces: [], isWhole: false };
    }
  };

  took: FollowedLog["took"] = async (unread) => {
    const { given } = this;
    this.given = [];
    try {
      for (const { file, piece, to } of given) {
        const isUnread = piece === unread?.piece;
        await file.advanceTo(isUnread ? unread.offset : (file.failure?.at ?? to));
        if (file.failure !== null) throw file.failure.error;
        if (isUnread) break;
      }
      return true;
    } catch (error) {
      this.complain(messageOf(error));
      return false;
    }
  };

  close = async (): Promise<void> => {
    for (const { handle } of this.files.splice(0)) await handle.close().catch(() => undefined);
  };

  /** Said once as long as it stays the same. */
  private complain(what: string): void {
    if (this.trouble === what) return;
    this.trouble = what;
    this.parts.say(`${this.input.shown}: ${what}`);
  }

  private get live(): FollowedFile | null {
    const last = this.files.at(-1) ?? null;
    return last?.leftAt === null ? last : null;
  }

  /** Opens what is at the path, where it is another file than before. False: nothing is there. */
  private async takeOver(now: number): Promise<boolean> {
    const { live } = this;
    const there = await stat(this.input.absolute).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
      throw error;
    });
    if (there === null) {
      this.complain("is not there; it is read once it is");
      return false;
    }
    if (live !== null && live.identity === identityOf(there)) return true;
    const handle = await open(this.input.absolute, constants.O_RDONLY | constants.O_NONBLOCK);
    const facts = await handle.stat();
    if (!facts.isFile()) {
      await handle.close();
      throw new Error("is not a regular file");
    }
    const opened = new FollowedFile(handle, identityOf(facts));
    try {
      if (live !== null) this.files.push(...(await this.between(live, opened)));
    } catch (error) {
      await handle.close();
      throw error;
    }
    if (live !== null) for (const file of this.files) file.leftAt ??= now;
    this.files.push(opened);
    return true;
  }

  /** The live file was moved away; between it and the new one there may have been others. */
  private async between(left: FollowedFile, next: FollowedFile): Promise<readonly FollowedFile[]> {
    const missed: FollowedFile[] = [];
    try {
      for (const path of await youngerSiblings(this.input.absolute, left.identity)) {
        const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
        const file = new FollowedFile(handle, identityOf(await handle.stat()));
        if (file.identity === next.identity || this.holds(file.identity)) await handle.close();
        else missed.push(file);
      }
      return missed;
    } catch (error) {
      for (const { handle } of missed) await handle.close();
      throw error;
    }
  }

  private async lookAtAll(now: number): Promise<{ readonly given: readonly Given[]; readonly isWhole: boolean }> {
    const given: Given[] = [];
    let isWhole = true;
    for (let at = 0; at < this.files.length; at++) {
      const file = this.files[at] as FollowedFile;
      const seen = await file.look();
      if (seen === "replaced") {
        // What stands in its place is looked at in the same round: the other logs go on meanwhile.
        await this.replace(file, now);
        at--;
        continue;
      }
      const isLast = file.leftAt !== null && now - file.leftAt > lingerMs;
      const to = isLast ? seen.sizeBytes : seen.wholeTo;
      const isTold = to === file.position || (await this.tell(file, to));
      const piece = isTold && to > file.position && file.tally !== null ? file.piece(file.tally, to, this.times as StampTime) : null;
      if (piece !== null) given.push({ file, to, piece });
      else if (isLast) {
        await this.letGo(file);
        at--;
      }
      if (!isTold || (file.leftAt === null && to < seen.sizeBytes)) isWhole = false;
    }
    return { given, isWhole };
  }

  private async letGo(file: FollowedFile): Promise<void> {
    this.files = this.files.filter((one) => one !== file);
    await file.handle.close();
  }

  /** The file was emptied in its place; what was not read of it before lies in a copy, if at all. */
  private async replace(file: FollowedFile, now: number): Promise<void> {
    const at = this.files.indexOf(file);
    const copy = await this.copyOf(file);
    const anew = new FollowedFile(file.handle, file.identity);
    anew.leftAt = file.leftAt;
    this.files.splice(at, 1, ...(copy === null ? [] : [copy]), anew);
    if (copy !== null) copy.leftAt = now;
    if (file.tally === null) return;
    const { file: known } = file.tally;
    if (copy !== null) {
      copy.tally = file.tally;
      this.parts.onFile({ ...known, identity: copy.identity });
      return;
    }
    this.parts.onLost(known.shown);
    this.parts.say(
      `${this.input.shown}: was emptied, and no copy beside it goes on where reading stood; lines written right before are missing`,
    );
  }

  private async copyOf(file: FollowedFile): Promise<FollowedFile | null> {
    if (file.known.bytes.length === 0) return null;
    for (const path of (await youngerSiblings(this.input.absolute, null)).toReversed()) {
      const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const { size, ...facts } = await handle.stat();
      const isCopy = size >= file.position && (await knowsAgain(handle, file.known));
      if (isCopy) return new FollowedFile(handle, identityOf(facts), file.position, file.known);
      await handle.close();
    }
    return null;
  }

  /** Tells how the file is written, from the lines up to `to`; as the one before it unless they are plainly of another format. */
  private async tell(file: FollowedFile, to: number): Promise<boolean> {
    if (file.tally !== null) return true;
    if (file.isUnknown) return false;
    const head = await file.head(Math.min(probeBytes, to));
    const { format } = this;
    const same = format === null ? null : tellFormat([format.format], head, true);
    const told = same ?? tellFormat(this.parts.formats, head, true) ?? format;
    if (told === null) {
      file.isUnknown = head.length >= probeBytes;
      if (file.isUnknown) this.complain("no log format reads this file");
      return false;
    }
    await this.begin(file, told);
    return true;
  }

  private async begin(file: FollowedFile, told: ToldFormat): Promise<void> {
    const { size, mtimeMs } = await file.handle.stat();
    const { input } = this;
    const begun: LogFile = {
      ...{ input, told, absolute: input.absolute, identity: file.identity, sizeBytes: size, modifiedAt: mtimeMs },
      ...{ shown: `${input.shown}${numberSign}${++this.number}`, lastStamp: null, unread: null },
    };
    this.format = told;
    this.times ??= this.parts.timesFor(begun);
    file.tally = createInputTally(begun);
    this.parts.onFile(begun);
  }
}

/** Follows the log at a path from its first byte on. Nothing is opened before the first look. */
export const createFollowedLog = (input: ScanInput, parts: FollowedLogParts): FollowedLog => new Log(input, parts);
