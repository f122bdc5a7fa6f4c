import { type MailLineWriter, type MailSample, type MailSuite, postfixText, quotedLocalPart } from "./mail-sample.ts";

const stamp = "Nov 24 03:15:14 sv1";
const time = "-----11-24T03:15:14.000";
const host = "sv1";
const long = "4jYSc23SlSzDtGB";

const handIn: readonly MailSample[] = [
  {
    about: "a local submission",
    line: `${stamp} postfix/pickup[28055]: ${long}: uid=5001 from=<acct0001>`,
    expect: { kind: "pickup", own: true, time, host, pid: 28055, queueId: long, uid: 5001, user: "acct0001" },
  },
  {
    about: "a day padded with a blank, a priority before it and a short queue id",
    line: "<22>Aug  3 06:50:02 sv1 postfix/pickup[8637]: 912B828BA0: uid=33 from=<www-data>",
    expect: {
      kind: "pickup",
      own: true,
      time: "-----08-03T06:50:02.000",
      host,
      pid: 8637,
      queueId: "912B828BA0",
      uid: 33,
      user: "www-data",
    },
  },
  {
    about: "an RFC 3339 stamp with microseconds and an offset",
    line: `2026-11-24T03:15:14.123456+09:00 sv1 postfix/pickup[1]: ${long}: uid=5001 from=<acct0001>`,
    expect: { kind: "pickup", own: true, time: "2026-11-23T18:15:14.123Z", host, pid: 1, queueId: long, uid: 5001, user: "acct0001" },
  },
  {
    about: "an ISO stamp in UTC, and one without a zone",
    line: "2026-11-24T03:15:14Z sv1 postfix/qmgr[1]: 4F1A21C0: removed",
    expect: { kind: "removed", own: true, time: "2026-11-24T03:15:14.000Z", host, pid: 1, queueId: "4F1A21C0" },
  },
  {
    about: "an ISO stamp without a zone as a calendar time",
    line: "2026-11-24T03:15:14 sv1 postfix/qmgr[1]: 4F1A21C0: removed",
    expect: { kind: "removed", own: true, time: "2026-11-24T03:15:14.000", host, pid: 1, queueId: "4F1A21C0" },
  },
  {
    about: "a client without a login",
    line: `${stamp} postfix/smtpd[7]: 7C0D31E2: client=mail.site.example[203.0.113.45]`,
    expect: { kind: "client", own: true, time, host, pid: 7, queueId: "7C0D31E2", client: "203.0.113.45" },
  },
  {
    about: "an authenticated client of a second instance, over IPv6 and with its port",
    line: `${stamp} postfix-submission/smtpd[7]: 7C0D31E2: client=unknown[2001:db8::45]:51522, sasl_method=LOGIN, sasl_username=info@site.example, sasl_sender=x@y.example`,
    expect: { kind: "client", own: true, time, host, pid: 7, queueId: "7C0D31E2", client: "2001:db8::45", mailbox: "info@site.example" },
  },
  {
    about: "a client whose address was gone before it could be read",
    line: `${stamp} postfix/submission/smtpd[7]: 7C0D31E2: client=unknown[unknown]`,
    expect: { kind: "client", own: true, time, host, pid: 7, queueId: "7C0D31E2" },
  },
  {
    about: "a message id",
    line: `${stamp} postfix/cleanup[9]: ${long}: message-id=<J7Zr1WAM@site.example>`,
    expect: { kind: "message-id", own: true, time, host, pid: 9, queueId: long, messageId: "J7Zr1WAM@site.example" },
  },
  {
    about: "a resent message id, and one without brackets",
    line: `${stamp} postfix/cleanup[9]: ${long}: resent-message-id=no-brackets@site.example`,
    expect: { kind: "message-id", own: true, time, host, pid: 9, queueId: long, messageId: "no-brackets@site.example" },
  },
  {
    about: "a message taken into the queue",
    line: `${stamp} postfix/qmgr[3]: ${long}: from=<acct0001@sv1.host.example>, size=645, nrcpt=2 (queue active)`,
    expect: {
      kind: "queued",
      own: true,
      time,
      host,
      pid: 3,
      queueId: long,
      sender: "acct0001@sv1.host.example",
      size: 645,
      recipientCount: 2,
    },
  },
  {
    about: "a bounce taken into the queue: its sender is empty, not absent",
    line: `${stamp} postfix/qmgr[3]: ${long}: from=<>, size=2785, nrcpt=1 (queue active)`,
    expect: { kind: "queued", own: true, time, host, pid: 3, queueId: long, sender: "", size: 2785, recipientCount: 1 },
  },
  {
    about: "a submission that sendmail was told to refuse",
    line: `${stamp} postfix/sendmail[44]: fatal: User acct0001(5001) is not allowed to submit mail`,
    expect: { kind: "refused", own: true, time, host, pid: 44, uid: 5001, user: "acct0001" },
  },
];

