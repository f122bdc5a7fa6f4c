/** Why a mail is kept for a person to look at: it belongs to no case, it was not read, or it is larger than is read at all. */
export type KeptReason = "unrouted" | "unreadable" | "too-large";

/** One mail that is kept, without what is in it. */
export interface KeptMail {
  /** The first 32 hex digits of the SHA-256 of its bytes; for one that is too large, of its name in the inbox. */
  readonly id: string;
  readonly reason: KeptReason;
  /** When it was taken from the inbox, epoch ms. */
  readonly at: number;
  /** Bytes of the whole mail. */
  readonly size: number;
}

/**
 * Mail that answers nothing the desk knows. Kept encrypted and for a short time, since it holds what strangers wrote (source: the retention
 * table, "raw unparsable mail"). Bounded in count and bytes: the oldest goes first. Rejects with `store-unreachable` or `store-full`.
 */
export interface KeptMails {
  /**
   * The same mail twice is kept once. `bytes`: null where the inbox did not hand them out; the mail itself then stays in the mailbox.
   * Answers how many older ones went to make room.
   */
  readonly keep: (mail: KeptMail, bytes: Uint8Array | null) => Promise<number>;
  /** Oldest first. */
  readonly list: () => Promise<readonly KeptMail[]>;
  /** Null where there is no such mail, or nothing of it but its size was kept. */
  readonly read: (id: string) => Promise<Uint8Array | null>;
  /** Whether it was there. */
  readonly remove: (id: string) => Promise<boolean>;
  /** Deletes what was taken before this moment (epoch ms), and says how many. */
  readonly removeBefore: (at: number) => Promise<number>;
}

/** How many mails became what since the desk started, by the word for it. */
export type InboxCounts = Readonly<Record<string, number>>;
