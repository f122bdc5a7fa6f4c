import type { HeldMessage, MailFate } from "../domain/held-mail.ts";
import type { FateClaim } from "../domain/mail-fate.ts";

/** Whose held mail is meant: an account's, or that of a log-in. */
export type HeldOwner = { readonly account: string } | { readonly mailbox: string };

/** Tells of queue ids whether the abuse caused them; what is left out is unknown. Asked of the join that reads the server's mail log. */
export type FateOf = (owner: HeldOwner, queueIds: readonly string[]) => Promise<ReadonlyMap<string, MailFate>>;

/** Tells of queue ids of a claim's server whether its cause explains them; what nobody remembers is unknown. Source: the log reading beside the desk. */
export type CaseFates = (of: FateClaim, queueIds: readonly string[]) => ReadonlyMap<string, MailFate>;

/** What became of one of the ids: `not-held` where it is on hold no more, `not-theirs` where it is another's. */
export interface HeldEnd {
  readonly queueId: string;
  readonly outcome: "delivered" | "deleted" | "not-held" | "not-theirs" | "failed";
}

/**
 * How mail that one server program holds comes to its end. It sees envelopes and queue ids and no content, and reads once more whose a message is
 * right before it acts on it: no other account's mail is touched. An id that is done already succeeds as `not-held`. Rejects with
 * an OperationError where the owner is none of this server.
 */
export interface HeldMail {
  readonly list: (owner: HeldOwner) => Promise<readonly HeldMessage[]>;
  /** Lets them go at once. Whether they may go is the caller's to decide. */
  readonly deliver: (owner: HeldOwner, queueIds: readonly string[]) => Promise<readonly HeldEnd[]>;
  /** For good; the caller has put on record who decided it. */
  readonly delete: (owner: HeldOwner, queueIds: readonly string[]) => Promise<readonly HeldEnd[]>;
}
