import { type AbuseClass, verdictOf } from "../../src/domain/abuse-class.ts";
import type { Actor } from "../../src/domain/case/actor.ts";
import type { Case } from "../../src/domain/case/case.ts";
import type { ClaimedAbuse, MeasureTarget } from "../../src/domain/case/claimed-abuse.ts";
import type { Containment } from "../../src/domain/case/containment.ts";
import type { Change, Prompt } from "../../src/domain/case/notice.ts";
import type { OtherLimit } from "../../src/domain/case/other-limit.ts";
import type { Requirement, RequirementId } from "../../src/domain/case/requirement.ts";
import type { Measure } from "../../src/domain/measure.ts";
import type { CauseReport } from "../../src/domain/scan-report.ts";
import { hourMs, minuteMs } from "../../src/kit/time-units.ts";
import type { NoticeView } from "../../src/report/notice/notice-view.ts";

/** Notices to be read: a case of each class, and one case in every turn that it can take. */

const began = Date.parse("2026-03-01T05:21:35+09:00");
const policy: Actor = { kind: "policy", version: "9f2c41d07ab3" };
const staff: Actor = { kind: "person", name: "sato" };

const access = "logs/shop.example.access.log";
const agent = "Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";

const line = (input: string, text: string): ClaimedAbuse["evidence"][number] => ({
  input,
  offset: 182_733,
  line: text,
  digest: "0f".repeat(32),
});

const posts = (path: string): ClaimedAbuse["evidence"] => [
  line(access, `192.0.2.51 - - [01/Mar/2026:05:21:35 +0900] "POST ${path} HTTP/1.1" 200 147152 "https://shop.example/contact/" "${agent}"`),
  line(access, `198.51.100.120 - - [01/Mar/2026:05:26:30 +0900] "POST ${path} HTTP/1.1" 200 147152 "https://shop.example" "${agent}"`),
  line(access, `2001:db8:5:6::77 - - [01/Mar/2026:05:41:11 +0900] "POST ${path} HTTP/1.1" 200 147152 "-" "${agent}"`),
];

const mails: ClaimedAbuse["evidence"] = [
  line("logs/mail.log", "Mar  1 05:21:36 sv1 postfix/pickup[2204]: 4C1D21A3F2: uid=10123 from=<u10123>"),
  line(
    "logs/mail.log",
    "Mar  1 05:21:38 sv1 postfix/smtp[2310]: 4C1D21A3F2: to=<***@mailbox.example>, relay=mx.mailbox.example[198.51.100.9]:25, delay=2.7, dsn=5.1.1, status=bounced (550 5.1.1 user unknown)",
  ),
];

const noCause: CauseReport = {
  layer: "form",
  method: null,
  path: null,
  query: null,
  file: null,
  mailbox: null,
  confidence: 0.97,
  endpoints: [],
  explains: { messages: 1_372, share: 0.9717, byChance: 2.7 },
  alternatives: [],
};

const posted = (path: string, query: string | null = null): Partial<CauseReport> => ({
  method: "POST",
  path,
  query,
  endpoints: [{ method: "POST", path, query, requests: 391, messages: 374 }],
});

const noMail: Partial<CauseReport> = { explains: { messages: 0, share: 0, byChance: null } };

interface ClassStory {
  readonly cause: Partial<CauseReport>;
  readonly measure: Measure;
  readonly target: MeasureTarget;
  readonly requirements: readonly RequirementId[];
  readonly site?: null;
}

const root = "/home/u10123/shop.example/public_html";
const site = "shop.example";
const account = "u10123";
const mailbox = "info@shop.example";

