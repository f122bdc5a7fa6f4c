import type { ActingMode } from "../domain/case/case-terms.ts";
import type { RequirementId } from "../domain/case/requirement.ts";
import type { ClassField, GeneralField } from "../domain/policy/policy-sheet.ts";

/** Every sentence and word of a printed policy in one language. Functions take text that is ready to show. */
export interface PolicyWords {
  readonly title: string;
  readonly version: (version: string) => string;
  readonly builtInOnly: string;
  readonly ownFile: (file: string) => string;
  readonly onlyObserved: string;
  readonly headings: Readonly<Record<"acting" | "general" | "hours" | "clauses" | "everyClass" | "values" | "never", string>>;
  readonly columns: Readonly<Record<"class" | "server" | "mode" | "by" | "reason" | "setting" | "value" | "measure" | "alone", string>>;
  readonly everyServer: string;
  readonly modes: Readonly<Record<ActingMode, string>>;
  readonly general: Readonly<Record<GeneralField, string>>;
  readonly classes: Readonly<Record<ClassField, string>>;
  readonly requirements: Readonly<Record<RequirementId, string>>;
  readonly deciders: Readonly<Record<"policy" | "person", string>>;
  readonly flags: Readonly<Record<"true" | "false", string>>;
  readonly nobodyNeeded: string;
  /** One rung: from which confidence it goes by itself, and from which while the case is watched. */
  readonly alone: (from: string, watched: string) => string;
  readonly person: string;
  readonly conditions: Readonly<Record<"bothSides" | "noVisitors" | "notShared", string>>;
  readonly noMeasures: string;
  readonly minutes: (count: string) => string;
  readonly hours: (count: string) => string;
  readonly days: (count: string) => string;
  readonly operating: (duration: string) => string;
  readonly people: (count: string) => string;
  readonly weekDays: readonly string[];
  readonly noHolidays: string;
  readonly holidays: (days: string) => string;
  readonly generalClause: string;
  /** What no policy can switch on. */
  readonly never: readonly string[];
  readonly good: (file: string, version: string) => string;
  readonly same: string;
  readonly differences: string;
  readonly inForce: string;
  readonly checked: string;
}
