import fc from "fast-check";
import { abuseClasses, verdictOf } from "../../src/domain/abuse-class.ts";
import type { ComplaintFate, ComplaintProblem, ComplaintTie } from "../../src/domain/complaint.ts";
import type { ComplaintReport } from "../../src/domain/complaint-report.ts";
import { measures } from "../../src/domain/measure.ts";
import type { NotProposedReason } from "../../src/domain/not-proposed-reason.ts";
import type { CaseReport, Gap, GapCode, ReasonFeature, ScanReport } from "../../src/domain/scan-report.ts";
import { storyReport } from "./story-report.ts";

/** Reports that no scan would make: any text in any field, any number of anything. */

const gapCodes: readonly GapCode[] = [
  "no-mail-log",
  "php-log-only",
  "no-access-log",
  "requests-unseen",
  "script-unlogged",
  "cause-unknown",
  "home-unknown",
  "short-history",
  "account-unknown",
  "owner-inferred",
  "lost-lines",
  "unknown-origin",
  "many-open-messages",
  "input-unknown",
  "year-guessed",
  "zone-guessed",
  "clocks-differ",
  "complaint-unread",
  "complaint-unmatched",
  "complaints-left-out",
  "access-log-silent",
  "mail-log-silent",
  "clock-jump",
  "out-of-order",
  "no-access-log-of-site",
  "no-mail-log-of-host",
  "geo-old",
  "geo-warning",
];
const reasonFeatures: readonly ReasonFeature[] = [
  "mail-follows-posts",
  "more-than-usual",
  "strangers",
  "foreign-sources",
  "one-shot-sources",
  "never-read-the-page",
  "read-like-visitors",
  "scattered-sources",
  "fetched-no-assets",
  "many-recipients",
  "foreign-recipients",
  "bounces",
  "no-mail-follows",
  "same-client",
  "many-networks",
  "new-networks",
  "new-recipients",
  "known-recipients",
  "one-recipient",
  "same-recipients",
  "few-bounces",
  "put-off",
  "mails-per-request",
  "odd-place",
  "programs-file",
  "on-the-minute",
  "own-clock",
  "administration",
  "no-request",
  "visitors",
  "sign-up",
  "failed-logins",
  "login-succeeded",
  "planted-file",
  "third-party-report",
];
const fates: readonly ComplaintFate[] = [
  "attached",
  "opened",
  "no-abuse",
  "other-matter",
  "unknown-sender",
  "not-in-logs",
  "outside-period",
  "ordinary-mail",
  "unread",
];
const problems: readonly ComplaintProblem[] = ["empty", "too-large", "unreadable", "binary", "not-a-complaint", "broken", "other-version"];
const ties: readonly ComplaintTie[] = ["message-id", "queue-id", "script", "mailbox", "domain"];
const notProposedReasons: readonly NotProposedReason[] = [
  "sources-not-foreign",
  "origin-unknown",
  "home-unknown",
  "no-mail-log",
  "no-account",
  "sources-scattered",
  "shared-networks",
  "no-request",
  "path-unknown",
  "root-unknown",
  "serves-visitors",
  "own-file",
  "wider-than-needed",
  "mail-not-abused",
  "not-local",
  "shared-account",
  "stops-little",
];
const layers: readonly CaseReport["cause"]["layer"][] = ["form", "file", "plugin", "cron", "smtp-auth", "login", "none"];

/** Text that has broken a terminal, a page or a table before. */
export const hostileTexts = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "javascript:alert(1)",
  "]]>--><!--<style>*{display:none}",
  "</title></svg></style><h1>",
  "&lt;b&gt;&#60;script&#62;",
  "a\0b\x07\x08\x7f",
  "\x1b[2J\x1b]0;owned\x07\x9b31m",
  "line\r\nfeed\u2028par\u2029\u0085",
  "\u202egnp.exe\u2066\u200f",
  "zero\u200bwidth\ufeff\u00ad\u{e0041}",
  "\ud800 lone \udfff",
  `${"e\u0301".repeat(3)}${"\u0316".repeat(60)}`,
  "日本語のとても長いお問い合わせフォームの名前。".repeat(20),
  "x".repeat(9000),
  "$\u007b7*7}{{7*7}}",
  "",
] as const;

