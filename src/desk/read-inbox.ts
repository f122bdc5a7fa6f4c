import type { Inbox } from "../ports/inbox.ts";
import type { DeskParts } from "./desk-parts.ts";
import { type ReplyReader, type TakenReply, takeReply } from "./take-reply.ts";

/** How many mails became what. */
export type InboxTally = Readonly<Partial<Record<TakenReply | "too-large", number>>>;

/**
 * Takes every mail that waits. Marked as taken after it is on record, so that a crash in between brings it again, which does nothing the second
 * time. One that is larger than is read, or that belongs to no case, stays in the mailbox among those taken, for a person to look at.
 */
export const readInbox = async (parts: DeskParts, reader: ReplyReader, inbox: Inbox): Promise<InboxTally> => {
  const tally: Partial<Record<TakenReply | "too-large", number>> = {};
  for await (const { id, bytes } of inbox.unread()) {
    const became = bytes === null ? "too-large" : await takeReply(parts, reader, bytes);
    tally[became] = (tally[became] ?? 0) + 1;
    await inbox.markTaken(id);
  }
  return tally;
};
