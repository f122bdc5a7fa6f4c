import { addressBlock } from "../kit/ip-address.ts";
import { dayMs, hourMs } from "../kit/time-units.ts";
import type { Account } from "./account.ts";
import { type Burst, latestBurst } from "./burst.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import { RecentMail, recentKept } from "./recent-mail.ts";
import type { RecipientPast } from "./recipient-past.ts";
import type { WaveSubject } from "./wave-context.ts";

/** Five weeks of hours. */
const hoursKept = 35 * 24;
const networksKept = 64;
/** What an account may send a day before anything is known of the stream. */
const usualPerDay = 4;

const ones: readonly number[] = new Array<number>(recentKept + 1).fill(1);

/** All mail of one account that came in the same way: its latest messages and its past. */
export class MailStream {
  readonly subject: WaveSubject;
  /** As the latest message names it. */
  account: Account;
  readonly recent = new RecentMail();
  /** Whom the whole account mailed. */
  readonly recipients: RecipientPast;
  /** Messages per hour, of the last five weeks in which any came; the key is hours since 1970. */
  private readonly hours = new Map<number, number>();
  /** Client networks with the hour of their first message. */
  private readonly networks = new Map<string, number>();
  /** The same by the neighbourhood of the client's address: a network may be half a country. */
  private readonly blocks = new Map<string, number>();
  private firstTime = Number.NaN;
  /** The usual rate, worked out once an hour. */
  private usualHour = -1;
  private usual = 0;
  total = 0;

  constructor(subject: WaveSubject, { account, recipients }: { readonly account: Account; readonly recipients: RecipientPast }) {
    this.subject = subject;
    this.account = account;
    this.recipients = recipients;
  }

  add(mail: JoinedMail, network: string | null): void {
    const { account, time } = mail.message;
    this.account = account ?? this.account;
    if (this.firstTime !== this.firstTime) this.firstTime = time;
    this.total++;
    this.recent.push(mail);
    const hour = Math.floor(time / hourMs);
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1);
    if (this.hours.size > hoursKept) this.hours.delete(this.hours.keys().next().value as number);
    const { client } = mail.message;
    const block = client === null ? null : addressBlock(client, 24, 48);
    if (block !== null && !this.blocks.has(block) && this.blocks.size < networksKept) this.blocks.set(block, hour);
    if (network !== null && !this.networks.has(network) && this.networks.size < networksKept) this.networks.set(network, hour);
  }

  addOutcome(mail: JoinedMail, outcome: RecipientOutcome): void {
    const firstHour = this.recipients.note(outcome.recipient, Math.floor(outcome.time / hourMs));
    this.recent.addOutcome(mail.message.id, outcome, firstHour);
  }

  /** Milliseconds of past that the stream has at this moment. */
  pastMs(now: number): number {
    return Math.max(0, now - this.firstTime) || 0;
  }

  /** Whether the account's mail came from this network before the given time. */
  knewNetwork(network: string, before: number): boolean {
    const first = this.networks.get(network);
    return first !== undefined && first < Math.floor(before / hourMs);
  }

  /** Whether mail came from this client's neighbourhood before the given time: from the owner's own line, as far as anybody can tell. */
  knewClient(client: string, before: number): boolean {
    const first = this.blocks.get(addressBlock(client, 24, 48) ?? client);
    return first !== undefined && first < Math.floor(before / hourMs);
  }

  /** Messages an hour from the stream's first one to the hour before this moment: the yardstick of a first day. */
  perHourBefore(time: number): number {
    const hour = Math.floor(time / hourMs);
    const first = Math.floor(this.firstTime / hourMs);
    let sum = 0;
    for (const [at, count] of this.hours) if (at < hour) sum += count;
    return hour > first ? sum / (hour - first) : 0;
  }

  /** Messages a millisecond as they were before the last day: the mean, or what this hour of the day usually sees if that is more. */
  usualPerMs(now: number): number {
    const nowHour = Math.floor(now / hourMs);
    if (nowHour === this.usualHour) return this.usual;
    this.usualHour = nowHour;
    this.usual = this.usualAt(now, nowHour);
    return this.usual;
  }

  private usualAt(now: number, nowHour: number): number {
    let old = 0;
    let sameHour = 0;
    for (const [hour, count] of this.hours) {
      if (hour > nowHour - 24) continue;
      old += count;
      if ((nowHour - hour) % 24 === 0) sameHour += count;
    }
    const days = Math.max(0, this.pastMs(now) / dayMs - 1);
    const mean = (usualPerDay + old) / ((1 + days) * dayMs);
    return Math.max(mean, days < 1 ? 0 : sameHour / (days * hourMs));
  }

  /** The most surprising stretch up to the last message that begins after the given time; its index is one of `recent`. */
  burst(after = Number.NEGATIVE_INFINITY): Burst | null {
    const { times } = this.recent;
    const skipped = after === Number.NEGATIVE_INFINITY ? 0 : times.findLastIndex((time) => time <= after) + 1;
    const burst = latestBurst(skipped === 0 ? times : times.slice(skipped), ones, this.usualPerMs(times.at(-1) ?? 0), 60_000);
    return burst === null ? null : { ...burst, from: burst.from + skipped };
  }
}