const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
const name = fc.option(text);
const count = fc.nat({ max: 10_000_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const time = fc.oneof(
  fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }).map((date) => date.toISOString()),
  text,
);
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 5 });
const gap: fc.Arbitrary<Gap> = fc.record({ code: fc.constantFrom(...gapCodes), detail: name });
const endpoint = { method: text, path: text, query: name };

const cause: fc.Arbitrary<CaseReport["cause"]> = fc.record({
  layer: fc.constantFrom(...layers),
  method: name,
  path: name,
  query: name,
  file: name,
  mailbox: name,
  confidence: share,
  endpoints: few(fc.record({ ...endpoint, requests: count, messages: count })),
  explains: fc.record({ messages: count, share, byChance: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })) }),
  alternatives: few(fc.record({ layer: fc.constantFrom(...layers), method: name, path: name, query: name, confidence: share })),
});

const target = fc.dictionary(
  fc.oneof(fc.constantFrom("site", "path", "account", "cidrs", "perHour"), text),
  fc.oneof(text, few(text), count, fc.constant(null)),
  { maxKeys: 3 },
);

const series: fc.Arbitrary<CaseReport["series"]> = fc.record({
  mailPerHour: fc.array(fc.record({ at: time, messages: count, ofCase: count, usual: fc.option(share) }), { maxLength: 400 }),
  requestsByEndpoint: few(fc.record({ ...endpoint, requests: count, messages: count, ofCase: fc.boolean() })),
  sourcesByCountry: few(
    fc.record({ country: fc.option(fc.oneof(text, fc.constantFrom("JP", "US", "XX"))), sources: count, requests: count }),
  ),
});

const oneCase: fc.Arbitrary<CaseReport> = fc
  .record({
    class: fc.constantFrom(...abuseClasses),
    confidence: share,
    account: name,
    host: name,
    site: name,
    detectedAt: time,
    openedAt: time,
    firstSeen: time,
    lastSeen: time,
    cause,
    counts: fc.record({
      requests: count,
      refusedRequests: count,
      foreignRequests: count,
      sources: count,
      messages: count,
      recipients: count,
      foreignRecipients: count,
      bounced: count,
    }),
    evidence: few(fc.record({ input: text, offset: count, line: text, sha256: text })),
    containment: few(
      fc.record({
        measure: fc.constantFrom(...measures),
        target,
        impact: fc.record({ abusive: count, other: count, from: time, to: time, unit: fc.constantFrom("requests", "messages") }),
      }),
    ),
    notProposed: few(fc.record({ measure: fc.constantFrom(...measures), reason: fc.constantFrom(...notProposedReasons) })),
    reasons: few(
      fc.record({
        feature: fc.constantFrom(...reasonFeatures),
        value: fc.oneof(share, count),
        usual: fc.option(share),
        weight: fc.double({ min: -9, max: 9, noNaN: true }),
      }),
    ),
    sharedAccount: fc.option(
      fc.record({ sites: count, ownMessages: count, otherSites: few(fc.record({ site: text, messages: count })), unplacedMessages: count }),
    ),
    gaps: few(gap),
    series,
  })
  .map((made) => {
    const verdict = verdictOf(made.class);
    return { ...made, verdict, history: [{ at: made.openedAt, class: made.class, verdict, confidence: made.confidence }] };
  });

/** Any report there can be, and then some. */
export const anyReport: fc.Arbitrary<ScanReport> = fc.record({
  schema: fc.constant("sekisho.scan/1" as const),
  home: name,
  timezone: fc.oneof(fc.constantFrom("Asia/Tokyo", "UTC", "America/New_York"), text),
  period: fc.option(fc.record({ from: time, to: time })),
  inputs: few(
    fc.record({
      path: text,
      format: name,
      confidence: share,
      lines: count,
      rejected: count,
      bytes: count,
      rejectedSamples: few(fc.record({ offset: count, reason: text, line: text })),
    }),
  ),
  geo: few(fc.record({ file: text, answers: fc.constantFrom("country", "network"), builtAt: time, ageDays: count, warning: name })),
  cases: fc.array(oneCase, { maxLength: 3 }),
  complaints: few(
    fc.record({
      path: text,
      format: name,
      problem: fc.option(fc.constantFrom(...problems)),
      kind: name,
      reportedAt: fc.option(time),
      mailAt: fc.option(time),
      sourceAddress: name,
      reportedDomain: name,
      messageId: name,
      sender: name,
      script: name,
      fate: fc.constantFrom(...fates),
      account: name,
      tie: fc.option(fc.constantFrom(...ties)),
      case: fc.option(fc.nat({ max: 2 })),
    }),
  ),
  gaps: few(gap),
  totals: fc.record({ requests: count, writes: count, messages: count, accounts: count, sites: count }),
});

