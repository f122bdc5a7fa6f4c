/**
 * What a token may be allowed. None of them includes another. `claim`: bring in detections, as an agent does; `audit`: read the recorded
 * facts, personal data included, and verify the chain; `admin`: list and revoke tokens, try again what was given
 * up. Tokens are made at the desk's socket alone.
 */
export const scopes = ["read", "decide", "verify", "claim", "audit", "admin"] as const;

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number];
