import type { HeldAtLift, HeldRecord } from "../held-mail.ts";
import type { Measure } from "../measure.ts";
import type { Actor } from "./actor.ts";
import type { CaseTerms } from "./case-terms.ts";
import type { ClaimedAbuse, MeasureTarget } from "./claimed-abuse.ts";
import type { Stopped } from "./containment.ts";
import type { ClaimKind, Finding, RequirementId } from "./requirement.ts";

/**
 * What is said of an order. `failed`: nothing is in force; `drifted`: a probe found it otherwise than ordered; `unproven`: tried many times and
 * never proven, so that nobody knows.
 */
export type Outcome = "applied" | "lifted" | "failed" | "drifted" | "unproven";

/** One thing a customer says of a requirement. */
export interface CustomerClaim {
  readonly requirement: RequirementId;
  readonly claim: ClaimKind;
  readonly text: string;
}

/** What a person decides. `second` is the other person where four eyes are needed. */
export type Decision =
  | {
      readonly verb: "contain";
      readonly measure: Measure;
      readonly target: MeasureTarget;
      /** When somebody has to look again, epoch ms; as the policy says where it is left out. */
      readonly reviewBy?: number;
    }
  | { readonly verb: "release"; readonly second: string | null }
  | { readonly verb: "dismiss"; readonly second: string | null }
  | { readonly verb: "attest"; readonly requirement: RequirementId; readonly proof: string }
  | { readonly verb: "tell" }
  | { readonly verb: "finish-task"; readonly task: string }
  /** On record before it is carried out. `left`: how many stay on hold after it. */
  | { readonly verb: "deliver-held" | "delete-held"; readonly held: HeldRecord; readonly left: number };

/** What every fact carries. */
interface FactBase {
  /** Unique; the same fact twice does nothing the second time. */
  readonly id: string;
  /** Event time, epoch ms. */
  readonly at: number;
  readonly by: Actor;
  /** Whether automation was allowed when it was recorded: false while the desk is paused. Then what the policy would do waits for a person. */
  readonly automatic: boolean;
}

/** What happens to a case: the only thing that changes it. */
export type Fact = FactBase &
  (
    | {
        readonly kind: "detected";
        readonly caseId: string;
        readonly claim: ClaimedAbuse;
        readonly terms: CaseTerms;
        readonly previous: string | null;
      }
    | { readonly kind: "decided"; readonly decision: Decision; readonly reason: string }
    | {
        readonly kind: "receipt";
        readonly order: string;
        readonly outcome: Outcome;
        readonly proof: string;
        /** Of a lift: what the measure stopped while it stood; null or absent where its server cannot tell. */
        readonly stopped?: Stopped | null;
        /** Of a lift of a measure that holds mail: what was let go, and what stays on hold. */
        readonly held?: HeldAtLift;
      }
    | { readonly kind: "notice-settled"; readonly notice: string; readonly outcome: "sent" | "failed" | "bounced"; readonly detail: string }
    | { readonly kind: "answered"; readonly claims: readonly CustomerClaim[]; readonly text: string; readonly lawful: boolean }
    | { readonly kind: "checked"; readonly findings: readonly Finding[] }
    | { readonly kind: "rang"; readonly timer: string }
    /** A decision on held mail that is on record and could not be carried out: so many messages are still on hold, as far as is known. */
    | { readonly kind: "held-not-ended"; readonly count: number; readonly why: string }
    | { readonly kind: "terms-changed"; readonly terms: CaseTerms }
  );
