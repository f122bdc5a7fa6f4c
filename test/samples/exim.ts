import { type MailLineWriter, type MailSample, type MailSuite, postfixText, quotedLocalPart } from "./mail-sample.ts";

const stamp = "2026-11-24 03:29:10";
const time = "2026-11-24T03:29:10.000";
const id = "1xVhDS-00044i-17";
const own = true;
const base = { own, time, queueId: id } as const;

const arrivals: readonly MailSample[] = [
  {
    about: "a local submission with subject and recipients, the subject with quotes inside",
    line: `${stamp} [15668] ${id} <= acct0002@sv2.host.example U=acct0002 P=local S=345 T="a \\"q\\" b" for z@gmail.example y@gmail.example`,
    expect: {
      kind: "arrival",
      ...base,
      pid: 15668,
      sender: "acct0002@sv2.host.example",
      user: "acct0002",
      size: 345,
      recipient: "z@gmail.example y@gmail.example",
      recipientCount: 2,
    },
  },
  {
    about: "a submission by SMTP with a login, milliseconds, a zone and the long id of newer versions",
    line: `2026-11-24 03:29:10.123 +0900 [7] 1xVhDS-000000000Aa-0Bc1 <= info@site.example H=(PC) [203.0.113.45]:51522 P=esmtpsa X=TLS1.2:ECDHE:256 CV=no A=dovecot_login:info@site.example S=2210 id=abc@site.example`,
    expect: {
      kind: "arrival",
      own,
      time: "2026-11-23T18:29:10.123Z",
      pid: 7,
      queueId: "1xVhDS-000000000Aa-0Bc1",
      sender: "info@site.example",
      client: "203.0.113.45",
      mailbox: "info@site.example",
      size: 2210,
      messageId: "abc@site.example",
    },
  },
  {
    about: "a bounce",
    line: `${stamp} ${id} <= <> R=1jmFYj-00039V-QX U=Debian-exim P=local S=8656`,
    expect: { kind: "arrival", ...base, sender: "", user: "Debian-exim", size: 8656 },
  },
  {
    about: "an arrival whose HELO looks like an address",
    line: `${stamp} ${id} <= a@b.example H=ppp.example ([198.51.100.9]) [203.0.113.45]:25 P=smtp S=7386`,
    expect: { kind: "arrival", ...base, sender: "a@b.example", client: "203.0.113.45", size: 7386 },
  },
  {
    about: "the ident of a remote host, which is not a login here",
    line: `${stamp} ${id} <= a@b.example H=mail.example [2001:db8::45] U=root P=smtp S=7386`,
    expect: { kind: "arrival", ...base, sender: "a@b.example", client: "2001:db8::45", size: 7386 },
  },
];

const delivery = { kind: "delivery", ...base } as const;

const outcomes: readonly MailSample[] = [
  {
    about: "a delivery",
    line: `${stamp} [15670] ${id} => z@gmail.example R=dnslookup T=remote_smtp H=mx.gmail.example [198.51.100.9] C="250 2.0.0 Ok" DT=0s`,
    expect: {
      ...delivery,
      pid: 15670,
      recipient: "z@gmail.example",
      relayHost: "mx.gmail.example",
      relayAddress: "198.51.100.9",
      status: "sent",
    },
  },
  {
    about: "a further recipient of the same delivery",
    line: `${stamp} ${id} -> y@gmail.example R=dnslookup T=remote_smtp H=mx.gmail.example [2001:db8::9]:25 X=TLS1.3:x:256 CV=yes C="250 Ok"`,
    expect: { ...delivery, recipient: "y@gmail.example", relayHost: "mx.gmail.example", relayAddress: "2001:db8::9", status: "sent" },
  },
  {
    about: "a local delivery: the address stands in brackets",
    line: `${stamp} ${id} => info <info@site.example> R=localuser T=local_delivery`,
    expect: { ...delivery, recipient: "info@site.example", status: "sent" },
  },
  {
    about: "a mailbox that passes mail on: who it was for stands in brackets",
    line: `${stamp} ${id} => v@mail.example <office@site.example> R=dnslookup T=remote_smtp H=mx.mail.example [198.51.100.9] C="250 OK <x@y.example>"`,
    expect: {
      ...delivery,
      recipient: "v@mail.example",
      original: "office@site.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "sent",
    },
  },
  {
    about: "the same, put off",
    line: `${stamp} ${id} == v@mail.example <office@site.example> R=dnslookup T=remote_smtp defer (-44) H=mx.mail.example [198.51.100.9]: SMTP error from remote mail server after RCPT TO:<v@mail.example>: 452 4.2.2 full`,
    expect: {
      ...delivery,
      recipient: "v@mail.example",
      original: "office@site.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "deferred",
    },
  },
  {
    about: "a delivery into a command with blanks",
    line: `${stamp} ${id} => |/usr/local/bin/autorespond a b <info@site.example> F=<x@y.example> R=virtual T=pipe`,
    expect: { ...delivery, recipient: "info@site.example", status: "sent" },
  },
  {
    about: "a deferral",
    line: `${stamp} ${id} == bob@null.example R=dnslookup T=remote_smtp defer (110): Connection timed out H=x [203.0.113.66]`,
    expect: { ...delivery, recipient: "bob@null.example", status: "deferred" },
  },
  {
    about: "a deferral that names the relay, its bracket left open",
    line: `${stamp} ${id} == jack@test.example R=dnslookup T=remote_smtp defer (-44) H=(relay.test.example) [198.51.100.9: SMTP error from remote mail server: 450 4.7.1`,
    expect: {
      ...delivery,
      recipient: "jack@test.example",
      relayHost: "relay.test.example",
      relayAddress: "198.51.100.9",
      status: "deferred",
    },
  },
  {
    about: "a failure by the remote server",
    line: `${stamp} ${id} ** molly@zee.example R=dnslookup T=remote_smtp H=mail.zee.example [198.51.100.9] X=TLS1.2:x:256 DN="C=US,O=Zee Corp": SMTP error: 554 5.2.0 => x`,
    expect: { ...delivery, recipient: "molly@zee.example", relayHost: "mail.zee.example", relayAddress: "198.51.100.9", status: "bounced" },
  },
  {
    about: "a failure before routing",
    line: `${stamp} ${id} ** nobody@site.example: Unrouteable address DT=0s`,
    expect: { ...delivery, recipient: "nobody@site.example", status: "bounced" },
  },
  { about: "a finished message", line: `${stamp} [15670] ${id} Completed QT=0s`, expect: { kind: "removed", ...base, pid: 15670 } },
  { about: "a frozen message", line: `${stamp} ${id} Frozen (delivery error message)`, expect: { kind: "hold", ...base } },
];