/** What each class is told of: its way in, the measure that fits, and what is asked. */
const stories: Readonly<Record<Exclude<AbuseClass, "newsletter" | "order-surge" | "mail-loop">, ClassStory>> = {
  "form-relay": {
    cause: {
      ...posted("/contact/"),
      endpoints: [
        { method: "POST", path: "/contact/", query: null, requests: 391, messages: 374 },
        { method: "POST", path: "/wp-json/contact-form-7/v1/contact-forms/6/feedback", query: null, requests: 47, messages: 38 },
      ],
    },
    measure: "deny-foreign-writes",
    target: { site },
    requirements: ["form-protected", "no-known-vulnerability", "up-to-date", "files-untampered", "harm-stopped"],
  },
  "script-mailer": {
    cause: { ...posted("/mail/tellafriend.php"), layer: "file", file: `${root}/mail/tellafriend.php` },
    measure: "deny-path",
    target: { site, path: "/mail/tellafriend.php" },
    requirements: ["way-in-closed", "files-untampered", "harm-stopped"],
  },
  "injected-mailer": {
    cause: { ...posted("/wp-content/uploads/2026/02/x.php"), layer: "file", file: `${root}/wp-content/uploads/2026/02/x.php` },
    measure: "quarantine-file",
    target: { site, file: `${root}/wp-content/uploads/2026/02/x.php` },
    requirements: ["files-untampered", "way-in-closed", "no-known-vulnerability", "harm-stopped"],
  },
  "cron-mailer": {
    cause: { layer: "cron", file: "/home/u10123/.cache/.x" },
    measure: "hold-mail",
    target: { account },
    requirements: ["no-cron-entry", "files-untampered", "harm-stopped"],
    site: null,
  },
  "smtp-credential-abuse": {
    cause: { layer: "smtp-auth", mailbox },
    measure: "lock-mailbox",
    target: { mailbox },
    requirements: ["password-changed", "harm-stopped"],
    site: null,
  },
  "account-takeover": {
    cause: { ...posted("/wp-login.php"), layer: "login" },
    measure: "stop-mail",
    target: { account },
    requirements: ["password-changed", "way-in-closed", "files-untampered", "harm-stopped"],
  },
  "subscription-bombing": {
    cause: posted("/", "na=s"),
    measure: "challenge-foreign",
    target: { site },
    requirements: ["form-protected", "consent-confirmed", "harm-stopped"],
  },
  "form-flood": {
    cause: { ...posted("/inquiry/send.php"), ...noMail },
    measure: "deny-writes",
    target: { site },
    requirements: ["form-protected"],
  },
  "login-attack": {
    cause: { ...posted("/wp-login.php"), layer: "login", ...noMail },
    measure: "challenge-foreign",
    target: { site },
    requirements: ["form-protected"],
  },
  "comment-spam": {
    cause: { ...posted("/wp-comments-post.php"), ...noMail },
    measure: "deny-network",
    target: { site, cidrs: ["192.0.2.0/24", "198.51.100.0/24"] },
    requirements: ["form-protected"],
  },
  "reset-flood": {
    cause: { ...posted("/wp-login.php", "action=lostpassword"), layer: "login" },
    measure: "cap-mail",
    target: { account, perHour: 30 },
    requirements: ["form-protected", "harm-stopped"],
  },
};

/** A class that somebody is told of while something is limited. */
export type ToldClass = keyof typeof stories;

/** All of them. */
export const toldClasses = Object.keys(stories) as ToldClass[];

const containment = (id: string, measure: Measure, target: MeasureTarget, more: Partial<Containment> = {}): Containment => ({
  id,
  measure,
  target,
  state: "in-force",
  decidedBy: policy,
  reason: "ladder",
  orderedAt: began + 10 * minuteMs,
  liftOrder: null,
  provenAt: began + 10 * minuteMs + 4_000,
  proof: "403",
  driftedAt: null,
  release: null,
  ...more,
});

const open = (id: RequirementId): Requirement => ({ id, state: "unknown", finding: null, claim: null });

const found = (id: RequirementId, state: Requirement["state"], code: string, detail = {}): Requirement => ({
  id,
  state,
  finding: { requirement: id, state, check: "check", code, detail, at: began + 6 * hourMs },
  claim: null,
});

