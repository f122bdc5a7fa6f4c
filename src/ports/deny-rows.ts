import type { DenyRow } from "../domain/deny-row.ts";
import type { Removal } from "./case-store.ts";

/**
 * Networks that customers closed their own sites to. That one was added, by `addedBy`, or removed is a fact of the desk and stored in the same
 * transaction, its network and note beside the chain. Rejects as the case store does.
 */
export interface DenyRowStore {
  /** `known`: the site has a row for this network; `full`: it has `most` rows. Nothing is stored then. */
  readonly add: (row: DenyRow, most: number) => Promise<"added" | "known" | "full">;
  /** False where the site has no such row. */
  readonly remove: (row: Pick<DenyRow, "site" | "id">, removal: Pick<Removal, "at" | "by">) => Promise<boolean>;
  /** Oldest first. */
  readonly ofSite: (site: string) => Promise<readonly DenyRow[]>;
  /** Sites that have rows, by name. */
  readonly sites: () => Promise<readonly string[]>;
}