const delivered = { own: true, time, host, pid: 12, queueId: long } as const;

const outcome: readonly MailSample[] = [
  {
    about: "a delivery to a remote server",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=mx.mail.example[198.51.100.9]:25, delay=1.9, delays=0.1/0/0.9/0.9, dsn=2.0.0, status=sent (250 OK)`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: "v@mail.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "sent",
    },
  },
  {
    about: "a delivery after rewriting, on a reused connection to an IPv6 relay, by a transport of the host's own",
    line: `${stamp} postfix/slow/smtp[12]: ${long}: to=<v@mail.example>, orig_to=<alias@site.example>, relay=mx.mail.example[2001:db8::9]:25, conn_use=4, delay=1.9, dsn=2.0.0, status=sent (ok)`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: "v@mail.example",
      original: "alias@site.example",
      relayHost: "mx.mail.example",
      relayAddress: "2001:db8::9",
      status: "sent",
    },
  },
  {
    about: "a deferral without a relay",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=none, delay=30, dsn=4.4.1, status=deferred (connect to mail.example[198.51.100.9]:25: Connection refused)`,
    expect: { kind: "delivery", ...delivered, recipient: "v@mail.example", status: "deferred" },
  },
  {
    about: "a bounce, whose reply names fields of its own",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=mx.mail.example[198.51.100.9]:25, dsn=5.1.1, status=bounced (host mx said: 550 to=<x@y.example>, relay=a[203.0.113.66]:25, status=sent (no))`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: "v@mail.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "bounced",
    },
  },
  {
    about: "a local delivery and an address without brackets",
    line: `${stamp} postfix/local[12]: ${long}: to=user@host.example, orig_to=root@localhost, relay=local, delay=0.07, dsn=2.0.0, status=sent (delivered to mailbox)`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: "user@host.example",
      original: "root@localhost",
      relayHost: "local",
      status: "sent",
    },
  },
  {
    about: "a mailbox that passes mail on, put off by the other side, whose words name another address",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, orig_to=<office@site.example>, relay=mx.mail.example[198.51.100.9]:25, delay=0.78, dsn=4.2.2, status=deferred (host mx said: 452 4.2.2 full, orig_to=<x@y.example>, (in reply to RCPT TO command))`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: "v@mail.example",
      original: "office@site.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "deferred",
    },
  },
  {
    about: "a delivery over a socket: no address",
    line: `${stamp} postfix/lmtp[12]: ${long}: to=<v@site.example>, relay=sv1.host.example[private/dovecot-lmtp], delay=0.1, dsn=2.0.0, status=sent (250 Saved)`,
    expect: { kind: "delivery", ...delivered, recipient: "v@site.example", relayHost: "sv1.host.example", status: "sent" },
  },
  {
    about: "a probe that says undeliverable",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=mx.mail.example[198.51.100.9]:25, dsn=5.1.1, status=undeliverable (no)`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: "v@mail.example",
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "bounced",
    },
  },
  {
    about: "a message that ran out of time, whoever its recipients are",
    line: `${stamp} postfix/qmgr[12]: ${long}: from=<a@site.example>, status=expired, returned to sender`,
    expect: { kind: "delivery", ...delivered, sender: "a@site.example", status: "expired" },
  },
  {
    about: "a message that became a bounce",
    line: `${stamp} postfix/bounce[12]: ${long}: sender non-delivery notification: 4jYSc31ZzQzDtGC`,
    expect: { kind: "bounce-notice", ...delivered, newQueueId: "4jYSc31ZzQzDtGC" },
  },
  {
    about: "a notice of delay: a new message, and nothing bounced",
    line: `${stamp} postfix/bounce[12]: 264FE1A18: sender delay notification: 0A87A1A08`,
    expect: { kind: "other", ...delivered, queueId: "264FE1A18", newQueueId: "0A87A1A08" },
  },
  {
    about: "a message put on hold by a header",
    line: `${stamp} postfix/cleanup[12]: ${long}: hold: header Received: by sv1 (Postfix, from userid 5001)?id X; from=<acct0001@sv1> to=<v@mail.example>`,
    expect: { kind: "hold", ...delivered },
  },
  {
    about: "a message put on hold by a person",
    line: `${stamp} postfix/postsuper[12]: ${long}: placed on hold`,
    expect: { kind: "hold", ...delivered },
  },
  {
    about: "a recipient refused at the door",
    line: `${stamp} postfix/smtpd[12]: NOQUEUE: reject: RCPT from unknown[203.0.113.45]: 504 5.5.2 <WIN-9QL4>: Helo command rejected: need fully-qualified hostname; from=<a@b.example> to=<c@d.example> proto=ESMTP helo=<WIN-9QL4>`,
    expect: { kind: "refused", own: true, time, host, pid: 12, client: "203.0.113.45" },
  },
  {
    about: "a header refused: its text is nobody's address",
    line: `${stamp} postfix/cleanup[12]: ${long}: reject: header Subject: RCPT from unknown[203.0.113.66]: x from local; from=<a@b.example>`,
    expect: { kind: "refused", ...delivered },
  },
  {
    about: "a failed login with the reason only",
    line: `${stamp} postfix/smtpd[12]: warning: unknown[203.0.113.45]: SASL LOGIN authentication failed: UGFzc3dvcmQ6`,
    expect: { kind: "login-failed", own: true, time, host, pid: 12, client: "203.0.113.45" },
  },
  {
    about: "a failed login with its name, which may hold anything",
    line: `${stamp} postfix/smtps/smtpd[12]: warning: unknown[2001:db8::45]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=a, sasl_username=b@site.example`,
    expect: { kind: "login-failed", own: true, time, host, pid: 12, client: "2001:db8::45", mailbox: "a, sasl_username=b@site.example" },
  },
];

const hostile: readonly MailSample[] = [
  {
    about: "a quoted recipient that imitates a status",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<"q> status=sent"@gmail.example>, relay=mx.mail.example[198.51.100.9]:25, dsn=5.1.1, status=bounced (no)`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: '"q> status=sent"@gmail.example',
      relayHost: "mx.mail.example",
      relayAddress: "198.51.100.9",
      status: "bounced",
    },
  },
  {
    about: "a quoted recipient with an escaped quote and a whole line inside",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<"q\\">, relay=x[203.0.113.66]:25, status=sent (ok)"@gmail.example>, relay=none, dsn=4.0.0, status=deferred (no)`,
    expect: {
      kind: "delivery",
      ...delivered,
      recipient: '"q\\">, relay=x[203.0.113.66]:25, status=sent (ok)"@gmail.example',
      status: "deferred",
    },
  },
  {
    about: "an address that an old Postfix logged without its quotes",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<q> status=sent@gmail.example>, relay=none, dsn=5.0.0, status=bounced (no)`,
    expect: { kind: "delivery", ...delivered, recipient: "q> status=sent@gmail.example", status: "bounced" },
  },
  {
    about: "a quoted sender that imitates size and count",
    line: `${stamp} postfix/qmgr[12]: ${long}: from=<"x>, size=1, nrcpt=999 (queue active)"@a.example>, size=645, nrcpt=1 (queue active)`,
    expect: { kind: "queued", ...delivered, sender: '"x>, size=1, nrcpt=999 (queue active)"@a.example', size: 645, recipientCount: 1 },
  },
  {
    about: "a message id that imitates a removal",
    line: `${stamp} postfix/cleanup[12]: ${long}: message-id=<x> ${long}: removed`,
    expect: { kind: "message-id", ...delivered, messageId: "x" },
  },
  {
    about: "NULs, broken UTF-8, terminal escapes and bidi controls in a remote reply",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=none, dsn=5.0.0, status=bounced (\x00\xff\xfe\x1b[2J\xe2\x80\xae)`,
    expect: { kind: "delivery", ...delivered, recipient: "v@mail.example", status: "bounced" },
  },
  {
    about: "a very long reply",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=none, dsn=5.0.0, status=bounced (${"status=sent ".repeat(8000)})`,
    expect: { kind: "delivery", ...delivered, recipient: "v@mail.example", status: "bounced" },
  },
  {
    about: "a delivery cut off before its status as of no interest",
    line: `${stamp} postfix/smtp[12]: ${long}: to=<v@mail.example>, relay=mx.mail.example[198.51.100.9]:25, del`,
    expect: { kind: "other", ...delivered, recipient: "v@mail.example", relayHost: "mx.mail.example", relayAddress: "198.51.100.9" },
  },
];

const passedOver: readonly MailSample[] = [
  {
    about: "a connection",
    line: `${stamp} postfix/smtpd[12]: disconnect from unknown[203.0.113.45] ehlo=1 auth=0/1 quit=1 commands=2/3`,
    expect: { kind: "other", own: true, time, host, pid: 12 },
  },
  {
    about: "another daemon's line",
    line: `${stamp} dovecot: imap-login: Login: user=<v@site.example>, method=PLAIN, rip=203.0.113.45`,
    expect: { kind: "other", time, host },
  },
  {
    about: "another daemon that speaks like Postfix: its words are not believed",
    line: `${stamp} php[99]: ${long}: uid=0 from=<root>`,
    expect: { kind: "other", time, host, pid: 99 },
  },
  {
    about: "syslog's own repetition, which has no host",
    line: "Nov 24 03:15:14 last message repeated 3 times",
    expect: { kind: "other", time },
  },
  {
    about: "a line of webmail's error log that was written into the mail log",
    line: "[24-Nov-2026 03:15:14 -0600]: <6db44cf7> IMAP Error: Login failed for v@site.example",
    expect: { kind: "other", time: "2026-11-24T09:15:14.000Z" },
  },
  { about: "no stamp", line: "postfix/smtp[12]: 4F1A21C0: removed", expect: { refused: "no-time" } },
  { about: "a month that does not exist", line: "Foo 24 03:15:14 sv1 postfix/smtp[12]: 4F1A21C0: removed", expect: { refused: "no-time" } },
  { about: "an hour that does not exist", line: "Nov 24 33:15:14 sv1 postfix/smtp[12]: 4F1A21C0: removed", expect: { refused: "no-time" } },
  { about: "a line cut off after its stamp", line: "Nov 24 03:15:14", expect: { refused: "not-this-format" } },
  { about: "a line cut off inside its host", line: "Nov 24 03:15:14 sv", expect: { refused: "not-this-format" } },
];

const truth = { time, host, queueId: long } as const;

const writers: readonly MailLineWriter[] = [
  {
    where: "a recipient's local part",
    write: (text) =>
      `${stamp} postfix/smtp[12]: ${long}: to=<${quotedLocalPart(text)}@a.example>, relay=mx.example[198.51.100.9]:25, delay=1, dsn=5.1.1, status=bounced (no)`,
    truth: { kind: "delivery", ...truth, status: "bounced" },
  },
  {
    where: "the address before rewriting",
    write: (text) =>
      `${stamp} postfix/smtp[12]: ${long}: to=<v@a.example>, orig_to=<${quotedLocalPart(text)}@a.example>, relay=none, delay=1, dsn=4.1.1, status=deferred (no)`,
    truth: { kind: "delivery", ...truth, status: "deferred" },
  },
  {
    where: "a remote server's reply",
    write: (text) =>
      `${stamp} postfix/smtp[12]: ${long}: to=<v@a.example>, relay=mx.example[198.51.100.9]:25, delay=1, dsn=5.1.1, status=bounced (host said: ${postfixText(text)})`,
    truth: { kind: "delivery", ...truth, status: "bounced" },
  },
  {
    where: "a sender's local part",
    write: (text) => `${stamp} postfix/qmgr[12]: ${long}: from=<${quotedLocalPart(text)}@a.example>, size=645, nrcpt=1 (queue active)`,
    truth: { kind: "queued", ...truth },
  },
  {
    where: "the sender that a local user gave",
    write: (text) => `${stamp} postfix/pickup[12]: ${long}: uid=5001 from=<${quotedLocalPart(text)}@a.example>`,
    truth: { kind: "pickup", ...truth, uid: 5001 },
  },
  {
    where: "a message id",
    write: (text) => `${stamp} postfix/cleanup[12]: ${long}: message-id=<${postfixText(text)}>`,
    truth: { kind: "message-id", ...truth },
  },
  {
    where: "a subject that a header check logs",
    write: (text) =>
      `${stamp} postfix/cleanup[12]: ${long}: info: header Subject: ${postfixText(text)} from local; from=<a@b.example> to=<c@d.example>`,
    truth: { kind: "other", ...truth },
  },
  {
    where: "a HELO",
    write: (text) =>
      `${stamp} postfix/smtpd[12]: NOQUEUE: reject: RCPT from unknown[203.0.113.45]: 504 5.5.2 <${postfixText(text)}>: Helo command rejected; from=<a@b.example> to=<c@d.example> proto=ESMTP helo=<${postfixText(text)}>`,
    truth: { kind: "refused", time, host },
  },
  {
    where: "a login name",
    write: (text) =>
      `${stamp} postfix/smtpd[12]: warning: unknown[203.0.113.45]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=${postfixText(text)}`,
    truth: { kind: "login-failed", time, host },
  },
];

/** Samples of Postfix through syslog. */
export const postfixSuite: MailSuite = { samples: [...handIn, ...outcome, ...hostile, ...passedOver], writers };
