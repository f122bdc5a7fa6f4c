import type { MailMessage, Submission } from "../domain/mail-event.ts";
import type { LinePlace } from "../domain/line-place.ts";
import { freshHashSeed, hashBytes } from "../kit/byte-interner.ts";
import type { KnownAccount } from "./directory.ts";

/** A message while its queue entry may still get lines. */
export interface OpenMessage extends MailMessage {
  readonly hostId: number;
  readonly queueIdBytes: Uint8Array;
  time: number;
  account: KnownAccount | null;
  submission: Submission;
  mailbox: string | null;
  sender: string;
  messageId: string | null;
  size: number;
  recipientCount: number;
  script: string | null;
  workingDirectory: string | null;
  client: string | null;
  place: LinePlace;
  /** Submission or client line was seen. */
  origin: boolean;
  /** `submitted` was emitted. */
  announced: boolean;
  closed: boolean;
  /** Digests of recipients that had an outcome, to tell a first outcome from a repeated one; bounded. */
  recipients: number[];
  next: OpenMessage | null;
}

/**
 * Open messages by server and queue id, at most `capacity`; the oldest is closed when a new one needs its place.
 * Queue ids are per server and get reused: {@link OpenMessages.open} replaces, {@link OpenMessages.close} forgets.
 */
export interface OpenMessages {
  readonly find: (hostId: number, bytes: Uint8Array, start: number, end: number) => OpenMessage | null;
  readonly add: (message: OpenMessage) => void;
  readonly close: (message: OpenMessage) => void;
  readonly evicted: () => number;
}

const sameBytes = (a: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean => {
  if (a.length !== end - start) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== bytes[start + at]) return false;
  return true;
};

export const createOpenMessages = (capacity: number): OpenMessages => {
  const seed = freshHashSeed();
  const byHash = new Map<number, OpenMessage>();
  let order: OpenMessage[] = [];
  let oldest = 0;
  let open = 0;
  let evicted = 0;

  const hashOf = (hostId: number, bytes: Uint8Array, start: number, end: number): number =>
    (hashBytes(seed ^ Math.imul(hostId, 0x9e3779b1), bytes, start, end) >>> 1) | 0;

  const find = (hostId: number, bytes: Uint8Array, start: number, end: number): OpenMessage | null => {
    let message = byHash.get(hashOf(hostId, bytes, start, end)) ?? null;
    while (message !== null) {
      if (message.hostId === hostId && sameBytes(message.queueIdBytes, bytes, start, end)) return message;
      message = message.next;
    }
    return null;
  };

  const close = (message: OpenMessage): void => {
    if (message.closed) return;
    message.closed = true;
    open--;
    const hash = hashOf(message.hostId, message.queueIdBytes, 0, message.queueIdBytes.length);
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
    while (open >= capacity && oldest < order.length) {
      const message = order[oldest++] as OpenMessage;
      if (message.closed) continue;
      close(message);
      evicted++;
    }
    while (oldest < order.length && (order[oldest] as OpenMessage).closed) oldest++;
    if (oldest > 4096 && oldest * 2 > order.length) {
      order = order.slice(oldest);
      oldest = 0;
    }
  };

  const add = (message: OpenMessage): void => {
    makeRoom();
    const hash = hashOf(message.hostId, message.queueIdBytes, 0, message.queueIdBytes.length);
    message.next = byHash.get(hash) ?? null;
    byHash.set(hash, message);
    order.push(message);
    open++;
  };

  return { find, add, close, evicted: () => evicted };
};