const seen = (kind: ToldClass): ClaimedAbuse => {
  const story = stories[kind];
  const cause = { ...noCause, ...story.cause };
  const isWeb = cause.path !== null;
  const isMail = cause.explains.messages > 0;
  return {
    key: `${account}/${kind}`,
    class: kind,
    verdict: verdictOf(kind),
    confidence: 0.98,
    host: "sv1",
    account,
    site: story.site === null ? null : site,
    sharesAccount: false,
    firstSeen: began,
    lastSeen: began + 4 * hourMs + 51 * minuteMs,
    lastHarmAt: isMail ? began + 4 * hourMs + 51 * minuteMs : null,
    cause,
    counts: {
      requests: isWeb ? 1_438 : 0,
      refusedRequests: isWeb ? 9 : 0,
      foreignRequests: isWeb ? 1_431 : 0,
      sources: isWeb ? 417 : 0,
      messages: isMail ? 1_412 : 0,
      recipients: isMail ? 1_398 : 0,
      foreignRecipients: isMail ? 1_371 : 0,
      bounced: isMail ? 321 : 0,
    },
    evidence: [...(isWeb ? posts(cause.path ?? "/") : []), ...(isMail ? mails : [])],
    measures: [],
    notProposed: [],
    gaps: isWeb ? [] : [{ code: "no-access-log", detail: null }],
  };
};

const weekday = { fromMinute: 540, toMinute: 1_080 };

const containedCase = (kind: ToldClass): Case => {
  const { measure, target, requirements } = stories[kind];
  const isAbuse = verdictOf(kind) === "abuse";
  return {
    id: "C-2026-00417",
    key: `${account}/${kind}`,
    state: "contained",
    since: began + 10 * minuteMs,
    openedAt: began + 4 * minuteMs,
    closedAt: null,
    claim: seen(kind),
    terms: {
      version: "9f2c41d07ab3",
      clause: "第12条第1項（第三者に迷惑を及ぼす利用の停止）",
      clauses: {},
      mode: "act",
      ladder: [],
      requirements,
      hasContact: true,
      tellWhileObserving: true,
      graceMinutes: 10,
      noticeDeadlineMinutes: 4_320,
      remindAfterMinutes: 2_880,
      recheckMinutes: 60,
      quietMinutes: 30,
      watchMinutes: 1_440,
      afterReleaseMinutes: 4_320,
      reviewMinutes: 1_440,
      release: { byPolicy: isAbuse, people: 1 },
      promiseMinutes: 240,
      notices: { mergeMinutes: 10, promptsPerDay: 1, promptsInAll: 5, mostNotices: 12 },
      hours: { timezone: "Asia/Tokyo", days: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday }, holidays: [] },
    },
    containments: [containment("C-2026-00417/o1", measure, target, isAbuse ? {} : { decidedBy: staff })],
    requirements: requirements.map(open),
    notices: [],
    untold: [],
    told: {},
    tasks: [],
    timers: [],
    watch: null,
    relapses: 0,
    previous: null,
    version: 3,
  };
};

const viewOf = (of: Case, tells: NoticeView["tells"]): NoticeView => ({
  case: of,
  others: [],
  tells,
  at: began + 12 * minuteMs,
  operator: { name: "例ホスティング", contact: "abuse@host.example" },
  contactName: "山田 太郎",
  links: { page: "https://desk.example/c/C-2026-00417/9sJtH2vQw8LmXr4KpZ0aBgc5Yd7NfUeT1iOoPq3RxW6", genuine: "https://desk.example/c/" },
  timezone: "Asia/Tokyo",
  home: "JP",
});

/** The first notice of a contained case of that class. */
export const containedView = (kind: ToldClass): NoticeView => viewOf(containedCase(kind), ["detected", "contained"]);

const relay = containedCase("form-relay");
const lifted = relay.containments.map(
  (one): Containment => ({ ...one, state: "lifted", release: { by: policy, second: null, reason: "quiet", at: began + 31 * hourMs } }),
);
const undone = lifted.map(
  (one): Containment => ({ ...one, release: { by: staff, second: null, reason: "the owner's own use", at: began + 3 * hourMs } }),
);
const counted = { count: 1_284, from: began + 11 * minuteMs, to: began + 175 * minuteMs };
const [undoneFirst = containment("C-2026-00417/o1", "deny-foreign-writes", { site })] = undone;
const undoneCounted: readonly Containment[] = [{ ...undoneFirst, stopped: counted, liftedAt: began + 3 * hourMs + 5_000 }];
const heldMail = containment(
  "C-2026-00417/o2",
  "hold-mail",
  { account },
  {
    ...{ state: "lifted", release: undoneFirst.release, liftedAt: began + 3 * hourMs + 9_000 },
    stopped: { count: 37, from: began + 20 * minuteMs, to: began + 170 * minuteMs },
  },
);
const allMet = relay.requirements.map(({ id }) => found(id, "met", "quiet"));
const partly: readonly Requirement[] = [
  found("form-protected", "not-met", "form-answers", { path: "/wp-json/contact-form-7/v1/contact-forms/6/feedback", status: 200 }),
  found("no-known-vulnerability", "unknown", "could-not-run"),
  found("up-to-date", "met", "attested"),
  found("files-untampered", "met", "files-as-published"),
  found("harm-stopped", "met", "quiet", { minutes: 60 }),
];

