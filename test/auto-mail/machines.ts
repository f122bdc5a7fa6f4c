import { encodedWords } from "../replies/mail-bytes.ts";

/** One mail by a machine: what it is taken for, and its header fields and text; `from` is the customer's address unless it says another. */
export interface MachineMail {
  readonly name: string;
  readonly kind: "bounce" | "out-of-office" | "auto-reply" | "challenge" | "receipt" | "loop" | "list";
  readonly headers: readonly string[];
  readonly body: string;
}

interface Program {
  readonly name: string;
  /** Makes the subject of the answer to a mail with this one. */
  readonly subject: (of: string, language: "ja" | "en") => string;
  readonly headers: readonly string[];
  readonly kind: MachineMail["kind"];
}

const answered = { en: "Mail leaving site.example", ja: "site.example からのメール送信について" } as const;
const languages = ["ja", "en"] as const;

const re = (of: string): string => `Re: ${of}`;
const bilingual = (en: string, ja: string) => (of: string, language: "ja" | "en") => `${language === "ja" ? ja : en}${of}`;

/** Answers without a person, as programs write them: RFC 3834 and what was in use before it. */
const responders: readonly Program[] = [
  {
    name: "Exchange",
    subject: bilingual("Automatic reply: ", "自動応答: "),
    headers: ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "X-MS-Exchange-Inbox-Rules-Loop: owner@elsewhere.example"],
    kind: "out-of-office",
  },
  {
    name: "Exchange, rule with a template",
    subject: bilingual("Automatic reply: ", "自動返信: "),
    headers: ["X-Auto-Response-Suppress: DR, OOF, AutoReply", "X-MS-Has-Attach: "],
    kind: "out-of-office",
  },
  {
    name: "Gmail",
    subject: bilingual("Out of office Re: ", "不在のお知らせ Re: "),
    headers: ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes"],
    kind: "out-of-office",
  },
  { name: "vacation(1)", subject: re, headers: ["Precedence: bulk", "Auto-Submitted: auto-replied (vacation)"], kind: "auto-reply" },
  {
    name: "sendmail's vacation",
    subject: bilingual("away from my mail ", "休暇中です "),
    headers: ["Precedence: bulk"],
    kind: "out-of-office",
  },
  {
    name: "Postfixadmin",
    subject: bilingual("Out of Office: ", "【自動返信】"),
    headers: ["Precedence: junk", "X-Loop: Postfix Admin Virtual Vacation"],
    kind: "out-of-office",
  },
  { name: "Exim's autoreply", subject: re, headers: ["Auto-Submitted: auto-replied", "Return-Path: <>"], kind: "auto-reply" },
  { name: "qmail-autoresponder", subject: re, headers: ["Delivered-To: Autoresponder", "Precedence: junk"], kind: "auto-reply" },
  {
    name: "Sieve vacation",
    subject: (of) => `Auto: ${of}`,
    headers: ["Auto-Submitted: auto-replied (vacation)", "X-Sieve: Pigeonhole Sieve 0.5.19"],
    kind: "auto-reply",
  },
  { name: "Zimbra", subject: re, headers: ["Auto-Submitted: auto-replied (zimbra; vacation)", "Precedence: bulk"], kind: "auto-reply" },
  {
    name: "Notes",
    subject: bilingual("Owner is out of the office ", "不在通知: "),
    headers: ["Auto-Submitted: auto-generated", "X-MIMETrack: Serialize by Router"],
    kind: "out-of-office",
  },
  {
    name: "cPanel",
    subject: re,
    headers: ["X-Autorespond: notice", "Precedence: auto_reply", "X-Precedence: auto_reply"],
    kind: "auto-reply",
  },
  { name: "GroupWise", subject: re, headers: ["X-FC-MachineGenerated: true"], kind: "auto-reply" },
  { name: "an X-Vacation", subject: re, headers: ["X-Vacation: yes"], kind: "auto-reply" },
  { name: "an X-Mail-Autoreply", subject: re, headers: ["X-Mail-Autoreply: yes"], kind: "auto-reply" },
  { name: "an X-Autoresponse", subject: re, headers: ["X-Autoresponse: true"], kind: "auto-reply" },
  { name: "an empty return path", subject: re, headers: ["Return-Path: <>"], kind: "auto-reply" },
  { name: "no header at all", subject: bilingual("Out of Office: ", "【自動返信】"), headers: [], kind: "out-of-office" },
  { name: "a holiday", subject: bilingual("On vacation until Monday: ", "夏季休業のお知らせ："), headers: [], kind: "out-of-office" },
  {
    name: "Zendesk",
    subject: bilingual("[Request received] ", "【リクエスト受信】"),
    headers: ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "X-Mailer: Zendesk Mailer"],
    kind: "auto-reply",
  },
  {
    name: "OTRS",
    subject: (of) => `[Ticket#2026030110000123] RE: ${of}`,
    headers: ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-OTRS-Loop: yes"],
    kind: "auto-reply",
  },
  {
    name: "Redmine",
    subject: (of) => `[Support - #1234] ${of}`,
    headers: ["X-Mailer: Redmine", "X-Redmine-Issue-Id: 1234", "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"],
    kind: "auto-reply",
  },
  {
    name: "Request Tracker",
    subject: (of) => `[host.example #1234] AutoReply: ${of}`,
    headers: ["Precedence: bulk", "X-RT-Loop-Prevention: host.example", "X-Managed-By: RT 5.0", "Auto-Submitted: auto-replied"],
    kind: "out-of-office",
  },
  {
    name: "osTicket",
    subject: (of) => `Re: ${of} [#1234]`,
    headers: ["X-Autoreply: true", "X-Auto-Response-Suppress: ALL, AutoReply"],
    kind: "auto-reply",
  },
  { name: "Freshdesk", subject: (of) => `Ticket Received - ${of}`, headers: ["Auto-Submitted: auto-generated"], kind: "auto-reply" },
  {
    name: "Jira",
    subject: (of) => `SUP-12 ${of}`,
    headers: ["Auto-Submitted: auto-generated", "X-JIRA-FingerPrint: abc", "Precedence: bulk"],
    kind: "auto-reply",
  },
  {
    name: "Mailman's answer to a post",
    subject: (of) => `Your message to Staff awaits moderator approval: ${of}`,
    headers: ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <staff.elsewhere.example>"],
    kind: "auto-reply",
  },
  {
    name: "ezmlm's answer",
    subject: (of) => `Returned post for staff@elsewhere.example: ${of}`,
    headers: ["Mailing-List: contact staff-help@elsewhere.example; run by ezmlm", "Precedence: bulk", "Return-Path: <>"],
    kind: "auto-reply",
  },
  {
    name: "Google Groups' answer",
    subject: (of) => `Posting error: ${of}`,
    headers: ["Auto-Submitted: auto-replied", "X-Google-Loop: groups"],
    kind: "auto-reply",
  },
  {
    name: "BoxTrapper",
    subject: (of) => `Your email requires verification verify#abc ${of}`,
    headers: ["X-Boxtrapper: x"],
    kind: "challenge",
  },
  { name: "TMDA", subject: (of) => `Please confirm your message: ${of}`, headers: ["X-TMDA-Confirm: 1"], kind: "challenge" },
  { name: "Spamarrest", subject: (of) => `Re: ${of}`, headers: ["X-SpamArrest-ID: 1"], kind: "challenge" },
  { name: "a sender check", subject: bilingual("Sender verification needed: ", "送信者の確認のお願い："), headers: [], kind: "challenge" },
  {
    name: "a read receipt",
    subject: bilingual("Read: ", "開封済み: "),
    headers: ["Content-Type: multipart/report; report-type=disposition-notification; boundary=b"],
    kind: "receipt",
  },
  {
    name: "a refused receipt",
    subject: bilingual("Not read: ", "未開封のまま削除: "),
    headers: ["Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "Auto-Submitted: auto-replied"],
    kind: "receipt",
  },
  { name: "our notice come back", subject: (of) => of, headers: ["X-Sekisho-Notice: 2026-000001.1.1.ja"], kind: "loop" },
  {
    name: "our notice forwarded by a server",
    subject: (of) => `Fwd: ${of}`,
    headers: ["X-Sekisho-Notice: 2026-000001.1.1.ja", "Auto-Submitted: auto-generated", "X-Forwarded-To: abuse@host.example"],
    kind: "loop",
  },
  { name: "our Message-ID come back", subject: (of) => of, headers: ["Message-ID: <notice.2026@desk.host.example>"], kind: "loop" },
];

