import { dayMs, hourMs } from "../kit/time-units.ts";
import type { JoinedMail } from "./joined-mail.ts";
import { type KeptMail, type KeptOutcome, keptMail, keptOutcome } from "./kept-mail.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import { sigmoid, strangeness } from "./strangeness.ts";
import type { WriteRequest } from "./write-request.ts";

/** A request that looks like a stranger's, with the mail that followed it. */
export interface Suspect {
  readonly request: WriteRequest;
  /** Probability that a stranger's program sent it, 0 to 1. */
  readonly weight: number;
  /** At most 128: a request may send any number. */
  readonly mails: KeptMail[];
  readonly outcomes: KeptOutcome[];
  /** Taken into the wave of its site. */
  isMember: boolean;
}

/** Messages remembered of one request. */
const mailsPerSuspect = 128;

/** Remembers a message that followed a suspect's request. */
export const noteMail = (suspect: Suspect, mail: JoinedMail): void => {
  if (suspect.mails.length < mailsPerSuspect) suspect.mails.push(keptMail(mail));
};

/** Remembers what became of a recipient of such a message, up to so many outcomes. */
export const noteOutcome = (
  suspect: Suspect,
  { mail, outcome, most }: { mail: JoinedMail; outcome: RecipientOutcome; most: number },
): void => {
  if (suspect.outcomes.length >= most) return;
  const known = suspect.mails.findLast(({ message }) => message.id === mail.message.id);
  suspect.outcomes.push(keptOutcome(known ?? keptMail(mail), outcome));
};

/** Below this probability a request is taken for a visitor's. */
export const strangersWeight = 0.5;
/**
 * From here on it may be a program that drives a real browser (one from abroad that read the page and its assets weighs 0.38):
 * for judging where the mail side speaks as well.
 */
export const doubtfulWeight = 0.35;
/** While a wave runs, one to the abused form is taken along from here on, if its sender fetched no asset. */
const leastWeightInWave = 0.28;

/** A source that wrote to the same endpoint this often in a row, over this long, is a counterpart of the site (payment provider, app), no stranger. */
const regularWrites = 5;
const regularMs = 12 * hourMs;

const weightOf = (request: WriteRequest): number => sigmoid(strangeness(request));

const isRegular = ({ before }: WriteRequest): boolean => before.sameEndpoint >= regularWrites && before.sameEndpointMs >= regularMs;

/** Any request as a suspect, for what is known to belong to a wave. */
export const asSuspect = (request: WriteRequest): Suspect => ({
  request,
  weight: weightOf(request),
  mails: [],
  outcomes: [],
  isMember: false,
});

/** Null when the request looks more like a visitor's, comes from a regular counterpart, or from a vouched-for source. */
export const suspectOf = (request: WriteRequest, leastWeight: number): Suspect | null =>
  request.trusted || isRegular(request) || weightOf(request) < leastWeight ? null : asSuspect(request);

/** The same for a request to a form under attack. */
export const suspectInWave = (request: WriteRequest): Suspect | null => {
  if (request.trusted || isRegular(request)) return null;
  return weightOf(request) < (request.before.assets === 0 ? leastWeightInWave : doubtfulWeight) ? null : asSuspect(request);
};

/** How many suspects a ring keeps, and what was usual before anything is known. */
export interface SuspectRingOptions {
  /** At most this many are kept, half of them when it is full; about half a kilobyte each. */
  readonly capacity: number;
  /** Where given, suspects younger than this are kept beyond the capacity, up to 32 times of it. */
  readonly youngMs?: number;
  /** Weighted events a day that one day of nothing-known starts with. */
  readonly usualPerDay: number;
}

/** The last suspects of one site or endpoint in order of arrival, and the rate that was usual before the last day. */
export class SuspectRing {
  readonly entries: Suspect[] = [];
  private readonly options: SuspectRingOptions;
  private oldWeight = 0;
  private firstTime = Number.NaN;
  /** Entries before this one are counted as old. */
  private oldUntil = 0;

  constructor(options: SuspectRingOptions) {
    this.options = options;
  }

  add(suspect: Suspect): void {
    const { time, id } = suspect.request;
    if (this.firstTime !== this.firstTime) this.firstTime = time;
    let at = this.entries.length;
    while (at > this.oldUntil && (this.entries[at - 1] as Suspect).request.id > id) at--;
    if (at === this.entries.length) this.entries.push(suspect);
    else this.entries.splice(at, 0, suspect);
    if (this.entries.length > this.options.capacity) this.makeRoom(time);
  }

  /** The suspect of a request, or null when it is none or was forgotten. */
  find(requestId: number): Suspect | null {
    const { entries } = this;
    let low = 0;
    let high = entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = entries[middle] as Suspect;
      if (found.request.id === requestId) return found;
      if (found.request.id < requestId) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  /** Forgets the entries without counting them as usual: what was an attack is no yardstick. */
  clear(): void {
    this.entries.length = 0;
    this.oldUntil = 0;
  }

  /** Forgets what is older than a moment; it counts as usual from then on, as it would have without that. */
  forget(before: number): void {
    let count = 0;
    while (count < this.entries.length && (this.entries[count] as Suspect).request.time < before) count++;
    this.drop(count);
  }

  /** Keeps the entries for looking them up, without ever counting them as usual. */
  disregard(): void {
    this.oldUntil = this.entries.length;
  }

  private makeRoom(now: number): void {
    const { capacity, youngMs = 0 } = this.options;
    const young = this.entries.length < capacity * 32 ? now - youngMs : Number.POSITIVE_INFINITY;
    let count = 0;
    while (count < this.entries.length - capacity / 2 && (this.entries[count] as Suspect).request.time < young) count++;
    this.drop(count);
  }

  private drop(count: number): void {
    if (count === 0) return;
    for (let at = this.oldUntil; at < count; at++) this.oldWeight += (this.entries[at] as Suspect).weight;
    this.oldUntil = Math.max(0, this.oldUntil - count);
    this.entries.splice(0, count);
  }

  /** Weighted events per millisecond before the last day. */
  usualPerMs(now: number): number {
    while (this.oldUntil < this.entries.length && (this.entries[this.oldUntil] as Suspect).request.time < now - dayMs) {
      this.oldWeight += (this.entries[this.oldUntil++] as Suspect).weight;
    }
    const seenMs = Math.max(0, now - dayMs - this.firstTime);
    return (this.options.usualPerDay + this.oldWeight) / (dayMs + (seenMs === seenMs ? seenMs : 0));
  }
}
