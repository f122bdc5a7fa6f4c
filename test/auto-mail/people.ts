import { encodedWords } from "../replies/mail-bytes.ts";

/** A person's answer with odd headers around it. */
export interface PersonMail {
  readonly name: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Subjects that people answer with, some with a machine's words in them. */
const subjects: readonly string[] = [
  "Re: Mail leaving site.example",
  "RE: [Case SK-2041] Mail leaving site.example",
  "Re: Re: Fwd: Mail leaving site.example",
  "Fwd: Mail leaving site.example",
  "Done",
  "Re: 【事案番号 2026-000417】メールの送信を停止中",
  "返信: メール送信について",
  "対応完了のご報告",
  "フォームの自動返信を止めました",
  "Re: Please confirm your address",
  "Re: automatic reply switched off",
  "Re: Undelivered mail",
  "Auto-reply switched off",
  "",
];

/** What programs of people put into a mail beside the answer. */
const around: readonly (readonly [string, readonly string[]])[] = [
  ["nothing else", []],
  ["Auto-Submitted: no", ["Auto-Submitted: no"]],
  ["Outlook's wish for no automatic answers", ["X-Auto-Response-Suppress: DR, OOF, AutoReply"]],
  ["Exchange", ["X-MS-Has-Attach:", "X-MS-TNEF-Correlator:", "Thread-Topic: notice", "X-Originating-IP: [192.0.2.7]"]],
  ["Thunderbird", ["User-Agent: Mozilla Thunderbird", "X-Mozilla-Status: 0001"]],
  ["Becky", ["X-Mailer: Becky! ver. 2.81.02 [ja]", "X-Priority: 3"]],
  ["iPhone", ["X-Mailer: iPhone Mail (22D72)"]],
  ["our mail's thread", ["In-Reply-To: <notice.1@desk.host.example>", "References: <notice.1@desk.host.example>"]],
  ["an agency's ticket system, a person writing", ["X-Mailer: Zendesk Mailer", "X-Zendesk-From-Account-Id: 1"]],
];

/** A person's answers, one for each subject and program. */
export const personMails: readonly PersonMail[] = subjects.flatMap((subject) =>
  around.map(([name, headers]) => ({
    name: `"${subject}" with ${name}`,
    headers: [
      "Return-Path: <owner@elsewhere.example>",
      "From: Owner <owner@elsewhere.example>",
      `Subject: ${encodedWords(subject, "utf-8")}`,
      "Content-Type: text/plain; charset=utf-8",
      ...headers,
    ],
    body: "1. Done, we removed the form.\r\n",
  })),
);
