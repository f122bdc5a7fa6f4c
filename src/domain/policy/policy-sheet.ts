import type { AbuseClass } from "../abuse-class.ts";
import type { Policy } from "./policy.ts";

/** What a setting's value is: durations are minutes or days, as in {@link Policy}. */
export type SettingUnit =
  | "confidence"
  | "minutes"
  | "operating-minutes"
  | "days"
  | "count"
  | "people"
  | "measures"
  | "requirements"
  | "decider"
  | "flag";

/** The settings of a class, by their names in the file. */
export const classFields = {
  alone: "measures",
  requirements: "requirements",
  release: "decider",
  actFrom: "confidence",
  relapseFrom: "confidence",
  grace: "minutes",
  noticeDeadline: "minutes",
  remindAfter: "minutes",
  recheck: "minutes",
  quiet: "minutes",
  watch: "minutes",
  afterRelease: "minutes",
  review: "minutes",
  promise: "operating-minutes",
} as const satisfies Record<string, SettingUnit>;

/** The settings that hold for all cases, by section and name in the file. */
export const generalFields = {
  "observing.showFrom": "confidence",
  "observing.tellCustomers": "flag",
  "caps.perServerHour": "count",
  "caps.perFleetTenMinutes": "count",
  "repeat.within": "days",
  "repeat.people": "people",
  "bulk.fromCases": "count",
  "bulk.people": "people",
  "notices.merge": "minutes",
  "notices.promptsPerDay": "count",
  "notices.promptsInAll": "count",
  "notices.mostNotices": "count",
  "retention.evidence": "days",
  "retention.addresses": "days",
  "retention.answers": "days",
  "retention.unreadableMail": "days",
  "retention.audit": "days",
  "retention.heldMail": "days",
} as const satisfies Record<string, SettingUnit>;

/** One of {@link classFields}. */
export type ClassField = keyof typeof classFields;

/** One of {@link generalFields}. */
export type GeneralField = keyof typeof generalFields;

/** One value of the policy with the reason that stands beside it. */
export interface PolicySetting {
  readonly value: number | boolean | string | readonly string[];
  readonly unit: SettingUnit;
  readonly reason: string;
  /** Where it is written: `classes.form-relay.watch`, `everyClass.watch`. */
  readonly field: string;
  /** Whether the operator's own file says it. */
  readonly isOwn: boolean;
}

/** A policy with all that people are shown of it. */
export interface PolicySheet {
  readonly policy: Policy;
  /** As named in the config; null for the built-in policy alone. */
  readonly file: string | null;
  readonly general: Readonly<Record<GeneralField, PolicySetting>>;
  readonly classes: Readonly<Record<AbuseClass, Readonly<Record<ClassField, PolicySetting>>>>;
  readonly hoursReason: string;
}
