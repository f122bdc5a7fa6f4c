import { describe, expect, it } from "vitest";
import { buildMessage, buildRequest, endpointOf, sourceOf, start } from "../../test/event-builders.ts";
import type { Complaint } from "./complaint.ts";
import { type ComplainedMessage, complaintSubject, complaintsWeight, judgeComplaints } from "./judge-complaint.ts";
import type { MailMessage } from "./mail-event.ts";
import { mailWay } from "./mail-way.ts";
import type { WriteRequest } from "./write-request.ts";

const complaint: Complaint = {
  format: "arf",
  kind: "abuse",
  matter: "mail",
  reportedAt: start,
  mailAt: start,
  sourceAddress: null,
  reportedDomain: null,
  messageId: "a@shop.example",
  sender: null,
  queueIds: [],
  mailbox: null,
  script: null,
  scriptUid: null,
  isListMail: false,
  isTrap: false,
  mark: { offset: 0, length: 1 },
};

interface Parts {
  readonly complaint?: Partial<Complaint>;
  readonly message?: Partial<MailMessage>;
  readonly trigger?: WriteRequest | null;
  readonly client?: ComplainedMessage["client"];
  readonly tie?: ComplainedMessage["tie"];
}

const about = ({
  complaint: told = {},
  message = {},
  trigger = null,
  client = "unknown",
  tie = "message-id",
}: Parts): ComplainedMessage => {
  const mail = { message: buildMessage(1, start, { submission: "local", ...message }), trigger, candidates: 1, settledAt: start };
  return { complaint: { ...complaint, ...told }, mail, way: mailWay(mail, () => null), tie, client };
};

const stranger = buildRequest(1, start, { source: sourceOf(1, "foreign") });
const visitor = buildRequest(1, start, {
  source: sourceOf(1, "home"),
  before: { ...stranger.before, pages: 3, assets: 9 },
  referer: "own-page",
});
const uploaded = buildRequest(1, start, { source: sourceOf(1, "foreign"), endpoint: endpointOf(9, "/wp-content/uploads/a.php") });
const session = { submission: "smtp-auth", mailbox: "info@shop.example" } as const;

describe("a message that somebody complained about", () => {
  it.each([
    ["form-relay", { trigger: stranger }],
    ["script-mailer", { trigger: uploaded }],
    ["script-mailer", { complaint: { script: "mailing.php" } }],
    ["injected-mailer", { complaint: { script: "/home/u/wp-content/plugins/seo/seo.php" } }],
    ["cron-mailer", {}],
    ["cron-mailer", { complaint: { script: "class-phpmailer.php" } }],
    ["smtp-credential-abuse", { message: session, client: "foreign" as const }],
    ["newsletter", { complaint: { isListMail: true } }],
    ["script-mailer", { complaint: { isListMail: true }, trigger: uploaded }],
  ])("is %s by its way in", (kind, parts) => expect(judgeComplaints([about(parts)])?.class).toBe(kind));

  it.each([
    ["a visitor who read the pages", { trigger: visitor }],
    ["a session from home", { message: session, client: "home" as const }],
    ["a message tied by its sender's domain alone", { tie: "domain" as const }],
  ])("makes no case where it is that of %s", (_about, parts) => expect(judgeComplaints([about(parts)])).toBeNull());

  it("makes a hint of one or two complaints, more of many, of a trap, of a script in an odd place", () => {
    const sure = (...given: readonly Parts[]): number => judgeComplaints(given.map(about))?.confidence ?? 0;
    expect(sure({ trigger: stranger })).toBe(0.65);
    expect(sure({}, {})).toBeLessThanOrEqual(0.65);
    expect(sure({}, {}, {}, {})).toBeGreaterThan(sure({}, {}));
    expect(sure({ complaint: { isTrap: true } })).toBeGreaterThan(0.8);
    expect(sure({ trigger: uploaded })).toBe(0.85);
    expect(sure(...Array.from({ length: 1_000 }, () => ({})))).toBe(0.85);
  });

  it("names the script that the complaint names where the logs name none", () => {
    expect(complaintSubject(about({ complaint: { script: "/home/u/x.php" } }))).toMatchObject({
      causeKind: "complaint",
      file: "/home/u/x.php",
    });
    expect(complaintSubject(about({ complaint: { script: "x.php" } }))).toMatchObject({ file: null, causeName: "" });
  });
});

describe("complaints about a wave", () => {
  it("weigh nothing where a lawful mailing of that size gets as many", () => {
    expect(complaintsWeight(4, 5_000)).toBe(0);
    expect(complaintsWeight(1, 20)).toBeGreaterThan(0.5);
    expect(complaintsWeight(5, 20)).toBeGreaterThan(complaintsWeight(1, 20));
    expect(complaintsWeight(100_000, 20)).toBe(3);
  });
});
