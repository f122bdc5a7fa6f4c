import type { Case } from "../src/domain/case/case.ts";
import type { CaseTerms } from "../src/domain/case/case-terms.ts";
import type { ClaimedAbuse } from "../src/domain/case/claimed-abuse.ts";
import type { Effect } from "../src/domain/case/effect.ts";
import type { Entry } from "../src/domain/case/entry.ts";
import type { Fact } from "../src/domain/case/fact.ts";
import type { CaseChange } from "../src/ports/case-store.ts";

/** 2026-03-07 05:25:19 in Japan. */
export const noon = 1_772_828_719_000;

export const day = 86_400_000;

/** A form that mails strangers, with `lines` quoted lines. */
export const aClaim = (key: string, changes: Partial<ClaimedAbuse> = {}, lines = 3): ClaimedAbuse => ({
  key,
  class: "form-relay",
  verdict: "abuse",
  confidence: 0.98,
  host: "sv1",
  account: "u10123",
  site: "shop.example",
  sharesAccount: false,
  firstSeen: noon - 240_000,
  lastSeen: noon,
  lastHarmAt: noon,
  cause: {
    layer: "form",
    method: "POST",
    path: "/contact/",
    query: null,
    file: null,
    mailbox: null,
    confidence: 0.97,
    endpoints: [{ method: "POST", path: "/contact/", query: null, requests: 171, messages: 280 }],
    explains: { messages: 280, share: 0.97, byChance: 0.1 },
    alternatives: [],
  },
  counts: {
    requests: 171,
    refusedRequests: 0,
    foreignRequests: 160,
    sources: 140,
    messages: 280,
    recipients: 140,
    foreignRecipients: 90,
    bounced: 12,
  },
  evidence: Array.from({ length: lines }, (_, index) => ({
    input: "logs/shop.example.access.log",
    offset: 864_722 + index * 220,
    line: `192.0.2.${51 + index} - - [07/Mar/2026:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example" "Mozilla/5.0"`,
    digest: "ab".repeat(32),
  })),
  measures: [{ measure: "deny-foreign-writes", target: { site: "shop.example" }, impact: { abusive: 160, other: 0, unit: "requests" } }],
  notProposed: [],
  gaps: [],
  ...changes,
});

const terms: CaseTerms = {
  version: "0123456789ab",
  clause: "4.2",
  clauses: {},
  mode: "act",
  ladder: [],
  requirements: ["form-protected", "harm-stopped"],
  hasContact: true,
  tellWhileObserving: false,
  graceMinutes: 10,
  noticeDeadlineMinutes: 1_440,
  remindAfterMinutes: 2_880,
  recheckMinutes: 60,
  quietMinutes: 30,
  watchMinutes: 4_320,
  afterReleaseMinutes: 10_080,
  reviewMinutes: 1_440,
  release: { byPolicy: true, people: 1 },
  promiseMinutes: 240,
  notices: { mergeMinutes: 10, promptsPerDay: 1, promptsInAll: 5, mostNotices: 12 },
  hours: { timezone: "Asia/Tokyo", days: {}, holidays: [] },
};

/** A case that was just opened. */
export const aCase = (id: string, changes: Partial<Case> = {}): Case => {
  const key = changes.key ?? `key of ${id}`;
  return {
    id,
    key,
    state: "open",
    since: noon,
    openedAt: noon,
    closedAt: null,
    claim: aClaim(key),
    terms,
    containments: [],
    requirements: [{ id: "form-protected", state: "unknown", finding: null, claim: null }],
    notices: [],
    untold: [],
    told: {},
    tasks: [],
    timers: [],
    watch: null,
    relapses: 0,
    previous: null,
    version: 1,
    ...changes,
  };
};

/** The fact that opens a case. */
export const detected = (one: Case, id = `detected ${one.id}`): Fact =>
  ({
    id,
    at: one.openedAt,
    by: { kind: "agent", server: "sv1" },
    kind: "detected",
    caseId: one.id,
    claim: one.claim,
    terms: one.terms,
    previous: one.previous,
    automatic: true,
  }) as Fact;

/** A line of the timeline. */
export const anEntry = (code: Entry["code"], at = noon, detail: Entry["detail"] = {}): Entry => ({
  at,
  by: { kind: "agent", server: "sv1" },
  code,
  state: "open",
  detail,
});

/** Opens a case. */
export const opening = (one: Case, effects: readonly Effect[] = []): CaseChange => ({
  fact: detected(one),
  case: one,
  entries: [anEntry("opened", one.openedAt, { class: one.claim.class })],
  effects,
  expectedVersion: null,
});

/** Lets one more fact happen to a case: a check that found nothing new, unless told. */
export const onwards = (before: Case, changes: Partial<Case> = {}, more: Partial<CaseChange> = {}): CaseChange => {
  const after = { ...before, ...changes, version: before.version + 1 };
  return {
    fact: {
      id: `fact ${after.version} of ${after.id}`,
      at: noon + after.version,
      by: { kind: "desk" },
      automatic: true,
      kind: "checked",
      findings: [],
    },
    case: after,
    entries: [anEntry("checked", noon + after.version)],
    effects: [],
    expectedVersion: before.version,
    ...more,
  };
};

/** An order to impose a measure, or to lift it. */
export const anOrder = (id: string, containment = id, verb: "apply" | "lift" = "apply"): Effect => ({
  kind: "order",
  id,
  verb,
  containment,
  host: "sv1",
  measure: "deny-foreign-writes",
  target: { site: "shop.example" },
});
