/** How long the desk keeps what, in days. Nothing of a case that is not over is removed but full addresses. */
export interface Retention {
  /** Evidence lines, after the case is over. */
  readonly evidenceDays: number;
  /** What customers wrote, and addresses of people, after the case is over. */
  readonly replyDays: number;
  /** Full addresses of visitors, from when they were seen; then their networks (/24, /48) are left. */
  readonly addressDays: number;
  /** Effects, after they were carried out. */
  readonly effectDays: number;
  /** The chain, and cases that are over. */
  readonly auditDays: number;
  /** How far an agent's spool was taken in, since it was last heard: longer than a server is ever away and comes back with the same spool. */
  readonly sourceDays: number;
}

/**
 * Source: the guideline of Japan's ministry for telecommunications takes six months for logs of access and a year where needed; the rest is
 * the shortest that an objection by the customer, a second incident and a yearly review still need.
 */
export const defaultRetention: Retention = {
  evidenceDays: 90,
  replyDays: 365,
  addressDays: 180,
  effectDays: 90,
  auditDays: 1_095,
  sourceDays: 30,
};
