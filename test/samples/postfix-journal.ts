import type { MailSample, MailSuite } from "./mail-sample.ts";
import { postfixSuite } from "./postfix.ts";

const time = "2026-11-24T03:15:14.123Z";
const long = "4jYSc23SlSzDtGB";

/** An entry as journalctl writes it: flat, every value text. */
const entry = (message: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  Buffer.from(
    JSON.stringify({
      __CURSOR: "s=1;i=2",
      __REALTIME_TIMESTAMP: "1795490114123456",
      __MONOTONIC_TIMESTAMP: "123456",
      _BOOT_ID: "0123456789abcdef",
      PRIORITY: "6",
      _UID: "107",
      _SYSTEMD_UNIT: "postfix@-.service",
      SYSLOG_IDENTIFIER: "postfix/smtp",
      _HOSTNAME: "sv1",
      SYSLOG_PID: "12",
      _PID: "13",
      MESSAGE: message,
      ...more,
    }),
  ).toString("latin1");

const base = { own: true, time, host: "sv1", pid: 12, queueId: long } as const;

const samples: readonly MailSample[] = [
  {
    about: "a local submission",
    line: entry(`${long}: uid=5001 from=<acct0001>`, { SYSLOG_IDENTIFIER: "postfix/pickup" }),
    expect: { kind: "pickup", ...base, uid: 5001, user: "acct0001" },
  },
  {
    about: "a delivery",
    line: entry(`${long}: to=<v@mail.example>, relay=mx.mail.example[198.51.100.9]:25, delay=1.9, dsn=2.0.0, status=sent (250 OK)`),
    expect: {
      kind: "delivery",
      ...base,
      recipient: "v@mail.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "sent",
    },
  },
  {
    about: "fields in another order and the pid from the kernel's field",
    line: `{ "MESSAGE" : "${long}: removed", "_PID":"13", "SYSLOG_IDENTIFIER":"postfix/qmgr", "_HOSTNAME":"sv1", "__REALTIME_TIMESTAMP":"1795490114123456" }`,
    expect: { kind: "removed", ...base, pid: 13 },
  },
  {
    about: "a quoted recipient that imitates a status: its quotes are escaped in JSON",
    line: entry(`${long}: to=<"q> status=sent"@gmail.example>, relay=none, dsn=5.1.1, status=bounced (no)`),
    expect: { kind: "delivery", ...base, recipient: '"q> status=sent"@gmail.example', status: "bounced" },
  },
  {
    about: "a quoted recipient with an escaped quote",
    line: entry(
      `${long}: to=<"q\\">, relay=x[203.0.113.66]:25, status=sent (ok)"@gmail.example>, relay=none, dsn=4.0.0, status=deferred (no)`,
    ),
    expect: {
      kind: "delivery",
      ...base,
      recipient: '"q\\">, relay=x[203.0.113.66]:25, status=sent (ok)"@gmail.example',
      status: "deferred",
    },
  },
  {
    about: "a message id with a letter outside ASCII",
    line: entry(`${long}: message-id=<あ\\@site.example>`, { SYSLOG_IDENTIFIER: "postfix/cleanup" }),
    expect: { kind: "message-id", ...base, messageId: "あ\\@site.example" },
  },
  {
    about: "a message that is not UTF-8, which comes as numbers",
    line: entry([52, 106, 255, 58, 32]),
    expect: { kind: "other", own: true, time, host: "sv1", pid: 12 },
  },
  {
    about: "a message too large for the journal",
    line: entry(null),
    expect: { kind: "other", own: true, time, host: "sv1", pid: 12 },
  },
  {
    about: "another program",
    line: entry(`${long}: uid=0 from=<root>`, { SYSLOG_IDENTIFIER: "dovecot", _SYSTEMD_UNIT: "dovecot.service" }),
    expect: { kind: "other", time, host: "sv1", pid: 12 },
  },
  {
    about: "a customer who logs under Postfix's name",
    line: entry(`${long}: uid=5002 from=<acct0002>`, {
      SYSLOG_IDENTIFIER: "postfix/pickup",
      _UID: "5001",
      _SYSTEMD_UNIT: "session-3.scope",
    }),
    expect: { kind: "other", time, host: "sv1", pid: 12 },
  },
  {
    about: "a refused submission, which sendmail logs as the customer",
    line: entry("fatal: User acct0001(5001) is not allowed to submit mail", {
      SYSLOG_IDENTIFIER: "postfix/sendmail",
      _UID: "5001",
      _SYSTEMD_UNIT: "php-fpm.service",
    }),
    expect: { kind: "refused", own: true, time, host: "sv1", pid: 12, uid: 5001, user: "acct0001" },
  },
  {
    about: "terminal escapes and bidi controls in a reply",
    line: entry(`${long}: to=<v@mail.example>, relay=none, dsn=5.0.0, status=bounced (\u001b[2J\u202e\u0000"}, "MESSAGE": "x)`),
    expect: { kind: "delivery", ...base, recipient: "v@mail.example", status: "bounced" },
  },
  { about: "an object without a time", line: '{"MESSAGE":"x","SYSLOG_IDENTIFIER":"postfix/smtp"}', expect: { refused: "no-time" } },
  { about: "a time that is no number", line: entry("x", { __REALTIME_TIMESTAMP: "yesterday" }), expect: { refused: "no-time" } },
  { about: "an object cut off inside a string", line: entry("x").slice(0, 90), expect: { refused: "bad-quoting" } },
  { about: "something after the object", line: `${entry("x")} y`, expect: { refused: "bad-quoting" } },
  { about: "a syslog line", line: "Nov 24 03:15:14 sv1 postfix/qmgr[1]: 4F1A21C0: removed", expect: { refused: "not-this-format" } },
];

/** Samples of Postfix through the journal. */
export const postfixJournalSuite: MailSuite = {
  samples,
  // What Postfix writes is the same; the journal wraps it in JSON. Only the envelope's values differ.
  writers: postfixSuite.writers.map((writer) => ({
    where: writer.where,
    write: (text) => {
      const [, program = "", message = ""] = /^Nov 24 03:15:14 sv1 ([^[]*)\[12\]: (.*)$/s.exec(writer.write(text)) ?? [];
      return Buffer.from(entry(message, { SYSLOG_IDENTIFIER: program }), "latin1").toString("utf8");
    },
    truth: { ...writer.truth, time },
  })),
};