const closedFields = new Set([
  "fate",
  "problem",
  "tie",
  "schema",
  "class",
  "verdict",
  "layer",
  "measure",
  "reason",
  "feature",
  "code",
  "unit",
  "answers",
]);

/** The value with every free text in it replaced; closed lists and the shape stay. */
const replaceTexts = (value: unknown, replacement: string, field = ""): unknown => {
  if (typeof value === "string") return closedFields.has(field) ? value : replacement;
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item, replacement, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceTexts(item, replacement, key)]));
};

/** A report with the same text in every field that a log, a file name or a config could fill. */
export const withText = (report: ScanReport, replacement: string): ScanReport => {
  // A sample's reason is free text, a case's is from a closed list.
  const inputs = report.inputs.map((input) => ({
    ...input,
    rejectedSamples: input.rejectedSamples.map((sample) => ({ ...sample, reason: replacement })),
  }));
  return replaceTexts({ ...report, inputs }, replacement) as ScanReport;
};

const [story] = storyReport.cases as [CaseReport];

const complaint: ComplaintReport = {
  path: "complaints/a.eml",
  format: "arf",
  problem: null,
  kind: "abuse",
  reportedAt: story.lastSeen,
  mailAt: story.firstSeen,
  sourceAddress: "192.0.2.10",
  reportedDomain: "shop.example",
  messageId: "a@shop.example",
  sender: "info@shop.example",
  script: null,
  fate: "attached",
  account: "u10123",
  tie: "message-id",
  case: 0,
};

/** Every class, measure, gap, reason and layer at least once. */
export const everythingReport: ScanReport = {
  ...storyReport,
  inputs: [
    ...storyReport.inputs,
    { path: "logs/odd.bin", format: null, confidence: 0, lines: 4, rejected: 4, bytes: 1, rejectedSamples: [] },
  ],
  cases: [
    ...abuseClasses.map((one): CaseReport => ({ ...story, class: one, verdict: verdictOf(one), gaps: [] })),
    ...layers.map(
      (layer): CaseReport => ({ ...story, cause: { ...story.cause, layer, file: "/home/u10123/a.php", mailbox: "info@shop.example" } }),
    ),
    ...[0.97, 0.9, 0.7, 0.2].map((confidence): CaseReport => ({ ...story, confidence })),
    {
      ...story,
      containment: measures.map((measure) => ({
        measure,
        target: { site: "a.example", path: "/p", account: "u1", mailbox: "m@a.example", file: "/f", cidrs: ["192.0.2.0/24"], perHour: 9 },
        impact: { abusive: 1, other: 2, from: story.firstSeen, to: story.lastSeen, unit: "messages" as const },
      })),
      notProposed: notProposedReasons.map((reason) => ({ measure: "deny-path" as const, reason })),
      reasons: reasonFeatures.map((feature) => ({ feature, value: 0.5, usual: 0.1, weight: 1 })),
    },
    ...(["form-relay", "form-flood", "newsletter"] as const).map(
      (one): CaseReport => ({ ...story, class: one, verdict: verdictOf(one), containment: [] }),
    ),
  ],
  gaps: gapCodes.map((code) => ({ code, detail: null })),
  complaints: [
    ...fates.map((fate) => ({ ...complaint, fate })),
    ...problems.map((problem) => ({ ...complaint, fate: "unread" as const, problem, format: null, kind: null, case: null })),
    ...Array.from({ length: 9 }, () => complaint),
  ],
};
