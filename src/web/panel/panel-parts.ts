import type { Desk } from "../../desk/create-desk.ts";
import type { Case } from "../../domain/case/case.ts";
import type { DenyList } from "../../domain/deny-list.ts";
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
  readonly onFailure: (error: unknown) => void;
}