/** One case in the turn that each kind of notice tells of. */
export const kindViews: Readonly<Record<Change | Prompt, NoticeView>> = {
  detected: viewOf(
    {
      ...relay,
      state: "notified",
      containments: [],
      timers: [{ id: "t1", kind: "notice-deadline", at: began + 72 * hourMs }],
    },
    ["detected"],
  ),
  contained: viewOf(relay, ["contained"]),
  widened: viewOf(
    {
      ...relay,
      containments: [
        ...relay.containments,
        containment("C-2026-00417/o2", "deny-foreign", { site }, { provenAt: began + 40 * minuteMs }),
        containment("C-2026-00417/o3", "hold-mail", { account }, { provenAt: began + 41 * minuteMs }),
      ],
    },
    ["widened"],
  ),
  checked: viewOf({ ...relay, state: "answered", requirements: partly }, ["checked"]),
  watching: viewOf({ ...relay, state: "verified", requirements: allMet, watch: { from: began + 7 * hourMs, until: began + 31 * hourMs } }, [
    "checked",
    "watching",
  ]),
  relapsed: viewOf({ ...relay, requirements: partly, relapses: 1 }, ["relapsed"]),
  released: viewOf({ ...relay, state: "released", requirements: allMet, containments: lifted }, ["released"]),
  dismissed: viewOf({ ...relay, state: "dismissed", containments: undone }, ["dismissed"]),
  "made-good": viewOf({ ...relay, state: "dismissed", containments: [...undoneCounted, heldMail] }, ["dismissed", "made-good"]),
  reminder: viewOf({ ...relay, state: "notified", requirements: partly }, ["reminder"]),
  received: viewOf({ ...relay, state: "answered" }, ["received"]),
  delayed: viewOf(
    {
      ...relay,
      state: "answered",
      tasks: [
        {
          id: "C-2026-00417/k1",
          kind: "attest-unknown",
          detail: "no-known-vulnerability",
          at: began,
          dueAt: began + 5 * hourMs,
          doneAt: null,
          missedAt: began + 5 * hourMs,
        },
      ],
      timers: [{ id: "t2", kind: "promise", at: began + 9 * hourMs }],
    },
    ["delayed"],
  ),
};

const otherLimit: OtherLimit = {
  ...{ caseId: "C-2026-00409", measure: "hold-mail", target: { account }, since: began - 20 * hourMs, isEnding: false },
  ...{ account, site: "blog.example", isHere: true },
};

/** What is told while another case holds something on the same account. */
export const besideViews: Readonly<Record<"detected" | "contained" | "released" | "dismissed" | "made-good", NoticeView>> = {
  detected: { ...kindViews.detected, others: [otherLimit] },
  contained: { ...kindViews.contained, others: [otherLimit, { ...otherLimit, measure: "deny-foreign", target: { site } }] },
  released: { ...kindViews.released, others: [otherLimit] },
  dismissed: { ...kindViews.dismissed, case: { ...kindViews.dismissed.case, containments: [] }, others: [otherLimit] },
  "made-good": {
    ...kindViews["made-good"],
    others: [{ ...otherLimit, target: { site: "blog.example" }, measure: "deny-writes", isHere: false }],
  },
};

/** The view as the host of a reader of that language would have it: names and clause are not translated by us. */
export const inLanguage = (view: NoticeView, code: string): NoticeView =>
  code === "ja"
    ? view
    : {
        ...view,
        operator: { ...view.operator, name: "Example Hosting" },
        contactName: "Taro Yamada",
        case: { ...view.case, terms: { ...view.case.terms, clause: "12.1, use that harms third parties" } },
      };
