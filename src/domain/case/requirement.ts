/**
 * The closed list of conditions for a release. A requirement is a condition ("this path no longer mails strangers"), never an instruction
 * ("install a CAPTCHA"). Source: the contract's fixed ids.
 */
export const requirementIds = [
  "form-protected",
  "no-known-vulnerability",
  "up-to-date",
  "files-untampered",
  "way-in-closed",
  "no-cron-entry",
  "password-changed",
  "consent-confirmed",
  "harm-stopped",
] as const;

/** One of {@link requirementIds}. */
export type RequirementId = (typeof requirementIds)[number];

/** What is known of a requirement. Unknown is never taken for met. */
export type RequirementState = "met" | "not-met" | "unknown";

/** What a customer can say of a requirement. Source: the contract's `answers.yaml`. */
export const claimKinds = ["done", "not-needed", "need-help", "was-ours"] as const;

/** One of {@link claimKinds}. */
export type ClaimKind = (typeof claimKinds)[number];

/** What a check found on one requirement. */
export interface Finding {
  readonly requirement: RequirementId;
  readonly state: RequirementState;
  /** Name of the check, or `person` for a written attestation. */
  readonly check: string;
  /** Code of what was found, for every language to say; the check's own closed list. */
  readonly code: string;
  /** What the code speaks of: counts, a path, a status. Never a recipient's address. */
  readonly detail: Readonly<Record<string, string | number>>;
  /** Epoch ms. */
  readonly at: number;
}

/** What a customer said last of a requirement. `verified`: it is theirs; `why` names what spoke against it. Both are left out in what was stored before. */
export interface CustomerWord {
  readonly kind: ClaimKind;
  readonly text: string;
  /** Epoch ms. */
  readonly at: number;
  readonly verified?: boolean;
  readonly why?: readonly string[];
}

/** One condition of a case, with all that was said and found of it. */
export interface Requirement {
  readonly id: RequirementId;
  readonly state: RequirementState;
  /** The last finding; null before any check ran. */
  readonly finding: Finding | null;
  /** The customer's last claim; it never changes `state`. */
  readonly claim: CustomerWord | null;
}
