import { createHash } from "node:crypto";
import type { Inbox, InboxMail } from "../ports/inbox.ts";
import type { KeptMails, KeptReason } from "../ports/kept-mails.ts";
import type { DeskParts } from "./desk-parts.ts";
import { type ReplyReader, type TakenReply, takeReply } from "./take-reply.ts";

/** How many mails became what; `dropped`: older ones that had to go, since no more are kept. */
export type InboxTally = Readonly<Partial<Record<TakenReply | "too-large" | "dropped", number>>>;

/** Where mail comes from, how it is read, and where that which nobody could read or route waits for a person. */
export interface InboxParts {
  readonly reader: ReplyReader;
  readonly inbox: Inbox;
  readonly kept: KeptMails;
}

const keptReasons: readonly string[] = ["unrouted", "unreadable", "too-large"] satisfies readonly KeptReason[];

const isKept = (became: string): became is KeptReason => keptReasons.includes(became);

/** By its bytes, so that a mail that comes again after a crash is kept once. */
const idOf = ({ id, bytes }: InboxMail): string =>
  createHash("sha256")
    .update(bytes ?? id)
    .digest("hex")
    .slice(0, 32);

/**
 * Takes every mail that waits. Marked as taken after it is on record or kept, so that a crash in between brings it again, which does nothing
 * the second time.
 */
export const readInbox = async (parts: DeskParts, { reader, inbox, kept }: InboxParts): Promise<InboxTally> => {
  const tally: Partial<Record<TakenReply | "too-large" | "dropped", number>> = {};
  const count = (became: keyof InboxTally, mails = 1): void => {
    tally[became] = (tally[became] ?? 0) + mails;
  };
  for await (const mail of inbox.unread()) {
    const became = mail.bytes === null ? "too-large" : await takeReply(parts, reader, mail.bytes);
    count(became);
    if (isKept(became)) {
      const dropped = await kept.keep({ id: idOf(mail), reason: became, at: parts.clock.now(), size: mail.size }, mail.bytes);
      if (dropped > 0) count("dropped", dropped);
    }
    await inbox.markTaken(mail.id);
  }
  return tally;
};
