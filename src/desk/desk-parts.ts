import type { Advanced } from "../domain/case/advance.ts";
import type { Case } from "../domain/case/case.ts";
import type { Notice } from "../domain/case/notice.ts";
import type { Policy } from "../domain/policy/policy.ts";
import type { Clock } from "../kit/clock.ts";
import type { CaseStore } from "../ports/case-store.ts";
import type { AskSite, Check, LogSight } from "../ports/check.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import type { CaseFates, HeldMail } from "../ports/held-mail.ts";

/** What became of one notice. `put-off`: tried again later. */
export type Delivery = { readonly kind: "sent" | "failed" | "put-off"; readonly detail: string };

/** One thing that waits for staff. `task`: its id in the case, or that with `.missed` behind it once its promised time has passed. */
export interface StaffCall {
  readonly case: Case;
  readonly task: string;
}

/** What the desk stands on; handed in by `main.ts`, and by tests with an in-memory enforcer and a clock that is set. */
export interface DeskParts {
  readonly store: CaseStore;
  readonly clock: Clock;
  /** The policy in force; may change while the desk runs. */
  readonly policy: () => Policy;
  /** Whether anybody can be told about this account. */
  readonly hasContact: (host: string, account: string | null) => boolean;
  readonly enforcers: readonly Enforcer[];
  /** Mail that the server holds; absent or null where no mail server is in our hands. */
  readonly heldMail?: HeldMail | null;
  /** Absent where no log is read beside the desk: nobody can tell then. */
  readonly fatesOf?: CaseFates;
  readonly checks: readonly Check[];
  readonly sightOf: (one: Case) => Promise<LogSight>;
  readonly askSite: AskSite;
  /** Writes and sends a notice of this case. Never rejects for what a mail server says. */
  readonly deliver: (one: Case, notice: Notice) => Promise<Delivery>;
  /** Tells staff that something waits for them; the lists show it anyway. `later`: somebody was told a moment ago; asked again soon. */
  readonly callStaff: (calls: readonly StaffCall[]) => Promise<"told" | "later">;
  /** Sees each case that was changed, right after it was stored. */
  readonly onAdvanced?: (advanced: Advanced) => void;
  /** Unique for ever, for facts that come from a person. */
  readonly newId: () => string;
}
