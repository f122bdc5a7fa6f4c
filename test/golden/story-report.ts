import { createHash } from "node:crypto";
import type { CaseReport, EvidenceReport, ScanReport } from "../../src/domain/scan-report.ts";

/** Reports made by hand, of the shape and size that a scan of one shared server gives. */

const evidence = (input: string, offset: number, line: string): EvidenceReport => ({
  input,
  offset,
  line,
  sha256: createHash("sha256").update(line).digest("hex"),
});

const at = (hour: number, minute = 0, day = 1): string =>
  `2026-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00+09:00`;

const ofCase = [0, 0, 0, 0, 0, 38, 96, 118, 87, 64, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const other = [0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 2, 4, 1, 2, 3, 2, 1, 2, 0, 1, 0, 0, 0, 0];
const usual = [0.1, 0, 0.2, 0, 0, 0.1, 0.2, 0.8, 1.5, 2.6, 2.4, 3.1, 1.2, 2, 2.4, 2.1, 1.4, 1, 0.6, 0.5, 0.3, 0.3, 0.1, 0];

const access = "logs/site.shop.example.access.log";
const agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";

/** The story: a WordPress contact form that copies what a stranger typed to an address the stranger chose. */
const relayCase: CaseReport = {
  class: "form-relay",
  verdict: "abuse",
  confidence: 0.984,
  account: "u10123",
  host: "sv1",
  site: "shop.example",
  openedAt: at(5, 24),
  detectedAt: at(5, 31),
  firstSeen: at(5, 21),
  lastSeen: at(10, 12),
  cause: {
    layer: "form",
    method: "POST",
    path: "/contact/",
    query: null,
    file: null,
    mailbox: null,
    confidence: 0.97,
    endpoints: [
      { method: "POST", path: "/contact/", query: null, requests: 391, messages: 374 },
      { method: "POST", path: "/wp-json/contact-form-7/v1/contact-forms/6/feedback", query: null, requests: 47, messages: 38 },
    ],
    explains: { messages: 412, share: 0.971, byChance: 2.7 },
    alternatives: [
      { layer: "form", method: "POST", path: "/wp-comments-post.php", query: null, confidence: 0.02 },
      { layer: "cron", method: null, path: null, query: null, confidence: 0.005 },
    ],
  },
  counts: {
    requests: 438,
    refusedRequests: 9,
    foreignRequests: 431,
    sources: 417,
    messages: 412,
    recipients: 398,
    foreignRecipients: 371,
    bounced: 121,
  },
  evidence: [
    evidence(
      access,
      182_733,
      `192.0.2.51 - - [01/Mar/2026:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "${agent}"`,
    ),
    evidence(
      access,
      183_012,
      `198.51.100.120 - - [01/Mar/2026:05:26:30 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "${agent}"`,
    ),
    evidence(
      access,
      201_440,
      `203.0.113.41 - - [01/Mar/2026:06:20:12 +0900] "POST /wp-json/contact-form-7/v1/contact-forms/6/feedback HTTP/1.1" 403 2843 "https://shop.example/contact/" "${agent}"`,
    ),
    evidence("logs/mail.log", 99_121, "2026-03-01T05:21:36.204511+09:00 sv1 postfix/pickup[2204]: 4C1D21A3F2: uid=10123 from=<u10123>"),
    evidence(
      "logs/mail.log",
      99_560,
      "2026-03-01T05:21:38.917730+09:00 sv1 postfix/smtp[2310]: 4C1D21A3F2: to=<k.lind@mailbox.example>, relay=mx.mailbox.example[198.51.100.9]:25, delay=2.7, dsn=5.1.1, status=bounced (550 5.1.1 user unknown)",
    ),
  ],
  containment: [
    {
      measure: "deny-foreign-writes",
      target: { site: "shop.example" },
      impact: { abusive: 431, other: 0, from: "2026-02-22T00:00:00+09:00", to: at(10, 12), unit: "requests" },
    },
    {
      measure: "deny-foreign",
      target: { site: "shop.example" },
      impact: { abusive: 436, other: 1_284, from: "2026-02-22T00:00:00+09:00", to: at(10, 12), unit: "requests" },
    },
    {
      measure: "hold-mail",
      target: { account: "u10123" },
      impact: { abusive: 412, other: 12, from: at(5, 21), to: at(10, 12), unit: "messages" },
    },
  ],
  sharedAccount: null,
  notProposed: [{ measure: "deny-network", reason: "sources-scattered" }],
  history: [
    { at: at(5, 24), class: "form-flood", verdict: "nuisance", confidence: 0.64 },
    { at: at(5, 31), class: "form-relay", verdict: "abuse", confidence: 0.91 },
  ],
  reasons: [
    { feature: "mail-follows-posts", value: 0.94, usual: 0.01, weight: 4.1 },
    { feature: "one-shot-sources", value: 0.98, usual: 0.4, weight: 2.2 },
    { feature: "more-than-usual", value: 118, usual: 0.8, weight: 1.9 },
    { feature: "foreign-recipients", value: 0.93, usual: 0.02, weight: 1.6 },
    { feature: "bounces", value: 0.3, usual: 0.01, weight: 0.8 },
    { feature: "never-read-the-page", value: 0.12, usual: null, weight: -0.3 },
  ],
  gaps: [
    { code: "unknown-origin", detail: "shop.example" },
    { code: "lost-lines", detail: "logs/mail.log" },
  ],
  series: {
    mailPerHour: ofCase.map((count, hour) => ({
      at: at(hour),
      messages: count + (other[hour] ?? 0),
      ofCase: count,
      usual: usual[hour] ?? null,
    })),
    requestsByEndpoint: [
      { method: "GET", path: "/", query: null, requests: 1_912, messages: 0, ofCase: false },
      { method: "POST", path: "/contact/", query: null, requests: 391, messages: 374, ofCase: true },
      {
        method: "POST",
        path: "/wp-json/contact-form-7/v1/contact-forms/6/feedback",
        query: null,
        requests: 47,
        messages: 38,
        ofCase: true,
      },
      { method: "POST", path: "/wp-comments-post.php", query: null, requests: 21, messages: 2, ofCase: false },
      { method: "POST", path: "/", query: "rest_route=/wc/store/v1/cart", requests: 18, messages: 0, ofCase: false },
    ],
    sourcesByCountry: [
      { country: "US", sources: 142, requests: 149 },
      { country: "FR", sources: 88, requests: 92 },
      { country: "RU", sources: 61, requests: 63 },
      { country: "NL", sources: 54, requests: 55 },
      { country: "BR", sources: 39, requests: 44 },
      { country: "VN", sources: 27, requests: 28 },
      { country: null, sources: 4, requests: 5 },
      { country: "JP", sources: 2, requests: 2 },
    ],
  },
};

const quietSeries = { mailPerHour: [], requestsByEndpoint: [], sourcesByCountry: [] };

/** A site whose form is flooded while no mail follows. */
const floodCase: CaseReport = {
  ...relayCase,
  class: "form-flood",
  verdict: "nuisance",
  confidence: 0.81,
  account: "u10877",
  site: "salon.example",
  openedAt: at(13, 10),
  detectedAt: at(13, 10),
  firstSeen: at(12, 58),
  lastSeen: at(14, 40),
  cause: {
    ...relayCase.cause,
    path: "/inquiry/send.php",
    endpoints: [{ method: "POST", path: "/inquiry/send.php", query: null, requests: 210, messages: 0 }],
    explains: { messages: 0, share: 0, byChance: null },
    alternatives: [],
  },
  counts: {
    requests: 210,
    refusedRequests: 0,
    foreignRequests: 206,
    sources: 190,
    messages: 0,
    recipients: 0,
    foreignRecipients: 0,
    bounced: 0,
  },
  evidence: [
    evidence(
      "logs/salon.example.access.log.1.gz",
      7_411,
      `203.0.113.77 - - [01/Mar/2026:12:58:02 +0900] "POST /inquiry/send.php HTTP/1.1" 200 512 "-" "${agent}"`,
    ),
  ],
  containment: [],
  notProposed: [],
  history: [{ at: at(13, 10), class: "form-flood", verdict: "nuisance", confidence: 0.81 }],
  reasons: [{ feature: "no-mail-follows", value: 1, usual: null, weight: -2.4 }],
  gaps: [],
  series: quietSeries,
};

/** The owner's own mailing, which a counter alone would take for abuse. */
const newsletterCase: CaseReport = {
  ...floodCase,
  class: "newsletter",
  verdict: "benign",
  confidence: 0.93,
  account: "u10123",
  site: null,
  openedAt: at(18, 2),
  detectedAt: at(18, 2),
  firstSeen: at(18, 0),
  lastSeen: at(18, 20),
  cause: { ...floodCase.cause, layer: "none", method: null, path: null, endpoints: [] },
  counts: {
    requests: 0,
    refusedRequests: 0,
    foreignRequests: 0,
    sources: 0,
    messages: 640,
    recipients: 640,
    foreignRecipients: 3,
    bounced: 6,
  },
  evidence: [],
  reasons: [{ feature: "strangers", value: 0.004, usual: 0.1, weight: -3.2 }],
};

/** One case, two logs, nothing odd but three lines that nobody could read. */
export const storyReport: ScanReport = {
  schema: "sekisho.scan/1",
  home: "JP",
  timezone: "Asia/Tokyo",
  period: { from: "2026-02-22T00:00:04+09:00", to: "2026-03-01T23:58:40+09:00" },
  inputs: [
    {
      path: access,
      format: "combined",
      confidence: 1,
      lines: 48_211,
      rejected: 3,
      bytes: 11_502_311,
      rejectedSamples: [{ offset: 4_410_022, reason: "no request", line: "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03" }],
    },
    { path: "logs/mail.log", format: "postfix", confidence: 0.998, lines: 9_120, rejected: 0, bytes: 1_433_870, rejectedSamples: [] },
  ],
  geo: [
    { file: "geo-whois-asn-country.mmdb", answers: "country", builtAt: "2026-02-17T00:00:00Z", ageDays: 12, warning: null },
    {
      file: "iptoasn-country.mmdb",
      answers: "country",
      builtAt: "2026-01-02T00:00:00Z",
      ageDays: 58,
      warning: "The publisher advises against using this data for decisions about a single address.",
    },
  ],
  cases: [relayCase],
  complaints: [],
  gaps: [{ code: "geo-old", detail: "iptoasn-country.mmdb" }],
  totals: { requests: 48_208, writes: 912, messages: 1_204, accounts: 3, sites: 5 },
};

/** Three cases of three verdicts. */
export const busyReport: ScanReport = { ...storyReport, cases: [relayCase, floodCase, newsletterCase] };

/** Nothing found, with no mail log to judge by and no home country set. */
export const quietReport: ScanReport = {
  ...storyReport,
  home: null,
  inputs: storyReport.inputs.slice(0, 1),
  cases: [],
  geo: [],
  gaps: [
    { code: "no-mail-log", detail: null },
    { code: "home-unknown", detail: null },
  ],
  totals: { requests: 48_208, writes: 912, messages: 0, accounts: 0, sites: 5 },
};
