import type { KeptMail, KeptOutcome } from "./kept-mail.ts";
import { LinePlaces } from "./line-places.ts";
import { type DeliveryStatus, deliveryStatuses, type RecipientOutcome } from "./mail-event.ts";

/** The message that an outcome belongs to, as it is remembered: its number in the stream, its time, where its line begins. */
export interface OutcomeOf {
  readonly number: number;
  readonly time: number;
  readonly offset: number;
}

/** The outcomes of a stream's latest messages in the order in which they came, in columns: see {@link RecentMail}. */
export class RecentOutcomes {
  /** The message's number in its stream. */
  readonly messages: number[] = [];
  readonly recipients: number[] = [];
  readonly domains: string[] = [];
  /** As indices of `deliveryStatuses`, which are shorter in a saved state. */
  private readonly statuses: number[] = [];
  readonly relays: (string | null)[] = [];
  /** Hours since 1970 at which the account first mailed the recipient; -1 where the outcome is not the recipient's first of the message. */
  readonly firstHours: number[] = [];
  /** Milliseconds, and bytes in the log, since the message: a saved state is the shorter for it. */
  private readonly delays: number[] = [];
  private readonly places = new LinePlaces();

  push({ number, time, offset }: OutcomeOf, outcome: RecipientOutcome, firstHour: number): void {
    this.messages.push(number);
    this.recipients.push(outcome.recipient);
    this.domains.push(outcome.recipientDomain);
    this.statuses.push(deliveryStatuses.indexOf(outcome.status));
    this.relays.push(outcome.relayAddress);
    this.firstHours.push(outcome.first ? firstHour : -1);
    this.delays.push(outcome.time - time);
    this.places.push(outcome.place, offset);
  }

  get length(): number {
    return this.messages.length;
  }

  statusAt(index: number): DeliveryStatus {
    return deliveryStatuses[this.statuses[index] as number] as DeliveryStatus;
  }

  /** One as an object, for what keeps it longer. */
  at(index: number, { message }: KeptMail): KeptOutcome {
    return {
      time: message.time + (this.delays[index] as number),
      message,
      recipient: this.recipients[index] as number,
      recipientDomain: this.domains[index] as string,
      status: this.statusAt(index),
      relayAddress: this.relays[index] as string | null,
      first: (this.firstHours[index] as number) >= 0,
      place: this.places.at(index, message.place.offset),
    };
  }

  /** Forgets those of messages before the given number. */
  forgetBefore(message: number): void {
    const { messages, columns } = this;
    let kept = 0;
    for (let at = 0; at < messages.length; at++) {
      if ((messages[at] as number) < message) continue;
      if (at > kept) for (const column of columns) column[kept] = column[at];
      kept++;
    }
    for (const column of columns) column.length = kept;
  }

  private get columns(): readonly unknown[][] {
    const { messages, recipients, domains, statuses, relays, firstHours, delays, places } = this;
    return [messages, recipients, domains, statuses, relays, firstHours, delays, ...places.columns];
  }
}
