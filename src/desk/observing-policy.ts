import { type AbuseClass, abuseClasses, verdictOf } from "../domain/abuse-class.ts";
import type { ClassPolicy, Policy } from "../domain/policy/policy.ts";

const hours = 60;

/** Holds until the policy file is read (`config/load-policy.ts`): watches, shows and imposes nothing by itself. */
const observed: ClassPolicy = {
  ...{ alone: [], requirements: ["harm-stopped"], release: "person", actFrom: 1, relapseFrom: 1, graceMinutes: 15 },
  ...{ noticeDeadlineMinutes: 24 * hours, remindAfterMinutes: 48 * hours, recheckMinutes: 60, quietMinutes: 30 },
  ...{ watchMinutes: 24 * hours, afterReleaseMinutes: 72 * hours, reviewMinutes: 24 * hours, promiseMinutes: 4 * hours },
};

const withForm = new Set<AbuseClass>(["form-relay", "subscription-bombing", "form-flood", "comment-spam"]);

const classPolicy = (name: AbuseClass): ClassPolicy =>
  withForm.has(name) && verdictOf(name) !== "benign" ? { ...observed, requirements: ["form-protected", "harm-stopped"] } : observed;

/** A policy that only observes, in this zone. */
export const observingPolicy = (timezone: string): Policy => ({
  ...{ version: "000000000000", clause: "", clauses: {}, acting: [], tellWhileObserving: false, showFrom: 0.5 },
  caps: { perServerHour: 0, perFleetTenMinutes: 0 },
  repeat: { withinDays: 90, people: 2 },
  bulk: { fromCases: 2, people: 2 },
  notices: { mergeMinutes: 10, promptsPerDay: 1, promptsInAll: 5, mostNotices: 12 },
  retention: { evidenceDays: 90, addressDays: 180, answerDays: 365, unreadableMailDays: 7, auditDays: 1_095, heldMailDays: 30 },
  hours: { timezone, days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, { fromMinute: 540, toMinute: 1_080 }])), holidays: [] },
  classes: Object.fromEntries(abuseClasses.map((name) => [name, classPolicy(name)])) as Record<AbuseClass, ClassPolicy>,
});
