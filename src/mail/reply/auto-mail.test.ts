import { describe, expect, it } from "vitest";
import { readReply } from "./read-reply.ts";

const terms = {
  asked: ["form-protected"],
  questions: ["The form no longer mails strangers"],
  own: { header: "x-sekisho-notice", messageIdDomain: "desk.host.example" },
} as const;

const read = async (headers: readonly string[], body: string) => {
  const reading = await readReply(Buffer.from([...headers, "", body].join("\r\n"), "utf8"), terms);
  if ("problem" in reading) throw new Error(reading.problem);
  return reading;
};

const report = (fields: readonly string[]): readonly [readonly string[], string] => [
  [
    "From: MAILER-DAEMON@mx.elsewhere.example (Mail Delivery System)",
    "Subject: Undelivered Mail Returned to Sender",
    "Auto-Submitted: auto-replied",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
  ],
  `--b\r\n\r\nI'm sorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.elsewhere.example\r\n\r\n${fields.join("\r\n")}\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: notice\r\n--b--\r\n`,
];

const failed = ["Final-Recipient: rfc822; owner@elsewhere.example", "Action: failed", "Status: 5.1.1"];

/** Name, headers and body, what must come out. */
const bounces: readonly (readonly [string, readonly [readonly string[], string], readonly string[], boolean])[] = [
  ["Postfix, unknown user", report(failed), ["owner@elsewhere.example"], true],
  [
    "a full mailbox that will be tried again",
    report(["Final-Recipient: rfc822;owner@elsewhere.example", "Action: delayed", "Status: 4.2.2"]),
    ["owner@elsewhere.example"],
    false,
  ],
  [
    "given up after days of 4.x",
    report(["Final-Recipient: rfc822;owner@elsewhere.example", "Action: failed", "Status: 4.4.7"]),
    ["owner@elsewhere.example"],
    false,
  ],
  [
    "an alias, told by the original recipient",
    report([
      "Original-Recipient: rfc822;owner@elsewhere.example",
      "Final-Recipient: rfc822;o.w@inner.example",
      "Action: failed",
      "Status: 5.2.1",
    ]),
    ["owner@elsewhere.example"],
    true,
  ],
  [
    "two recipients",
    report([...failed, "", "Final-Recipient: rfc822; web@agency.example", "Action: failed", "Status: 5.7.1"]),
    ["owner@elsewhere.example", "web@agency.example"],
    true,
  ],
  [
    "Exim",
    [
      [
        "From: Mail Delivery System <Mailer-Daemon@mx.elsewhere.example>",
        "Subject: Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: owner@elsewhere.example",
      ],
      "  owner@elsewhere.example\r\n    host mx [192.0.2.1]: 550 5.1.1 no such user\r\n",
    ],
    ["owner@elsewhere.example"],
    true,
  ],
  [
    "Exim, delayed",
    [
      [
        "From: Mail Delivery System <Mailer-Daemon@mx.elsewhere.example>",
        "Subject: Warning: message delayed 24 hours: delivery status",
        "X-Failed-Recipients: owner@elsewhere.example",
      ],
      "No action is required on your part. Delivery attempts will continue.\r\n",
    ],
    ["owner@elsewhere.example"],
    false,
  ],
  [
    "qmail",
    [
      ["From: MAILER-DAEMON@mx.elsewhere.example", "Subject: failure notice"],
      "Hi. This is the qmail-send program.\r\n\r\n<owner@elsewhere.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n",
    ],
    ["owner@elsewhere.example"],
    true,
  ],
  [
    "a Japanese mail system",
    [
      [
        "Return-Path: <>",
        "From: postmaster@elsewhere.example",
        `Subject: =?UTF-8?B?${Buffer.from("メール配信エラー").toString("base64")}?=`,
      ],
      "次の宛先に配信できませんでした。\r\n<owner@elsewhere.example>\r\n",
    ],
    ["owner@elsewhere.example"],
    true,
  ],
];

const others: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "out-of-office",
    "Exchange",
    ["Subject: Automatic reply: Re: notice", "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"],
  ],
  ["out-of-office", "Gmail", ["Subject: Out of office Re: notice", "Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes"]],
  ["out-of-office", "without any header", ["Subject: Out of Office: until Monday"]],
  ["out-of-office", "in Japanese", [`Subject: =?UTF-8?B?${Buffer.from("【不在】出張中です").toString("base64")}?=`]],
  ["out-of-office", "in German", ["Subject: Abwesenheitsnotiz: Re: notice", "Auto-Submitted: auto-replied"]],
  ["auto-reply", "vacation(1)", ["Subject: Re: notice", "Auto-Submitted: auto-replied (vacation)"]],
  ["auto-reply", "a ticket system", ["Subject: [#1234] We have received your request", "Auto-Submitted: auto-generated"]],
  ["auto-reply", "an old autoresponder", ["Subject: Thank you for your mail", "Precedence: auto_reply"]],
  ["auto-reply", "cPanel's autoresponder", ["Subject: Re: notice", "X-Autorespond: Re: notice"]],
  ["auto-reply", "a null return path", ["Return-Path: <>", "Subject: Thank you"]],
  ["challenge", "BoxTrapper", ["Subject: Your email requires verification verify#abc", "X-Boxtrapper: x"]],
  ["challenge", "a sender check", ["Subject: Please confirm your message to owner@elsewhere.example"]],
  [
    "receipt",
    "a read receipt",
    ["Subject: Read: notice", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"],
  ],
  ["list", "Mailman", ["Subject: Re: notice", "List-Id: <staff.elsewhere.example>"]],
  ["list", "a newsletter", ["Subject: March sale", "List-Unsubscribe: <https://elsewhere.example/u>"]],
  ["list", "bulk", ["Subject: Re: notice", "Precedence: bulk"]],
  ["loop", "our own notice, come back", ["Subject: Fwd: notice", "X-Sekisho-Notice: n1"]],
  ["loop", "our own Message-ID", ["Subject: notice", "Message-ID: <n1@desk.host.example>"]],
];

const people: readonly (readonly [string, readonly string[]])[] = [
  ["a plain reply", ["Subject: Re: notice"]],
  ["a reply that says it is no machine's", ["Subject: Re: notice", "Auto-Submitted: no"]],
  ["a reply to a notice that asked to confirm", ["Subject: Re: Please confirm your address"]],
  ["a reply to our mail's thread", ["Subject: Re: notice", "In-Reply-To: <n1@desk.host.example>", "References: <n1@desk.host.example>"]],
  [
    "a reply with priority and a mailer",
    ["Subject: Re: notice", "X-Priority: 1", "X-Mailer: Becky!", "Return-Path: <owner@elsewhere.example>"],
  ],
];

describe("readAutoMail", () => {
  it.each(bounces)("sees a bounce by %s", async (_, [headers, body], addresses, isPermanent) => {
    const { auto, claims } = await read(headers, body);
    expect(auto).toEqual({ kind: "bounce", addresses, isPermanent });
    expect(claims).toEqual([]);
  });

  it.each(others)("sees %s: %s", async (kind, _, headers) => {
    const { auto, claims } = await read(["From: owner@elsewhere.example", ...headers], "Done.\r\n");
    expect(auto).toEqual({ kind });
    expect(claims.length).toBe(kind === "list" ? 1 : 0);
  });

  it.each(people)("leaves %s to its writer", async (_, headers) => {
    const { auto, claims } = await read(["From: Owner <owner@elsewhere.example>", ...headers], "Done.\r\n");
    expect(auto).toBeNull();
    expect(claims).toHaveLength(1);
  });
});
