import type { Token } from "../domain/access/token.ts";

/** Where tokens are kept, as digests. Rejects as the case store does. */
export interface TokenStore {
  /** `digest`: SHA-256 of the secret in hex. The secret has 256 bits of chance, so that no slow hash is needed. */
  readonly create: (token: Token, digest: string) => Promise<void>;
  readonly byId: (id: string) => Promise<{ readonly token: Token; readonly digest: string } | null>;
  /** Newest first; those that are over too. */
  readonly list: () => Promise<readonly Token[]>;
  /** False where there is no such token, or it was revoked before. */
  readonly revoke: (id: string, now: number) => Promise<boolean>;
}
