import type { ActingMode } from "../case/case-terms.ts";

/** What the policy has to know besides the claim itself. Counted by the desk at the time of the decision. */
export interface Situation {
  /** For this class on this server; `actingModeOf` tells it. */
  readonly mode: ActingMode;
  /** Somebody stopped all automatic decisions. */
  readonly isPaused: boolean;
  /** Measures that were imposed without a person. */
  readonly imposed: { readonly onServerWithinHour: number; readonly inFleetWithinTenMinutes: number };
  /** Cases of abuse of this account within the policy's days, other than this one; what was dismissed does not count. */
  readonly earlierCases: number;
  /** Several sites that are not one customer's run and mail as this account (www-data and its kin). */
  readonly isShared: boolean;
  readonly hasContact: boolean;
  /** The case is being watched, or was released and is not closed yet. */
  readonly isWatched: boolean;
}
