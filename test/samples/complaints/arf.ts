import { type ComplaintSample, mailText } from "./complaint-sample.ts";

/** Made after the examples of RFC 5965 (appendix B) in our own words; addresses and domains are those of documentation. */

const outer = [
  "From: <feedback@receiver.example>",
  "Date: Sat, 7 Mar 2026 06:10:00 +0000",
  "Subject: FW: your order",
  "To: <abuse@host.example>",
  "MIME-Version: 1.0",
  'Content-Type: multipart/report; report-type=feedback-report; boundary="part"',
  "",
  "--part",
  'Content-Type: text/plain; charset="utf-8"',
  "",
  "This is a report about a mail that came from 192.0.2.10.",
];

const report = (...lines: readonly string[]): readonly string[] => ["--part", "Content-Type: message/feedback-report", "", ...lines, ""];

const original = [
  "Received: from sv1.host.example (sv1.host.example [192.0.2.10])",
  "\tby mx.receiver.example (Postfix) with ESMTPS id AA11BB22CC",
  "\tfor <k.lind@receiver.example>; Sat, 7 Mar 2026 05:25:22 +0000 (UTC)",
  "Received: by sv1.host.example (Postfix, from userid 10123)",
  "\tid 4fSHqg3SVQzFpZS; Sat,  7 Mar 2026 14:25:19 +0900 (JST)",
  "To: k.lind@receiver.example",
  "Subject: =?UTF-8?Q?your_order?=",
  "X-PHP-Originating-Script: 10123:class-phpmailer.php",
  "Date: Sat, 7 Mar 2026 05:25:19 +0000",
  "From: Shop <wordpress@shop.example>",
  "Message-ID: <ab12cd@shop.example>",
];

export const arfSamples: readonly ComplaintSample[] = [
  {
    about: "a feedback loop's report with the headers of the mail alone",
    text: mailText(
      ...outer,
      ...report(
        "Feedback-Type: abuse",
        "User-Agent: ReceiverFBL/1.0",
        "Version: 1",
        "Original-Mail-From: <u10123@sv1.host.example>",
        "Arrival-Date: Sat, 7 Mar 2026 05:25:22 +0000 (UTC)",
        "Source-IP: 192.0.2.10",
        "Reported-Domain: Shop.example",
      ),
      "--part",
      "Content-Type: text/rfc822-headers",
      "",
      ...original,
      "",
      "--part--",
    ),
    reads: {
      format: "arf",
      kind: "abuse",
      matter: "mail",
      reportedAt: Date.UTC(2026, 2, 7, 6, 10),
      mailAt: Date.UTC(2026, 2, 7, 5, 25, 22),
      sourceAddress: "192.0.2.10",
      reportedDomain: "shop.example",
      messageId: "ab12cd@shop.example",
      sender: "u10123@sv1.host.example",
      queueIds: ["AA11BB22CC", "4fSHqg3SVQzFpZS"],
      script: "class-phpmailer.php",
      scriptUid: 10123,
      isListMail: false,
      isTrap: false,
    },
  },
  {
    about: "the whole mail in base64, of a list that can be left, from a session with a log-in",
    text: mailText(
      ...outer,
      ...report("Feedback-Type: Abuse", "User-Agent: X/1", "Version: 1", "Source-IP: IPv6:2001:db8::25"),
      "--part",
      "Content-Type: message/rfc822",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(
        mailText(
          "Received: from pc (unknown [203.0.113.45]) (Authenticated sender: info@shop.example)",
          "\tby sv1.host.example (Postfix) with ESMTPSA id 7C0D31E2;",
          "\tSat,  7 Mar 2026 14:00:00 +0900 (JST)",
          "From: info@shop.example",
          "List-Unsubscribe: <https://shop.example/leave>",
          "",
          "Hello",
        ),
      ).toString("base64"),
      "--part--",
    ),
    reads: {
      kind: "abuse",
      sourceAddress: null,
      messageId: null,
      mailAt: Date.UTC(2026, 2, 7, 5, 0),
      sender: "info@shop.example",
      mailbox: "info@shop.example",
      queueIds: ["7C0D31E2"],
      isListMail: true,
    },
  },
  {
    about: "Exim's and cPanel's headers: the way the mail came",
    text: mailText(
      ...outer,
      ...report("Feedback-Type: fraud", "User-Agent: X/1", "Version: 1"),
      "--part",
      "Content-Type: message/rfc822",
      "",
      "Received: from u10123 by sv1.host.example with local (Exim 4.97)",
      "\t(envelope-from <u10123@sv1.host.example>) id 1lD1aB-0003xY-7c",
      "\tfor v@mail.example; Fri, 19 Feb 2021 05:21:36 +0900",
      "X-PHP-Script: shop.example/index.php for 203.0.113.7",
      "From: <x@shop.example>",
      "",
      "--part--",
    ),
    reads: { kind: "fraud", queueIds: ["1lD1aB-0003xY-7c"], script: "shop.example/index.php", mailAt: Date.UTC(2021, 1, 18, 20, 21, 36) },
  },
  {
    about: "somebody says that a mail is wanted (RFC 6591): no complaint",
    text: mailText(...outer, ...report("Feedback-Type: not-spam", "User-Agent: X/1", "Version: 1"), "--part--"),
    reads: { kind: "not-spam", matter: "no-abuse", messageId: null, mailAt: null },
  },
  {
    about: "a report on failed authentication (RFC 6591)",
    text: mailText(...outer, ...report("Feedback-Type: auth-failure", "Auth-Failure: dmarc", "Version: 1"), "--part--"),
    reads: { kind: "auth-failure", matter: "other-matter" },
  },
  {
    about: "an ordinary mail to the abuse address",
    text: mailText("From: a@b.example", "Subject: hello", "", "Feedback-Type: abuse"),
    reads: "not-a-complaint",
  },
  {
    about: "a report without the one field that it must have",
    text: mailText(...outer, ...report("User-Agent: X/1", "Version: 1"), "--part--"),
    reads: "broken",
  },
  {
    about: "parts in parts in parts",
    text: Array.from({ length: 40 }, (_, at) => mailText(`Content-Type: multipart/mixed; boundary=b${at}`, "", `--b${at}`)).join(""),
    reads: "broken",
  },
];
