import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/**
 * A message as Postfix keeps it: records of one letter, a length in groups of seven bits, lowest first, and so many bytes. Source: Postfix 3.7
 * `src/global/rec_type.h` and `record.c`; test/servers shows it against the real one. Read are the envelope and the first line of
 * the content, which is Postfix' own; nothing that the sender wrote.
 */
export interface QueueFile {
  /** Epoch ms. */
  readonly arrivedAt: number;
  readonly size: number;
  /** Who handed it in by `sendmail`; null where it came another way. */
  readonly uid: number | null;
  /** The SASL login; null where there was none. */
  readonly login: string | null;
  /** Where it came from over SMTP; null where it did not. */
  readonly client: string | null;
  /** Recipients who have not got it yet. */
  readonly open: readonly string[];
  /** How many have got it. */
  readonly done: number;
  readonly inode: number;
}

interface Rec {
  readonly type: string;
  readonly text: string;
  readonly next: number;
}

const windowBytes = 65_536;
/** A header longer than that is cut; an envelope has fewer records. */
const longestRecord = 4_096;
const mostRecords = 200_000;
/** A file is whole once it may be executed: cleanup's mark. Source: Postfix `mail_stream.c`. */
const wholeBit = 0o100;

const createRecords = (fd: number) => {
  const window = Buffer.alloc(windowBytes);
  let from = 0;
  let filled = 0;

  const at = (position: number): number => {
    if (position < from || position >= from + filled) {
      from = position;
      filled = readSync(fd, window, 0, windowBytes, position);
    }
    return filled === 0 ? -1 : (window[position - from] as number);
  };

  /** Null at the end, or where it is no record. */
  return (position: number): Rec | null => {
    const type = at(position);
    if (type < 0) return null;
    let length = 0;
    let place = position + 1;
    for (let shift = 0; ; shift += 7) {
      const byte = at(place++);
      if (byte < 0 || shift > 28) return null;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const bytes: number[] = [];
    for (let index = 0; index < Math.min(length, longestRecord); index++) bytes.push(at(place + index));
    return { type: String.fromCharCode(type), text: Buffer.from(bytes).toString("latin1"), next: place + length };
  };
};

interface Draft {
  arrivedAt: number;
  size: number;
  uid: number | null;
  attributes: Map<string, string>;
  open: string[];
  done: number;
}

const note = (draft: Draft, { type, text }: Rec): void => {
  if (type === "C") draft.size = Number.parseInt(text, 10);
  else if (type === "T") draft.arrivedAt = Number.parseInt(text, 10) * 1_000;
  else if (type === "R") draft.open.push(text);
  else if (type === "D") draft.done++;
  else if (type === "A") {
    const cut = text.indexOf("=");
    if (cut > 0 && !draft.attributes.has(text.slice(0, cut))) draft.attributes.set(text.slice(0, cut), text.slice(cut + 1));
  }
};

const uidIn = (line: string): number | null => {
  const found = /^Received: by [^ ]+ \([^()]*, from userid (\d{1,10})\)/.exec(line);
  return found === null ? null : Number(found[1]);
};

const walk = (fd: number): Draft | null => {
  const read = createRecords(fd);
  const draft: Draft = { arrivedAt: 0, size: 0, uid: null, attributes: new Map(), open: [], done: 0 };
  let position = 0;
  let inContent = false;
  let isFirstLine = true;
  for (let count = 0; count < mostRecords; count++) {
    const rec = read(position);
    if (rec === null) return null;
    position = rec.next;
    if (rec.type === "E") return draft;
    // Where a content filter changed something, the rest goes on elsewhere in the file.
    if (rec.type === "p" && Number(rec.text) > 0) position = Number(rec.text);
    if (rec.type === "X") inContent = false;
    else if (rec.type === "M") {
      inContent = true;
      const first = read(position);
      const after = read(position + draft.size);
      if (first?.type === "N" && after?.type === "X") {
        draft.uid = uidIn(first.text);
        isFirstLine = false;
        position += draft.size;
      }
    } else if (!inContent) note(draft, rec);
    else if (isFirstLine && rec.type === "N") {
      draft.uid = uidIn(rec.text);
      isFirstLine = false;
    }
  }
  return null;
};

/** What came over SMTP has a client in its envelope, and its first line is not pickup's, whatever it says. */
const toQueueFile = ({ attributes, uid, ...rest }: Draft, inode: number): QueueFile => {
  const client = attributes.get("client_address") ?? attributes.get("log_client_address") ?? null;
  return { ...rest, uid: client === null ? uid : null, login: attributes.get("sasl_username")?.toLowerCase() ?? null, client, inode };
};

const isGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Null where it is not there (any more), is still being written, or is no message. */
export const readQueueFile = (path: string): QueueFile | null => {
  let fd = -1;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { mode, ino } = fstatSync(fd);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG || (mode & wholeBit) === 0) return null;
    const draft = walk(fd);
    return draft === null ? null : toQueueFile(draft, ino);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  } finally {
    if (fd >= 0) closeSync(fd);
  }
};
