/** What one received mail may be. Source: the threat model's T21. */
export const mailLimits = {
  bytes: 1024 * 1024,
  headerBytes: 64 * 1024,
  parts: 50,
  /** Multiparts in all, and so at most this deep. */
  multiparts: 10,
  /** Characters of text that are looked at for answers; people write less. */
  textLength: 200_000,
  htmlLength: 512 * 1024,
  htmlDepth: 100,
  milliseconds: 2_000,
  megabytes: 256,
} as const;

/** Why a mail was not read. It is kept as it is and shown to staff. */
export type MailProblem = "too-large" | "headers-too-large" | "too-many-parts" | "too-deep" | "too-slow" | "unreadable";
