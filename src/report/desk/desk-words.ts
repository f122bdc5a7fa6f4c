import type { Actor } from "../../domain/case/actor.ts";
import type { CaseState } from "../../domain/case/case.ts";
import type { ActingMode, WaitReason } from "../../domain/case/case-terms.ts";
import type { ContainmentState } from "../../domain/case/containment.ts";
import type { Change, NoticeState, Prompt } from "../../domain/case/notice.ts";
import type { ClaimKind, RequirementId, RequirementState } from "../../domain/case/requirement.ts";
import type { TaskKind } from "../../domain/case/staff-task.ts";
import type { WaitingFor } from "../../domain/case/waiting-for.ts";
import type { MailFate } from "../../domain/held-mail.ts";
import type { EntrySentences } from "./entry-sentences.ts";

/** Why the policy looked for a measure, as it stands in a containment's reason; a person's reason is their own text. */
export type ClimbReason = "first-seen" | "harm-goes-on" | "relapse" | "measure-failed" | "deadline-passed" | "watched-quiet";

/** Why a decision was refused. */
export type RefusalReason =
  | "not-a-person"
  | "case-is-over"
  | "reason-missing"
  | "released-already"
  | "second-person-missing"
  | "proof-missing"
  | "unknown-task"
  | "task-needs-decision"
  | "unknown-order"
  | "nothing-held"
  | "held-caused";

/** A site's deny list as a table. */
export interface DenyListWords {
  readonly heads: readonly [network: string, what: string, why: string, id: string, by: string];
  /** Beside the network of a row that cannot be removed. */
  readonly locked: string;
  readonly reason: (kind: string, caseId: string) => string;
  readonly own: string;
  readonly nobody: string;
  /** Where the customer's own rows are not in force; `detail` may be empty. */
  readonly waiting: (detail: string) => string;
  readonly noEnforcer: string;
}

/** What the desk says of its cases in one language. Functions take text that is ready to show. */
export interface DeskWords {
  readonly states: Readonly<Record<CaseState, string>>;
  /** Short names, for lists and tables. */
  readonly requirements: Readonly<Record<RequirementId, string>>;
  readonly requirementStates: Readonly<Record<RequirementState, string>>;
  readonly claims: Readonly<Record<ClaimKind, string>>;
  /** Whether an answer is the customer's own; `why` = codes, may be empty. */
  readonly genuine: (isVerified: boolean, why: string) => string;
  readonly tasks: Readonly<Record<TaskKind, string>>;
  readonly waits: Readonly<Record<WaitReason, string>>;
  readonly modes: Readonly<Record<ActingMode, string>>;
  readonly waitingFor: Readonly<Record<WaitingFor, string>>;
  readonly containmentStates: Readonly<Record<ContainmentState, string>>;
  readonly noticeStates: Readonly<Record<NoticeState, string>>;
  readonly tells: Readonly<Record<Change | Prompt, string>>;
  readonly climbs: Readonly<Record<ClimbReason, string>>;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly actors: Readonly<Record<Actor["kind"], (name: string) => string>>;
  readonly entries: EntrySentences;
  readonly heads: Readonly<
    Record<"case" | "state" | "waitingFor" | "until" | "class" | "where" | "since" | "measure" | "target" | "by" | "id" | "what", string>
  >;
  readonly headings: Readonly<
    Record<"containments" | "proposed" | "requirements" | "tasks" | "notices" | "timeline" | "seen" | "previous", string>
  >;
  readonly noCases: string;
  /** Subject of a letter about several tasks, and its last line where it does not list them all. */
  readonly staffTasks: (count: string) => string;
  readonly staffRest: (count: string) => string;
  /** Head of a replay, head of its last part, and what the measures of one case would have turned away. */
  readonly replayIntro: string;
  readonly replayEnd: string;
  readonly heldOff: (caseId: string, amount: string) => string;
  /** Mail on hold: what is known of it, the heads of its list, its sum, and what deletes it. */
  readonly held: {
    readonly none: string;
    readonly fates: Readonly<Record<MailFate, string>>;
    readonly heads: readonly [string, string, string, string, string];
    readonly sum: (count: string, period: string, kinds: string) => string;
    readonly toDelete: (count: string, look: string) => string;
  };
  readonly noContainments: string;
  /** What a measure turned away or held. */
  readonly stopped: (count: string, isLeast: boolean) => string;
  readonly denyList: DenyListWords;
  readonly more: (count: string) => string;
  readonly late: (time: string) => string;
  readonly noTime: string;
  readonly nobody: string;
  readonly nothingYet: string;
  readonly seen: (messages: string, requests: string, from: string, to: string) => string;
  readonly stateSince: (state: string, since: string) => string;
  readonly waitsFor: (who: string, until: string | null) => string;
}
