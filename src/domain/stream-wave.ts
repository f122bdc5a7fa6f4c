import { hourMs } from "../kit/time-units.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { MailMessage, RecipientOutcome } from "./mail-event.ts";
import type { MailStream } from "./mail-stream.ts";
import type { StreamMail } from "./recent-mail.ts";
import { Wave } from "./wave.ts";
import type { WaveContext, WaveSubject } from "./wave-context.ts";

const limits = {
  /** After a pause of this much, and of so many times the longest before, what comes is the wave's only if it is a burst of its own. */
  pauseMs: hourMs,
  pauseFactor: 4,
} as const;

/** Messages that were left out and whose outcomes are still to come. */
const leftOutKept = 4_096;

/** Where no root tells whose file a script is, the request before one of its messages does; a file outside of every root is no site's. */
const placed = ({ subject, recent }: MailStream): WaveSubject => {
  if (subject.causeKind !== "script" || subject.site !== null) return subject;
  const site = recent.triggers.find((trigger) => trigger !== null)?.site ?? null;
  return site === null || site.root !== null ? subject : { ...subject, site };
};

/** A wave of one stream's mail, with what is ordinary in the stream left out: the owner's own, and what comes when the wave is over. */
export class StreamWave {
  readonly wave: Wave;
  private readonly stream: MailStream;
  /** Clients whose mail came before this time are the owner's own; -Infinity where they cannot be told from the strangers. */
  private readonly strangersSince: number;
  private readonly leftOut = new Set<number>();
  private longestPauseMs = 0;
  /** Time of the last message that was taken. */
  lastAt: number;
  isPaused = false;

  /** `from`: index of the first message among the stream's recent ones. */
  constructor(stream: MailStream, from: number, context: WaveContext) {
    this.stream = stream;
    this.wave = new Wave(placed(stream), context);
    const entries = stream.recent.entriesFrom(from, stream.account);
    const since = entries[0]?.mail.message.time ?? 0;
    this.lastAt = since;
    const known = entries.filter(({ mail: { message } }) => message.client !== null && stream.knewClient(message.client, since));
    // Mail that mostly comes from the owner's own line is sent by the owner's machine, whoever works it.
    this.strangersSince = known.length * 2 < entries.length ? since : Number.NEGATIVE_INFINITY;
    for (const entry of entries) this.take(entry);
  }

  /** The stream's next message. */
  offer(mail: JoinedMail): void {
    const pauseMs = mail.message.time - this.lastAt;
    this.isPaused ||= pauseMs > Math.max(limits.pauseMs, this.longestPauseMs * limits.pauseFactor);
    if (this.isPaused) this.leaveOut(mail.message);
    else this.take({ mail, outcomes: [] });
  }

  /** It goes on: with the messages from this index of the stream's recent ones. */
  resume(from: number): void {
    this.isPaused = false;
    const { recent, account } = this.stream;
    for (const entry of recent.entriesFrom(from, account)) {
      if (this.leftOut.delete(entry.mail.message.id)) this.take(entry);
    }
  }

  addOutcome(mail: JoinedMail, outcome: RecipientOutcome): void {
    if (this.wave.holds(mail.message) && !this.leftOut.has(mail.message.id)) this.wave.addOutcome(mail, outcome);
  }

  /** Whoever has a mailbox's password, its owner goes on using it from where they always did. */
  private isOwners({ client }: Pick<MailMessage, "client">): boolean {
    return this.stream.subject.mailbox !== null && client !== null && this.stream.knewClient(client, this.strangersSince);
  }

  private leaveOut({ id }: Pick<MailMessage, "id">): void {
    if (this.leftOut.size >= leftOutKept) this.leftOut.delete(this.leftOut.values().next().value as number);
    this.leftOut.add(id);
  }

  private take({ mail, outcomes }: Pick<StreamMail, "mail" | "outcomes">): void {
    const { message, trigger } = mail;
    if (this.isOwners(message)) return this.leaveOut(message);
    this.longestPauseMs = Math.max(this.longestPauseMs, message.time - this.lastAt);
    this.lastAt = Math.max(this.lastAt, message.time);
    if (trigger !== null) this.wave.addTrigger(trigger);
    this.wave.addMail(mail);
    if (message.client !== null) this.wave.addClient(message.client);
    for (const outcome of outcomes) this.wave.addOutcome(mail, outcome);
  }
}
