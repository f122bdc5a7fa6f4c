import type { JoinedMail } from "../domain/joined-mail.ts";
import type { LinePlace } from "../domain/line-place.ts";
import type { MailMessage, RecipientOutcome, Submission } from "../domain/mail-event.ts";
import { freshHashSeed, hashBytes, hashText } from "../kit/byte-interner.ts";
import type { KnownAccount } from "./directory.ts";

/** A message while its queue entry may still get lines. */
export class OpenMessage implements MailMessage {
  readonly id: number;
  readonly hostId: number;
  readonly host: string;
  readonly queueId: string;
  time: number;
  place: LinePlace;
  account: KnownAccount | null = null;
  submission: Submission = "internal";
  mailbox: string | null = null;
  sender = "";
  messageId: string | null = null;
  size = 0;
  recipientCount = 0;
  script: string | null = null;
  workingDirectory: string | null = null;
  client: string | null = null;
  /** Submission or client line was seen. */
  origin = false;
  /** `submitted` was emitted. */
  announced = false;
  closed = false;
  /** Digests of recipients that had an outcome, to tell a first outcome from a repeated one; bounded. */
  recipients: readonly number[] = noRecipients;
  /** Recipients whose last outcome was a deferral. */
  deferred: readonly number[] = noRecipients;
  /** The local message that this one carries on: a mail server or a content filter that hands mail to itself gives it a new queue id. */
  firstHop: OpenMessage | null = null;
  /** The settled join, once there is one, and the outcomes that came before it. */
  joined: JoinedMail | null = null;
  early: RecipientOutcome[] | null = null;
  /** The same as mail that an account's mailbox passes on. */
  forward: JoinedMail | null = null;
  /** The next one of the same hash. */
  next: OpenMessage | null = null;
  /** Its neighbours among the open messages, in the order in which they came. */
  older: OpenMessage | null = null;
  newer: OpenMessage | null = null;

  constructor(
    id: number,
    queueId: string,
    line: { readonly host: string; readonly hostId: number; readonly time: number; readonly place: () => LinePlace },
  ) {
    this.id = id;
    this.queueId = queueId;
    this.host = line.host;
    this.hostId = line.hostId;
    this.time = line.time;
    this.place = line.place();
  }

  /** Notes an outcome; whether it is the recipient's first. */
  noteRecipient(recipient: number, isDeferred: boolean): boolean {
    const isFirst = !this.recipients.includes(recipient);
    if (isFirst && this.recipients.length < recipientsKept)
      this.recipients = this.recipients.length === 0 ? [recipient] : [...this.recipients, recipient];
    const isNoted = this.deferred.includes(recipient);
    if (isDeferred && !isNoted && this.deferred.length < recipientsKept) this.deferred = [...this.deferred, recipient];
    if (!isDeferred && isNoted) this.deferred = this.deferred.filter((one) => one !== recipient);
    return isFirst;
  }
}

const noRecipients: readonly number[] = [];
const recipientsKept = 64;

/**
 * Open messages by server and queue id, at most `capacity`; the oldest is closed when a new one needs its place.
 * Queue ids are per server and get reused: {@link OpenMessages.add} goes before what has the same id, {@link OpenMessages.close} forgets.
 */
export interface OpenMessages {
  readonly find: (hostId: number, bytes: Uint8Array, start: number, end: number) => OpenMessage | null;
  readonly add: (message: OpenMessage) => void;
  readonly close: (message: OpenMessage) => void;
  /** Every message that is still open, oldest first. */
  readonly all: () => readonly OpenMessage[];
  readonly evicted: () => number;
}

const isSame = (queueId: string, bytes: Uint8Array, start: number, end: number): boolean => {
  if (queueId.length !== end - start) return false;
  for (let at = 0; at < queueId.length; at++) if (queueId.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
};

export const createOpenMessages = (capacity: number, giveWay: (message: OpenMessage) => void): OpenMessages => {
  const seed = freshHashSeed();
  const byHash = new Map<number, OpenMessage>();
  // A list of links, not an array: a closed message is let go at once, while it is young and costs the garbage collector nothing.
  let oldest: OpenMessage | null = null;
  let newest: OpenMessage | null = null;
  let open = 0;
  let evicted = 0;

  const seedOf = (hostId: number): number => seed ^ Math.imul(hostId, 0x9e3779b1);

  const hashOf = (hostId: number, bytes: Uint8Array, start: number, end: number): number =>
    hashBytes(seedOf(hostId), bytes, start, end) & 0x3fffffff;

  const hashOfMessage = ({ hostId, queueId }: OpenMessage): number => hashText(seedOf(hostId), queueId) & 0x3fffffff;

  const find = (hostId: number, bytes: Uint8Array, start: number, end: number): OpenMessage | null => {
    let message = byHash.get(hashOf(hostId, bytes, start, end)) ?? null;
    while (message !== null) {
      if (message.hostId === hostId && isSame(message.queueId, bytes, start, end)) return message;
      message = message.next;
    }
    return null;
  };

  const unlink = (message: OpenMessage): void => {
    const { older, newer } = message;
    if (older === null) oldest = newer;
    else older.newer = newer;
    if (newer === null) newest = older;
    else newer.older = older;
    message.older = null;
    message.newer = null;
  };

  const close = (message: OpenMessage): void => {
    if (message.closed) return;
    message.closed = true;
    open--;
    unlink(message);
    const hash = hashOfMessage(message);
    let at = byHash.get(hash) ?? null;
    if (at === message) {
      if (message.next === null) byHash.delete(hash);
      else byHash.set(hash, message.next);
      return;
    }
    while (at !== null && at.next !== message) at = at.next;
    if (at !== null) at.next = message.next;
  };

  const makeRoom = (): void => {
    while (open >= capacity && oldest !== null) {
      const message: OpenMessage = oldest;
      giveWay(message);
      close(message);
      evicted++;
    }
  };

  const add = (message: OpenMessage): void => {
    makeRoom();
    const hash = hashOfMessage(message);
    message.next = byHash.get(hash) ?? null;
    byHash.set(hash, message);
    message.older = newest;
    if (newest === null) oldest = message;
    else newest.newer = message;
    newest = message;
    open++;
  };

  const all = (): readonly OpenMessage[] => {
    const found: OpenMessage[] = [];
    for (let message = oldest; message !== null; message = message.newer) found.push(message);
    return found;
  };

  return { find, add, close, all, evicted: () => evicted };
};