/** How mail systems report that mail was not delivered: RFC 3464, and what was in use before. */
const reporters: readonly { readonly name: string; readonly from: string; readonly subject: string }[] = [
  { name: "Postfix", from: "MAILER-DAEMON@mx.elsewhere.example (Mail Delivery System)", subject: "Undelivered Mail Returned to Sender" },
  {
    name: "Exim",
    from: "Mail Delivery System <Mailer-Daemon@mx.elsewhere.example>",
    subject: "Mail delivery failed: returning message to sender",
  },
  {
    name: "sendmail",
    from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.elsewhere.example>",
    subject: "Returned mail: see transcript for details",
  },
  { name: "qmail", from: "MAILER-DAEMON@mx.elsewhere.example", subject: "failure notice" },
  { name: "Exchange", from: "postmaster@elsewhere.example", subject: "Undeliverable: Mail leaving site.example" },
  { name: "Gmail", from: "Mail Delivery Subsystem <mailer-daemon@mail.example>", subject: "Delivery Status Notification (Failure)" },
  { name: "Domino", from: "postmaster@elsewhere.example", subject: "DELIVERY FAILURE: User not listed in public Name & Address Book" },
  { name: "Courier", from: '"Courier mail server at elsewhere" <postmaster@elsewhere.example>', subject: "NOTICE: mail delivery status." },
  { name: "Zimbra", from: "MAILER-DAEMON@mail.elsewhere.example", subject: "Undelivered Mail Returned to Sender" },
  { name: "a Japanese system", from: "postmaster@elsewhere.example", subject: "メール配信エラーのお知らせ" },
  { name: "a Japanese provider", from: "MAILER-DAEMON@mail.example", subject: "送信できませんでした" },
];

