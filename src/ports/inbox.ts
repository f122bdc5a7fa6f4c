/** One received mail that nobody has taken yet. */
export interface InboxMail {
  /** Names it within its inbox for {@link Inbox.markTaken}; it says nothing about what is in it. */
  readonly id: string;
  /** The mail as it came; null where it is larger than the inbox reads. */
  readonly bytes: Uint8Array | null;
  /** Bytes of the whole mail. */
  readonly size: number;
}

/**
 * Where replies arrive. It hands out every mail at least once: one that was not marked as taken comes again, also after a crash, so
 * whoever takes it must not count it twice. Throws `OperationError` `inbox-failed` where it cannot be reached or read.
 */
export interface Inbox {
  readonly name: string;
  /** What is there and not yet taken, oldest first; ends when all was handed out. */
  readonly unread: () => AsyncIterable<InboxMail>;
  /** Called after the facts of a mail are committed. Does nothing for a mail that is gone or was taken before. */
  readonly markTaken: (id: string) => Promise<void>;
  readonly close: () => Promise<void>;
}
