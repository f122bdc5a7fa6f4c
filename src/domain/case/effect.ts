import type { Measure } from "../measure.ts";
import type { MeasureTarget } from "./claimed-abuse.ts";
import type { RequirementId } from "./requirement.ts";

/**
 * What a case wants done, as data: stored with the case in one transaction and carried out afterwards, at least once. The id is unique for
 * ever; who carries it out does nothing the second time.
 */
export type Effect =
  | {
      readonly kind: "order";
      readonly id: string;
      readonly verb: "apply" | "lift";
      /** The containment it is about. */
      readonly containment: string;
      readonly host: string;
      readonly measure: Measure;
      readonly target: MeasureTarget;
    }
  | { readonly kind: "notice"; readonly id: string }
  | { readonly kind: "check"; readonly id: string; readonly requirements: readonly RequirementId[] }
  | { readonly kind: "timer"; readonly id: string; readonly at: number }
  /** Staff are told that something waits for them. */
  | { readonly kind: "task"; readonly id: string };