/** Action and status of one recipient, and whether it is for ever. */
const fates = [
  ["failed", "5.1.1"],
  ["failed", "5.2.2"],
  ["failed", "5.7.1"],
  ["delayed", "4.4.1"],
  ["failed", "4.4.7"],
] as const;

const statusPart = (action: string, status: string): string =>
  [
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Your message could not be delivered.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.elsewhere.example",
    "",
    "Final-Recipient: rfc822; owner@elsewhere.example",
    `Action: ${action}`,
    `Status: ${status}`,
    "",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    "Subject: notice",
    "--b--",
    "",
  ].join("\r\n");

const reports = reporters.flatMap(({ name, from, subject }): readonly MachineMail[] =>
  fates.map(([action, status]) => ({
    name: `${name}, ${action} ${status}`,
    kind: "bounce" as const,
    headers: [
      "Return-Path: <>",
      `From: ${from}`,
      `Subject: ${encodedWords(subject, "utf-8")}`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ],
    body: statusPart(action, status),
  })),
);

const plainReports = reporters.map(
  ({ name, from, subject }): MachineMail => ({
    name: `${name}, in plain text`,
    kind: "bounce",
    headers: ["Return-Path: <>", `From: ${from}`, `Subject: ${encodedWords(subject, "utf-8")}`],
    body: "<owner@elsewhere.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n",
  }),
);

/** What each of them says, so that a claim could be read out of it: it must not. */
const said = {
  en: ["1. Done.\r\n", "All points are done.\r\n", "I am out of the office until Monday.\r\n"],
  ja: ["1. 対応済みです。\r\n", "すべて対応しました。\r\n", "ただいま不在にしております。\r\n"],
} as const;

const responses = responders.flatMap(({ name, subject, headers, kind }): readonly MachineMail[] =>
  languages.flatMap((language) =>
    said[language].map((text, at) => ({
      name: `${name}, ${language} ${at + 1}`,
      kind,
      headers: [
        "From: owner@elsewhere.example",
        `Subject: ${encodedWords(subject(answered[language], language), "utf-8")}`,
        ...headers,
        ...(headers.some((header) => header.startsWith("Content-Type")) ? [] : ["Content-Type: text/plain; charset=utf-8"]),
      ],
      body: text,
    })),
  ),
);

/** All there are. */
export const machineMails: readonly MachineMail[] = [...reports, ...plainReports, ...responses];
