/** The closed list of measures, narrow to wide within web and mail. Source: the contract's table. */
export const measures = [
  "deny-path",
  "deny-network",
  "deny-foreign-writes",
  "challenge-foreign",
  "deny-foreign",
  "deny-writes",
  "quarantine-file",
  "lock-mailbox",
  "cap-mail",
  "hold-mail",
  "stop-mail",
] as const;

/** One of {@link measures}. */
export type Measure = (typeof measures)[number];