const others: readonly MailSample[] = [
  {
    about: "where the program that handed in a mail ran",
    line: `${stamp} [15668] cwd=/home/u123/public_html 3 args: /usr/sbin/sendmail -t -i`,
    expect: { kind: "script-details", own, time, pid: 15668, workingDirectory: "/home/u123/public_html" },
  },
  {
    about: "a folder with a blank in its name",
    line: `${stamp} cwd=/home/u123/my 2 sites 3 args: /usr/sbin/sendmail -t -i`,
    expect: { kind: "script-details", own, time, workingDirectory: "/home/u123/my 2 sites" },
  },
  {
    about: "the script behind a message, as a host's own ACL logs it",
    line: `${stamp} ${id} Script details - User: u123 Domain: site.example X-PHP-Script: site.example/index.php for 203.0.113.7, X-PHP-Filename: /home/u123/public_html/index.php REMOTE_ADDR: 203.0.113.7`,
    expect: { kind: "script-details", ...base, script: "/home/u123/public_html/index.php", client: "203.0.113.7" },
  },
  {
    about: "a refusal of a local submission",
    line: `${stamp} [15676] ${id} F=<acct0001@sv2.host.example> rejected by non-SMTP ACL: Sending from account acct0001 is suspended`,
    expect: { kind: "refused", ...base, pid: 15676, sender: "acct0001@sv2.host.example" },
  },
  {
    about: "a refusal of a remote client",
    line: `${stamp} H=imfo.test.example [203.0.113.45]:35328 X=TLS1.2:x:256 CV=no A=login:info@site.example F=<jack@test.example> rejected RCPT <sales@site.example>: No Such User Here`,
    expect: {
      kind: "refused",
      own,
      time,
      client: "203.0.113.45",
      mailbox: "info@site.example",
      sender: "jack@test.example",
      recipient: "sales@site.example",
    },
  },
  {
    about: "a failed login",
    line: `${stamp} dovecot_login authenticator failed for ppp.example ([198.51.100.9]) [203.0.113.45]:51451: 535 Incorrect authentication data (set_id=info@site.example)`,
    expect: { kind: "login-failed", own, time, client: "203.0.113.45", mailbox: "info@site.example" },
  },
  {
    about: "a line through syslog without Exim's own stamp",
    line: `Jun 29 16:04:05 server exim[1234]: ${id} => z@gmail.example R=d T=r H=mx.example [198.51.100.9]`,
    expect: {
      kind: "delivery",
      own,
      time: "-----06-29T16:04:05.000",
      host: "server",
      pid: 1234,
      queueId: id,
      recipient: "z@gmail.example",
      relayHost: "mx.example",
      relayAddress: "198.51.100.9",
      status: "sent",
    },
  },
  {
    about: "a line through syslog that repeats Exim's stamp: it has the year",
    line: `Nov 24 03:29:10 server exim4[1234]: ${stamp} ${id} Completed`,
    expect: { kind: "removed", ...base, host: "server", pid: 1234 },
  },
  {
    about: "the start of a queue run",
    line: `${stamp} [15605] Start queue run: pid=15605 -qff`,
    expect: { kind: "other", own, time, pid: 15605 },
  },
  { about: "a stamp alone with foreign words", line: `${stamp} CRIT: 192.0.2.1 was locked out`, expect: { kind: "other", time } },
  { about: "a line cut off inside its arrow", line: `${stamp} ${id} <`, expect: { kind: "other", ...base } },
];

