import type { Scope } from "./scope.ts";

/** A token as it is kept: the secret itself is shown once, when it is made, and never stored. Times are epoch ms. */
export interface Token {
  /** Part of the token's text, and no secret: 16 hex digits. */
  readonly id: string;
  /** Whose it is: decisions that come with it are recorded under this name. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

/** Whether a token still opens anything. */
export const isTokenValid = ({ expiresAt, revokedAt }: Token, now: number): boolean => revokedAt === null && now < expiresAt;
