import type { CaseTerms, Rung } from "../src/domain/case/case-terms.ts";
import type { ClaimedAbuse } from "../src/domain/case/claimed-abuse.ts";
import type { Fact } from "../src/domain/case/fact.ts";
import type { Finding } from "../src/domain/case/requirement.ts";

/** Monday 2026-03-02 10:00 in Japan. */
export const monday = Date.UTC(2026, 2, 2, 1);

export const minute = 60_000;

export const siteRung: Rung = {
  measure: "deny-foreign-writes",
  target: { site: "shop.example" },
  impact: { abusive: 412, other: 0, unit: "requests" },
  waitsFor: null,
};

export const mailRung: Rung = {
  measure: "hold-mail",
  target: { account: "u10123" },
  impact: { abusive: 412, other: 3, unit: "messages" },
  waitsFor: null,
};

/** A policy's word on a case: acts by itself, watches for a day, releases by itself; staff are there on weekdays from nine to six. */
export const someTerms = (part: Partial<CaseTerms> = {}): CaseTerms => ({
  version: "0123456789ab",
  clause: "Terms, article 12",
  clauses: {},
  mode: "act",
  ladder: [siteRung, mailRung],
  requirements: ["form-protected", "harm-stopped"],
  hasContact: true,
  tellWhileObserving: false,
  graceMinutes: 10,
  noticeDeadlineMinutes: 24 * 60,
  remindAfterMinutes: 48 * 60,
  recheckMinutes: 60,
  quietMinutes: 30,
  watchMinutes: 12 * 60,
  afterReleaseMinutes: 72 * 60,
  reviewMinutes: 24 * 60,
  release: { byPolicy: true, people: 1 },
  promiseMinutes: 240,
  notices: { mergeMinutes: 10, promptsPerDay: 1, promptsInAll: 5, mostNotices: 12 },
  hours: {
    timezone: "Asia/Tokyo",
    days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, { fromMinute: 540, toMinute: 1080 }])),
    holidays: [],
  },
  ...part,
});

const noCounts = {
  requests: 0,
  refusedRequests: 0,
  foreignRequests: 0,
  sources: 0,
  messages: 0,
  recipients: 0,
  foreignRecipients: 0,
  bounced: 0,
};

/** A relay through the contact form, seen until `lastSeen`. */
export const someClaim = (part: Partial<ClaimedAbuse> = {}): ClaimedAbuse => ({
  key: "form  sv1/u10123",
  class: "form-relay",
  verdict: "abuse",
  confidence: 0.98,
  host: "sv1",
  account: "u10123",
  site: "shop.example",
  sharesAccount: false,
  firstSeen: monday - 70 * minute,
  lastSeen: monday,
  lastHarmAt: monday,
  cause: {
    layer: "form",
    method: "POST",
    path: "/contact/",
    query: null,
    file: null,
    mailbox: null,
    confidence: 0.97,
    endpoints: [{ method: "POST", path: "/contact/", query: null, requests: 412, messages: 412 }],
    explains: { messages: 412, share: 0.97, byChance: 0.4 },
    alternatives: [],
  },
  counts: {
    ...noCounts,
    requests: 412,
    foreignRequests: 405,
    sources: 390,
    messages: 412,
    recipients: 412,
    foreignRecipients: 380,
    bounced: 31,
  },
  evidence: [],
  measures: [siteRung, mailRung].map(({ measure, target, impact }) => ({ measure, target, impact })),
  notProposed: [],
  gaps: [],
  ...part,
});

type PartOf<Kind extends Fact["kind"]> = Omit<Extract<Fact, { readonly kind: Kind }>, "kind" | "id" | "at" | "by" | "automatic">;

let made = 0;

/** A fact with an id of its own. */
export const someFact = <Kind extends Fact["kind"]>(
  kind: Kind,
  part: PartOf<Kind>,
  base: Partial<Pick<Fact, "at" | "by" | "automatic">> = {},
): Extract<Fact, { readonly kind: Kind }> => {
  made += 1;
  const defaults = { id: `fact-${made}`, at: monday, by: { kind: "desk" }, automatic: true };
  return { ...defaults, ...base, kind, ...part } as unknown as Extract<Fact, { readonly kind: Kind }>;
};

export const detected = (
  at: number,
  part: Partial<ClaimedAbuse> = {},
  terms: Partial<CaseTerms> = {},
): Fact & { readonly kind: "detected" } =>
  someFact(
    "detected",
    { caseId: "2026-000123", previous: null, claim: someClaim({ lastSeen: at, lastHarmAt: at, ...part }), terms: someTerms(terms) },
    { at, by: { kind: "agent", server: "sv1" } },
  );

export const person = { kind: "person", name: "sato" } as const;

export const found = (at: number, requirement: Finding["requirement"], state: Finding["state"]): Finding => ({
  requirement,
  state,
  check: "some-check",
  code: "attested",
  detail: {},
  at,
});
