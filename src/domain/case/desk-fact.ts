import type { Scope } from "../access/scope.ts";
import type { Actor } from "./actor.ts";

/**
 * What happens to the desk as a whole and belongs to no case. Recorded in the same chain as the facts of cases, so that it can be told
 * afterwards what was allowed when. Times are epoch ms.
 */
export type DeskFact = {
  readonly id: string;
  readonly at: number;
  readonly by: Actor;
} /** The policy that is in force from here on, with whom it lets act on what: acting is switched on in its text. */ & (
  | {
      readonly kind: "policy-changed";
      /** Digest of the policy's text, 12 hex digits. */
      readonly version: string;
      readonly text: string;
    }
  /** All automatic decisions stop; what is in force stays. */
  | { readonly kind: "paused"; readonly reason: string }
  | { readonly kind: "resumed"; readonly reason: string }
  /** What was too old was removed; written by the store itself. */
  | {
      readonly kind: "purged";
      readonly removed: PurgeCounts;
      /** Set when the beginning of the chain went: what is left begins at `seq` and follows on an entry with this hash. */
      readonly anchor: { readonly seq: number; readonly hash: string } | null;
    }
  /** Personal data of one case was erased on request; written by the store itself. */
  | { readonly kind: "erased"; readonly caseId: string; readonly removed: PurgeCounts; readonly reason: string }
  /** Messages of an agent that never came: the desk went on past these numbers. What comes of them later is taken in late. */
  | { readonly kind: "deliveries-skipped"; readonly source: string; readonly from: number; readonly to: number }
  /** A token was made, for whom and until when; never its secret, nor a digest of it. */
  | {
      readonly kind: "token-created";
      readonly token: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly expiresAt: number;
    }
  | { readonly kind: "token-revoked"; readonly token: string; readonly name: string }
  /** A customer closed their own site to a network, or opened it again. The network may be one visitor's address. */
  | { readonly kind: "deny-row-added"; readonly site: string; readonly row: string; readonly network: string; readonly note: string }
  | { readonly kind: "deny-row-removed"; readonly site: string; readonly row: string; readonly network: string }
  /** The store was put back from a backup whose last entry was `seq`; written by the store itself. */
  | { readonly kind: "restored"; readonly seq: number; readonly hash: string }
);

/** How much a purge removed, by kind of data. */
export interface PurgeCounts {
  /** Cases whose evidence lines were emptied. */
  readonly evidence: number;
  /** Cases whose customer texts and addresses were emptied. */
  readonly replies: number;
  /** Letters to customers, as they were sent; absent in what was recorded before they were kept. */
  readonly notices?: number;
  /** Open or closed cases in whose evidence addresses were shortened. */
  readonly addresses: number;
  /** Personal parts of facts that were erased beside the chain. */
  readonly parts: number;
  /** Effects that were carried out long ago. */
  readonly effects: number;
  /** Entries of the chain. */
  readonly entries: number;
  /** Cases that were closed before the oldest entry that is kept. */
  readonly cases: number;
  /** Messages of agents, waiting for their turn, whose quoted lines were emptied. */
  readonly deliveries: number;
  /** Agents' spools that were not heard of any more: how far they had come is forgotten. */
  readonly sources: number;
}
