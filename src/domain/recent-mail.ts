import type { Account } from "./account.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { KeptMail, KeptOutcome } from "./kept-mail.ts";
import { LinePlaces } from "./line-places.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import { RecentOutcomes } from "./recent-outcomes.ts";
import type { WriteRequest } from "./write-request.ts";

/** One message with what became of it. */
export interface StreamMail {
  readonly mail: KeptMail;
  /** The first outcomes; a message to hundreds is sampled. */
  readonly outcomes: readonly KeptOutcome[];
}

/** Messages remembered one by one: half of them when full. */
export const recentKept = 384;
const outcomesKept = 12;

/** Outcomes of all messages at most. */
export const recentOutcomes = recentKept * outcomesKept;

/**
 * A stream's latest messages and their outcomes, in columns: one list for each property. An object for each would be most of what a scan
 * keeps for a while, which is what costs the garbage collector its time, and each is looked at again and again when a burst is weighed.
 */
export class RecentMail {
  readonly times: number[] = [];
  readonly clients: (string | null)[] = [];
  readonly triggers: (WriteRequest | null)[] = [];
  readonly outcomes = new RecentOutcomes();
  private readonly ids: number[] = [];
  private readonly candidates: number[] = [];
  private readonly places = new LinePlaces();
  /** Outcomes of each message that are kept. */
  private readonly sampled: number[] = [];
  /** Number in the stream of the first message that is still kept. */
  private firstNumber = 0;

  get length(): number {
    return this.times.length;
  }

  /** Number in the stream of the message at an index. */
  numberAt(index: number): number {
    return this.firstNumber + index;
  }

  push({ message, trigger, candidates }: JoinedMail): void {
    this.times.push(message.time);
    this.clients.push(message.client);
    this.triggers.push(trigger);
    this.ids.push(message.id);
    this.candidates.push(candidates);
    this.places.push(message.place);
    this.sampled.push(0);
    if (this.length > recentKept) this.drop(recentKept / 2);
  }

  /** `firstHour`: hours since 1970 at which the account first mailed the recipient. Passed over for a message that is forgotten. */
  addOutcome(messageId: number, outcome: RecipientOutcome, firstHour: number): void {
    const at = this.ids.lastIndexOf(messageId);
    if (at < 0 || (this.sampled[at] as number) >= outcomesKept) return;
    this.sampled[at] = (this.sampled[at] as number) + 1;
    const offset = this.places.offsets[at] as number;
    this.outcomes.push({ number: this.numberAt(at), time: this.times[at] as number, offset }, outcome, firstHour);
  }

  /** Forgets the messages before a moment. */
  forget(before: number): void {
    const count = this.times.findIndex((time) => time >= before);
    this.drop(count < 0 ? this.length : count);
  }

  /** The messages from an index on as objects, for what keeps them longer. */
  entriesFrom(index: number, account: Account): readonly StreamMail[] {
    const entries = this.times.slice(index).map((_, at) => ({ mail: this.mailAt(index + at, account), outcomes: [] as KeptOutcome[] }));
    const { outcomes } = this;
    for (let at = 0; at < outcomes.length; at++) {
      const entry = entries[(outcomes.messages[at] as number) - this.firstNumber - index];
      entry?.outcomes.push(outcomes.at(at, entry.mail));
    }
    return entries;
  }

  private mailAt(index: number, account: Account): KeptMail {
    return {
      message: {
        id: this.ids[index] as number,
        time: this.times[index] as number,
        account,
        client: this.clients[index] as string | null,
        place: this.places.at(index),
      },
      trigger: this.triggers[index] as WriteRequest | null,
      candidates: this.candidates[index] as number,
    };
  }

  private drop(count: number): void {
    if (count === 0) return;
    const { times, clients, triggers, ids, candidates, places, sampled } = this;
    for (const column of [times, clients, triggers, ids, candidates, sampled, ...places.columns]) column.splice(0, count);
    this.firstNumber += count;
    this.outcomes.forgetBefore(this.firstNumber);
  }
}
