import type { Case } from "../../domain/case/case.ts";
import type { Change, Prompt } from "../../domain/case/notice.ts";
import type { OtherLimit } from "../../domain/case/other-limit.ts";

/** All that a notice is made from. The same view gives the same notice, byte for byte. */
export interface NoticeView {
  /** As it is when the notice is written. */
  readonly case: Case;
  /** What other cases hold on the same account or site at that moment. */
  readonly others: readonly OtherLimit[];
  /** What the notice tells, in order of time; never empty. */
  readonly tells: readonly (Change | Prompt)[];
  /** When it is written, epoch ms. */
  readonly at: number;
  readonly operator: { readonly name: string; readonly contact: string };
  /** Who reads it; null where no name is known. */
  readonly contactName: string | null;
  /**
   * The customer's page (signed, made anew for each notice) and the page on which a notice is checked. A text that is not an `http` or
   * `https` address is left out: the notice can be answered and checked without.
   */
  readonly links: { readonly page: string | null; readonly genuine: string | null };
  /** IANA zone of all times in the notice. */
  readonly timezone: string;
  /** ISO 3166-1 alpha-2: whose visitors are domestic; null where the operator set none. */
  readonly home: string | null;
}
