import { type AbuseClass, abuseClasses, verdictOf } from "../src/domain/abuse-class.ts";
import type { ClaimedAbuse, ProposedMeasure } from "../src/domain/case/claimed-abuse.ts";
import { type Measure, measures } from "../src/domain/measure.ts";
import type { ClassPolicy, Policy } from "../src/domain/policy/policy.ts";
import type { Situation } from "../src/domain/policy/situation.ts";

const always = Object.fromEntries(Array.from({ length: 7 }, (_, day) => [day, { fromMinute: 0, toMinute: 1_440 }]));

const classPolicy: ClassPolicy = {
  alone: measures,
  requirements: ["harm-stopped"],
  release: "policy",
  actFrom: 0.95,
  relapseFrom: 0.85,
  graceMinutes: 15,
  noticeDeadlineMinutes: 240,
  remindAfterMinutes: 1_440,
  recheckMinutes: 60,
  quietMinutes: 30,
  watchMinutes: 60,
  afterReleaseMinutes: 4_320,
  reviewMinutes: 1_440,
  promiseMinutes: 240,
};

/** A policy that allows as much as the types do, so that what a test sees refused is refused by the code. */
export const policyOf = (more: Partial<Omit<Policy, "classes">> & { readonly every?: Partial<ClassPolicy> } = {}): Policy => {
  const { every, ...rest } = more;
  return {
    version: "0123456789ab",
    clause: "Terms of service, section 12",
    clauses: {},
    acting: [],
    tellWhileObserving: false,
    showFrom: 0.5,
    caps: { perServerHour: 3, perFleetTenMinutes: 10 },
    repeat: { withinDays: 90, people: 2 },
    bulk: { fromCases: 2, people: 2 },
    notices: { mergeMinutes: 10, promptsPerDay: 1, promptsInAll: 5, mostNotices: 12 },
    retention: { evidenceDays: 90, addressDays: 180, answerDays: 365, unreadableMailDays: 7, auditDays: 1_095, heldMailDays: 30 },
    hours: { timezone: "Asia/Tokyo", days: always, holidays: [] },
    classes: Object.fromEntries(abuseClasses.map((name) => [name, { ...classPolicy, ...every }])) as Record<AbuseClass, ClassPolicy>,
    ...rest,
  };
};

/** Nothing in the way of acting alone. */
export const situationOf = (more: Partial<Situation> = {}): Situation => ({
  mode: "act",
  isPaused: false,
  imposed: { onServerWithinHour: 0, inFleetWithinTenMinutes: 0 },
  earlierCases: 0,
  isShared: false,
  hasContact: true,
  isWatched: false,
  ...more,
});

const targets: Readonly<Record<Measure, ProposedMeasure["target"]>> = {
  "deny-path": { site: "site.example", path: "/x.php" },
  "deny-network": { site: "site.example", cidrs: ["203.0.113.0/24"] },
  "deny-foreign-writes": { site: "site.example" },
  "challenge-foreign": { site: "site.example" },
  "deny-foreign": { site: "site.example" },
  "deny-writes": { site: "site.example" },
  "quarantine-file": { site: "site.example", file: "/home/u1/site.example/x.php" },
  "lock-mailbox": { mailbox: "info@site.example" },
  "cap-mail": { account: "u1", perHour: 20 },
  "hold-mail": { account: "u1" },
  "stop-mail": { account: "u1" },
};

/** One measure on a target of its kind that meets nobody else. */
export const proposed = (measure: Measure, other = 0): ProposedMeasure => ({
  measure,
  target: targets[measure],
  impact: { abusive: 100, other, unit: measure.endsWith("mail") || measure === "lock-mailbox" ? "messages" : "requests" },
});

/** A claim as sure and as well supported as can be, with these measures in this order. */
export const claimOf = (abuseClass: AbuseClass, wanted: readonly Measure[], more: Partial<ClaimedAbuse> = {}): ClaimedAbuse => ({
  key: `u1 ${abuseClass}`,
  class: abuseClass,
  verdict: verdictOf(abuseClass),
  confidence: 0.99,
  host: "sv1",
  account: "u1",
  site: "site.example",
  sharesAccount: false,
  firstSeen: 0,
  lastSeen: 3_600_000,
  lastHarmAt: 3_600_000,
  cause: {
    layer: "form",
    method: "POST",
    path: "/contact/",
    query: null,
    file: null,
    mailbox: null,
    confidence: 1,
    endpoints: [],
    explains: { messages: 100, share: 1, byChance: 0.1 },
    alternatives: [],
  },
  counts: {
    requests: 100,
    refusedRequests: 0,
    foreignRequests: 100,
    sources: 90,
    messages: 100,
    recipients: 100,
    foreignRecipients: 80,
    bounced: 10,
  },
  evidence: [],
  measures: wanted.map((measure) => proposed(measure)),
  notProposed: [],
  gaps: [],
  ...more,
});
