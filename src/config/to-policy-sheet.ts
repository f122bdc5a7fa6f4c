import { type AbuseClass, abuseClasses } from "../domain/abuse-class.ts";
import type { ClassPolicy, Policy } from "../domain/policy/policy.ts";
import {
  type ClassField,
  classFields,
  type GeneralField,
  generalFields,
  type PolicySetting,
  type PolicySheet,
} from "../domain/policy/policy-sheet.ts";
import { fieldName } from "./config-problem.ts";
import { classPlace, type Fields, fieldsOf } from "./lay-policy.ts";
import type { WholePolicy } from "./policy-schema.ts";

type ClassTerms = WholePolicy["classes"][AbuseClass];

const toClassPolicy = (terms: ClassTerms): ClassPolicy => ({
  alone: terms.alone.value,
  requirements: terms.requirements.value,
  release: terms.release.value,
  actFrom: terms.actFrom.value,
  relapseFrom: terms.relapseFrom.value,
  graceMinutes: terms.grace.value,
  noticeDeadlineMinutes: terms.noticeDeadline.value,
  remindAfterMinutes: terms.remindAfter.value,
  recheckMinutes: terms.recheck.value,
  quietMinutes: terms.quiet.value,
  watchMinutes: terms.watch.value,
  afterReleaseMinutes: terms.afterRelease.value,
  reviewMinutes: terms.review.value,
  promiseMinutes: terms.promise.value,
});

const mapClasses = <Value>(make: (abuseClass: AbuseClass) => Value): Record<AbuseClass, Value> =>
  Object.fromEntries(abuseClasses.map((name) => [name, make(name)])) as Record<AbuseClass, Value>;

const withoutUndefined = <Value>(entries: Readonly<Record<string, Value | undefined>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

const toPolicy = (whole: WholePolicy, version: string, timezone: string): Policy => {
  const { clauses, observing, caps, repeat, bulk, notices, retention, hours } = whole;
  const { general, ...others } = clauses;
  return {
    version,
    clause: general,
    clauses: withoutUndefined(others),
    acting: whole.acting.map(({ server = null, ...choice }) => ({ ...choice, server })),
    tellWhileObserving: observing.tellCustomers.value,
    showFrom: observing.showFrom.value,
    caps: { perServerHour: caps.perServerHour.value, perFleetTenMinutes: caps.perFleetTenMinutes.value },
    repeat: { withinDays: repeat.within.value, people: repeat.people.value },
    bulk: { fromCases: bulk.fromCases.value, people: bulk.people.value },
    notices: {
      mergeMinutes: notices.merge.value,
      promptsPerDay: notices.promptsPerDay.value,
      promptsInAll: notices.promptsInAll.value,
      mostNotices: notices.mostNotices.value,
    },
    retention: {
      evidenceDays: retention.evidence.value,
      addressDays: retention.addresses.value,
      answerDays: retention.answers.value,
      unreadableMailDays: retention.unreadableMail.value,
      auditDays: retention.audit.value,
      heldMailDays: retention.heldMail.value,
    },
    hours: { timezone: hours.timezone ?? timezone, days: withoutUndefined(hours.days), holidays: hours.holidays },
    classes: mapClasses((abuseClass) => toClassPolicy(whole.classes[abuseClass])),
  };
};

interface Origin {
  readonly builtIn: Fields;
  readonly own: Fields;
  readonly file: string | null;
  readonly version: string;
  /** Of the operating hours, where the policy names none. */
  readonly timezone: string;
}

const generalSetting = (whole: WholePolicy, own: Fields, field: GeneralField): PolicySetting => {
  const [section = "", key = ""] = field.split(".");
  const sections: Readonly<Record<string, unknown>> = whole;
  const { value, reason } = fieldsOf(fieldsOf(sections[section])[key]) as unknown as Pick<PolicySetting, "value" | "reason">;
  return { value, unit: generalFields[field], reason, field, isOwn: fieldsOf(own[section])[key] !== undefined };
};

const classSetting = (whole: WholePolicy, { builtIn, own }: Origin, abuseClass: AbuseClass, field: ClassField): PolicySetting => {
  const { value, reason } = whole.classes[abuseClass][field];
  const { path, isOwn } = classPlace(builtIn, own, abuseClass, field);
  return { value, unit: classFields[field], reason, field: fieldName(path), isOwn };
};

const keysOf = <Key extends string>(fields: Readonly<Record<Key, unknown>>): Key[] => Object.keys(fields) as Key[];

/** Plain values for the desk, and beside them every value with its reason for people. */
export const toPolicySheet = (whole: WholePolicy, origin: Origin): PolicySheet => ({
  policy: toPolicy(whole, origin.version, origin.timezone),
  file: origin.file,
  general: Object.fromEntries(
    keysOf(generalFields).map((field) => [field, generalSetting(whole, origin.own, field)]),
  ) as PolicySheet["general"],
  classes: mapClasses(
    (abuseClass) =>
      Object.fromEntries(
        keysOf(classFields).map((field) => [field, classSetting(whole, origin, abuseClass, field)]),
      ) as PolicySheet["classes"][AbuseClass],
  ),
  hoursReason: whole.hours.reason,
});
