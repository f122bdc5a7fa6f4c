import type { Desk } from "../../desk/create-desk.ts";
import type { HeldDone } from "../../desk/end-held-mail.ts";
import type { Actor } from "../../domain/case/actor.ts";
import type { Case } from "../../domain/case/case.ts";
import type { DenyList } from "../../domain/deny-list.ts";
import type { HeldSummary } from "../../domain/held-mail.ts";
import type { Clock } from "../../kit/clock.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import type { NoticeView } from "../../report/notice/notice-view.ts";

/** What a link opens. `letter`: the letter that it came in, by which the customer's claims are marked. */
export interface OpenedLink {
  readonly case: Case;
  readonly letter: string;
  /** BCP 47: the language that the letter was in. */
  readonly language: string;
  readonly view: NoticeView;
}

/** What the panel stands on; whose account it is and which key signs is told by `main`. */
export interface PanelParts {
  readonly clock: Clock;
  /** The first is spoken where no other is asked for. */
  readonly languages: readonly [NoticeLanguage, ...NoticeLanguage[]];
  readonly operator: { readonly name: string; readonly contact: string };
  readonly timezone: string;
  /** How the address of a page begins: `https://desk.example/`. */
  readonly host: string;
  /** For the seals of forms: at least 32 bytes. */
  readonly key: Uint8Array;
  /** Null for a case that there is not, and for a signature that is wrong, or too old: the same. */
  readonly openLink: (caseId: string, signature: string) => Promise<OpenedLink | null>;
  /** Null for a site that the config does not name. */
  readonly denyListOf: (site: string) => Promise<DenyList | null>;
  readonly caseById: (id: string) => Promise<Case | null>;
  readonly takeRemediation: Desk["takeRemediation"];
  /** What is on hold by a case's measures; null where no mail server's held mail is in the desk's hands. */
  readonly heldOf: (caseId: string) => Promise<HeldSummary | null>;
  /** Lets go of what is on hold and certainly genuine. */
  readonly deliverOwn: (caseId: string, by: Extract<Actor, { readonly kind: "customer" }>) => Promise<HeldDone>;
  readonly onFailure: (error: unknown) => void;
}
