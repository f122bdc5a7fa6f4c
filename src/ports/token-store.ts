import type { Token } from "../domain/access/token.ts";
import type { Removal } from "./case-store.ts";

/**
 * Where tokens are kept, as digests. That one was made, by `createdBy`, or revoked is a fact of the desk and stored in the same transaction, without
 * secret and digest. Rejects as the case store does.
 */
export interface TokenStore {
  /** `digest`: SHA-256 of the secret in hex. The secret has 256 bits of chance, so that no slow hash is needed. */
  readonly create: (token: Token, digest: string) => Promise<void>;
  readonly byId: (id: string) => Promise<{ readonly token: Token; readonly digest: string } | null>;
  /** Newest first; those that are over too. */
  readonly list: () => Promise<readonly Token[]>;
  /** False where there is no such token, or it was revoked before. */
  readonly revoke: (id: string, revocation: Pick<Removal, "at" | "by">) => Promise<boolean>;
}
