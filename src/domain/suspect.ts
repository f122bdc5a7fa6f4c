import type { JoinedMail } from "./joined-mail.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import { sigmoid, strangeness } from "./strangeness.ts";
import type { WriteRequest } from "./write-request.ts";

/** A request that looks like a stranger's, with the mail that followed it. */
export interface Suspect {
  readonly request: WriteRequest;
  /** Probability that a stranger's program sent it, 0.5 to 1. */
  readonly weight: number;
  readonly mails: JoinedMail[];
  readonly outcomes: RecipientOutcome[];
}

/** Null when the request looks more like a visitor's, or the operator vouches for its source. */
export const suspectOf = (request: WriteRequest): Suspect | null => {
  if (request.trusted) return null;
  const weight = sigmoid(strangeness(request));
  return weight < 0.5 ? null : { request, weight, mails: [], outcomes: [] };
};

const dayMs = 86_400_000;

/**
 * The last suspects of one site or endpoint, and the rate that was usual before the last day. At most `capacity`
 * suspects of a few hundred bytes each are kept; older ones only count.
 */
export class SuspectRing {
  readonly entries: Suspect[] = [];
  private readonly capacity: number;
  private readonly counts: (suspect: Suspect) => boolean;
  private readonly usualPerDay: number;
  private oldWeight = 0;
  private firstTime = Number.NaN;
  private oldUntil = 0;

  constructor(options: { readonly capacity: number; readonly usualPerDay: number; readonly counts: (suspect: Suspect) => boolean }) {
    this.capacity = options.capacity;
    this.usualPerDay = options.usualPerDay;
    this.counts = options.counts;
  }

  add(suspect: Suspect): void {
    if (this.firstTime !== this.firstTime) this.firstTime = suspect.request.time;
    this.entries.push(suspect);
    if (this.entries.length > this.capacity) this.forget(this.entries.length - this.capacity / 2);
  }

  private forget(count: number): readonly Suspect[] {
    for (let at = this.oldUntil; at < count; at++) this.age(this.entries[at] as Suspect);
    this.oldUntil = Math.max(0, this.oldUntil - count);
    return this.entries.splice(0, count);
  }

  private age(suspect: Suspect): void {
    if (this.counts(suspect)) this.oldWeight += suspect.weight;
  }

  /** Weighted events per millisecond before the last day, with one day of `usualPerDay` to begin with. */
  usualPerMs(now: number): number {
    while (this.oldUntil < this.entries.length && (this.entries[this.oldUntil] as Suspect).request.time < now - dayMs) {
      this.age(this.entries[this.oldUntil++] as Suspect);
    }
    const seenMs = Math.max(0, now - dayMs - this.firstTime);
    return (this.usualPerDay + this.oldWeight) / (dayMs + (seenMs === seenMs ? seenMs : 0));
  }
}
