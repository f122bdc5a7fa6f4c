import { type MailLineWriter, type MailSample, type MailSuite, quotedLocalPart } from "./mail-sample.ts";

const stamp = "[24-Nov-2026 03:15:14 UTC]";
const time = "2026-11-24T03:15:14.000Z";
const script = "/home/u123/public_html/wp-includes/PHPMailer/PHPMailer.php";
const call = `mail() on [${script}:874]`;
const own = true;

const samples: readonly MailSample[] = [
  {
    about: "a mail of WordPress",
    line: `${stamp} ${call}: To: v@mail.example -- Headers: Date: Tue, 24 Nov 2026 03:15:14 +0000  From: shop <info@site.example>  Message-ID: <J7Zr1WAM@site.example>  X-Mailer: PHPMailer 6.6.5  MIME-Version: 1.0 -- Subject: =?UTF-8?B?VGhhbmtz?=`,
    expect: { kind: "script-mail", own, time, script, recipient: "v@mail.example", messageId: "J7Zr1WAM@site.example" },
  },
  {
    about: "an older PHP, which logs no subject, in a zone that needs a table",
    line: `[06-Oct-2016 01:38:43 America/Chicago] mail() on [/home/domain/public_html/tmp/test.php:9]: To: jack@test.example -- Headers: `,
    expect: {
      kind: "script-mail",
      own,
      time: "2016-10-06T01:38:43.000",
      script: "/home/domain/public_html/tmp/test.php",
      recipient: "jack@test.example",
    },
  },
  {
    about: "a zone east of Greenwich by name",
    line: `[24-Nov-2026 03:15:14 Asia/Tokyo] ${call}: To: a@mail.example, b@mail.example -- Headers:  -- Subject: x`,
    expect: { kind: "script-mail", own, time: "2026-11-24T03:15:14.000", script, recipient: "a@mail.example, b@mail.example" },
  },
  {
    about: "a raw mail() without a message id",
    line: `${stamp} mail() on [/home/u123/public_html/send.php:3]: To: v@mail.example -- Headers: From: info@site.example -- Subject: Message-ID: <x@y>`,
    expect: { kind: "script-mail", own, time, script: "/home/u123/public_html/send.php", recipient: "v@mail.example" },
  },
  {
    about: "a message id in other letters, after a header that imitates one",
    line: `${stamp} ${call}: To: v@mail.example -- Headers: From: "x Message-ID: <forged@evil.example>" <info@site.example>  message-id: <real@site.example> -- Subject: x`,
    expect: { kind: "script-mail", own, time, script, recipient: "v@mail.example", messageId: "real@site.example" },
  },
  {
    about: "headers divided by line feeds alone",
    line: `${stamp} ${call}: To: v@mail.example -- Headers: From: info@site.example Message-ID: <real@site.example> X-A: b`,
    expect: { kind: "script-mail", own, time, script, recipient: "v@mail.example", messageId: "real@site.example" },
  },
  {
    about: "a recipient that imitates a path",
    line: `${stamp} ${call}: To: x:1]: To: y -- Headers:  -- Subject: x`,
    expect: { kind: "script-mail", own, time, script, recipient: "x:1]: To: y" },
  },
  {
    about: "a quoted recipient that imitates headers",
    line: `${stamp} ${call}: To: "x -- Headers: Message-ID: <f@f>"@a.example -- Headers: Message-ID: <real@site.example>`,
    expect: {
      kind: "script-mail",
      own,
      time,
      script,
      recipient: '"x -- Headers: Message-ID: <f@f>"@a.example',
      messageId: "real@site.example",
    },
  },
  {
    about: "code run by eval, which PHP names behind the path",
    line: `${stamp} mail() on [/home/u123/public_html/x.php(1) : eval()'d code:1]: To: v@mail.example -- Headers: `,
    expect: { kind: "script-mail", own, time, script: "/home/u123/public_html/x.php(1) : eval()'d code", recipient: "v@mail.example" },
  },
  {
    about: "a call through syslog",
    line: `Nov 24 03:15:14 sv1 php-fpm[77]: ${call}: To: v@mail.example -- Headers: `,
    expect: { kind: "script-mail", own, time: "-----11-24T03:15:14.000", host: "sv1", pid: 77, script, recipient: "v@mail.example" },
  },
  {
    about: "NULs, broken UTF-8 and bidi controls in a subject",
    line: `${stamp} ${call}: To: v@mail.example -- Headers:  -- Subject: \x00\xff\x1b[2J\xe2\x80\xae`,
    expect: { kind: "script-mail", own, time, script, recipient: "v@mail.example" },
  },
  {
    about: "a very long header",
    line: `${stamp} ${call}: To: v@mail.example -- Headers: X-A: ${"Message-ID: ".repeat(9000)} -- Subject: x`,
    expect: { kind: "script-mail", own, time, script, recipient: "v@mail.example" },
  },
  {
    about: "an error of PHP in the same file",
    line: `${stamp} PHP Warning:  trim() in /home/u123/x.php on line 3`,
    expect: { kind: "other", time },
  },
  { about: "a line cut off inside its path", line: `${stamp} mail() on [/home/u123/public`, expect: { kind: "other", own, time } },
  { about: "a call without a stamp", line: `${call}: To: v@mail.example -- Headers: `, expect: { refused: "no-time" } },
  { about: "a day that does not exist", line: `[31-Feb-2026 03:15:14 UTC] ${call}: To: v@mail.example`, expect: { refused: "no-time" } },
];

/** What PHP does to control bytes in its log of mail(): each becomes a blank. */
const phpText = (text: string): string => text.replace(/\p{Cc}/gu, (control) => (control < " " ? " " : control));

const truth = { kind: "script-mail", time, script } as const;

const writers: readonly MailLineWriter[] = [
  { where: "a recipient", write: (text) => `${stamp} ${call}: To: ${phpText(text)} -- Headers: From: a@b.example -- Subject: x`, truth },
  {
    where: "a recipient's local part",
    write: (text) => `${stamp} ${call}: To: ${quotedLocalPart(text)}@a.example -- Headers: From: a@b.example -- Subject: x`,
    truth,
  },
  { where: "a header", write: (text) => `${stamp} ${call}: To: v@mail.example -- Headers: From: ${phpText(text)} -- Subject: x`, truth },
  {
    where: "a subject",
    write: (text) => `${stamp} ${call}: To: v@mail.example -- Headers: From: a@b.example -- Subject: ${phpText(text)}`,
    truth,
  },
];

/** Samples of PHP's mail.log. */
export const phpMailSuite: MailSuite = { samples, writers };