const hostile: readonly MailSample[] = [
  {
    about: "a quoted sender that imitates a local user",
    line: `${stamp} ${id} <= "x U=root P=local"@a.example H=(PC) [203.0.113.45] P=esmtp S=2210`,
    expect: { kind: "arrival", ...base, sender: '"x U=root P=local"@a.example', client: "203.0.113.45", size: 2210 },
  },
  {
    about: "a message id with blanks that imitates fields",
    line: `${stamp} ${id} <= a@b.example U=acct0001 P=local S=345 id=x U=root S=9 T="y" for z@gmail.example`,
    expect: {
      kind: "arrival",
      ...base,
      sender: "a@b.example",
      user: "acct0001",
      size: 345,
      messageId: "x",
      recipient: "z@gmail.example",
      recipientCount: 1,
    },
  },
  {
    about: "a subject that imitates recipients",
    line: `${stamp} ${id} <= a@b.example U=acct0001 P=local S=345 T="x\\" for victim@victim.example" for z@gmail.example`,
    expect: {
      kind: "arrival",
      ...base,
      sender: "a@b.example",
      user: "acct0001",
      size: 345,
      recipient: "z@gmail.example",
      recipientCount: 1,
    },
  },
  {
    about: "NULs, broken UTF-8 and terminal escapes in a reply",
    line: `${stamp} ${id} ** z@gmail.example R=d T=r H=mx.example [198.51.100.9]: \x00\xff\x1b[2J\xe2\x80\xae`,
    expect: { ...delivery, recipient: "z@gmail.example", relayHost: "mx.example", relayAddress: "198.51.100.9", status: "bounced" },
  },
  {
    about: "a very long list of recipients",
    line: `${stamp} ${id} <= a@b.example U=acct0001 P=local S=345 for ${"<a@b ".repeat(9999)}x`,
    expect: {
      kind: "arrival",
      ...base,
      sender: "a@b.example",
      user: "acct0001",
      size: 345,
      recipient: `${"<a@b ".repeat(9999)}x`,
      recipientCount: 10_000,
    },
  },
  { about: "a continuation line of the reject log", line: "Envelope-from: <a@b.example>", expect: { refused: "no-time" } },
  { about: "a day that does not exist", line: `2026-02-30 03:29:10 ${id} Completed`, expect: { refused: "no-time" } },
  { about: "a line cut off inside its stamp", line: "2026-11-24 03:2", expect: { refused: "no-time" } },
];

/** Text as Exim logs it between quotes (string_printing): backslash and quote escaped, other bytes in octal. */
const eximText = (text: string): string => text.replace(/["\\]/g, "\\$&").replace(/[^\x20-\x7e]/g, "\\377");

const truth = { time, queueId: id } as const;

const writers: readonly MailLineWriter[] = [
  {
    where: "a sender's local part",
    write: (text) => `${stamp} ${id} <= ${quotedLocalPart(text)}@a.example H=(PC) [203.0.113.45] P=esmtp S=2210 id=x@y`,
    truth: { kind: "arrival", ...truth },
  },
  {
    where: "a recipient's local part",
    write: (text) => `${stamp} ${id} ** ${quotedLocalPart(text)}@a.example R=d T=r H=mx.example [198.51.100.9]: no`,
    truth: { kind: "delivery", ...truth, status: "bounced" },
  },
  {
    where: "a subject",
    write: (text) => `${stamp} ${id} <= a@b.example U=acct0001 P=local S=345 T="${eximText(text)}" for z@gmail.example`,
    truth: { kind: "arrival", ...truth },
  },
  {
    where: "a message id",
    write: (text) => `${stamp} ${id} <= a@b.example U=acct0001 P=local S=345 id=${postfixText(text)}`,
    truth: { kind: "arrival", ...truth },
  },
  {
    where: "a HELO",
    write: (text) =>
      `${stamp} H=(${postfixText(text).replaceAll(" ", "_")}) [203.0.113.45]:25 F=<a@b.example> rejected RCPT <c@d.example>: no`,
    truth: { kind: "refused", time },
  },
  {
    where: "a remote server's reply",
    write: (text) => `${stamp} ${id} == z@gmail.example R=d T=r defer (-44) H=mx.example [198.51.100.9]: SMTP error: ${postfixText(text)}`,
    truth: { kind: "delivery", ...truth, status: "deferred" },
  },
  {
    where: "a login name",
    write: (text) =>
      `${stamp} login authenticator failed for (PC) [203.0.113.45]:25: 535 Incorrect authentication data (set_id=${postfixText(text)})`,
    truth: { kind: "login-failed", time },
  },
];

/** Samples of Exim's main log. */
export const eximSuite: MailSuite = { samples: [...arrivals, ...outcomes, ...others, ...hostile], writers };
