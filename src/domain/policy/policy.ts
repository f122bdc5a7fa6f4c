import type { AbuseClass } from "../abuse-class.ts";
import type { ActingMode, NoticeLimits, OperatingHours } from "../case/case-terms.ts";
import type { RequirementId } from "../case/requirement.ts";
import type { Measure } from "../measure.ts";

/** How far automation may go for one class, decided by a named person. */
export interface ActingChoice {
  readonly class: AbuseClass;
  /** Null = every server that has no choice of its own. */
  readonly server: string | null;
  readonly mode: ActingMode;
  /** Who answers for it. */
  readonly by: string;
  readonly reason: string;
}

/** What the policy says on one class. Confidences 0 to 1, minutes throughout. */
export interface ClassPolicy {
  /** Measures that may be imposed without a person. Their order is the proposal's, which replayed them on the site's own past. */
  readonly alone: readonly Measure[];
  /** Conditions for a release; `harm-stopped` is always one of them. */
  readonly requirements: readonly RequirementId[];
  /** Who may end a containment whose requirements are all met and whose watch was quiet. */
  readonly release: "policy" | "person";
  /** From here on a measure may be imposed without a person. */
  readonly actFrom: number;
  /** The same while a case is watched: what was just stopped is believed sooner. */
  readonly relapseFrom: number;
  readonly graceMinutes: number;
  readonly noticeDeadlineMinutes: number;
  readonly remindAfterMinutes: number;
  readonly recheckMinutes: number;
  /** So long none of this cause's mail before the harm counts as stopped. */
  readonly quietMinutes: number;
  readonly watchMinutes: number;
  readonly afterReleaseMinutes: number;
  readonly reviewMinutes: number;
  /** Operating minutes within which staff answer. */
  readonly promiseMinutes: number;
}

/** How long what is kept, in days. Recipients' addresses and mail content are never kept, so no number stands for them. */
export interface Retention {
  /** Shown evidence, after the case closed. */
  readonly evidenceDays: number;
  /** Full addresses of visitors; their network afterwards. */
  readonly addressDays: number;
  /** What a customer wrote, after the case closed. */
  readonly answerDays: number;
  /** Mail that could not be read, as it came. */
  readonly unreadableMailDays: number;
  readonly auditDays: number;
  /** Staff are told of mail that has been held so long; nothing is deleted. */
  readonly heldMailDays: number;
}

/** What is decided beforehand, as plain data: how cases are handled, and how far that goes without a person. */
export interface Policy {
  /** Digest of the canonical text, 12 hex digits. */
  readonly version: string;
  /** Clause of the operator's terms that measures rest on, and those that rest on another one. */
  readonly clause: string;
  readonly clauses: Readonly<Partial<Record<Measure, string>>>;
  /** Whatever is not named here is only observed. */
  readonly acting: readonly ActingChoice[];
  readonly tellWhileObserving: boolean;
  /** A claim that is less sure than this opens no case. */
  readonly showFrom: number;
  /** Measures imposed without a person; what comes above waits for one. */
  readonly caps: { readonly perServerHour: number; readonly perFleetTenMinutes: number };
  /** An account with a case within so many days is a repeat offender; so many people release it. */
  readonly repeat: { readonly withinDays: number; readonly people: 1 | 2 };
  /** From so many cases in one command on, so many people decide. */
  readonly bulk: { readonly fromCases: number; readonly people: 1 | 2 };
  readonly notices: NoticeLimits;
  readonly retention: Retention;
  readonly hours: OperatingHours;
  readonly classes: Readonly<Record<AbuseClass, ClassPolicy>>;
}
