import { type MailLineWriter, type MailSample, type MailSuite, postfixText, quotedLocalPart } from "./mail-sample.ts";

const stamp = "Feb 26 12:27:16 sv1";
const time = "-----02-26T12:27:16.000";
const id = "21QBRGdX006005";
const base = { own: true, time, host: "sv1", pid: 6005, queueId: id } as const;

const samples: readonly MailSample[] = [
  {
    about: "a local submission",
    line: `${stamp} sendmail[6005]: ${id}: from=acct0001, size=30, class=0, nrcpts=6, msgid=<202602261227.${id}@sv1.host.example>, relay=acct0001@localhost`,
    expect: {
      kind: "arrival",
      ...base,
      sender: "acct0001",
      user: "acct0001",
      size: 30,
      recipientCount: 6,
      messageId: `202602261227.${id}@sv1.host.example`,
    },
  },
  {
    about: "an arrival by SMTP",
    line: `${stamp} sm-mta[6005]: ${id}: from=<a@site.example>, size=1200, class=0, nrcpts=1, msgid=<x@site.example>, proto=ESMTP, daemon=MTA, relay=mail.site.example [203.0.113.45]`,
    expect: {
      kind: "arrival",
      ...base,
      sender: "a@site.example",
      size: 1200,
      recipientCount: 1,
      messageId: "x@site.example",
      client: "203.0.113.45",
    },
  },
  {
    about: "an arrival over IPv6 that may be forged, of a bounce",
    line: `${stamp} sm-mta[6005]: ${id}: from=<>, size=1200, class=0, nrcpts=1, msgid=<x@site.example>, proto=ESMTP, daemon=MTA, relay=mail.site.example [IPv6:2001:db8::45] (may be forged)`,
    expect: { kind: "arrival", ...base, sender: "", size: 1200, recipientCount: 1, messageId: "x@site.example", client: "2001:db8::45" },
  },
  {
    about: "a delivery on behalf of a local user",
    line: `${stamp} sendmail[6005]: ${id}: to=<v@mail.example>, ctladdr=<acct0001> (5001/5001), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120030, relay=mx.mail.example. [198.51.100.9], dsn=2.0.0, stat=Sent (ok queued as 1)`,
    expect: {
      kind: "delivery",
      ...base,
      recipient: "v@mail.example",
      uid: 5001,
      user: "acct0001",
      relayHost: "mx.mail.example.",
      relayAddress: "198.51.100.9",
      status: "sent",
    },
  },
  {
    about: "a relay without a name, and a user without brackets",
    line: `${stamp} sendmail[6005]: ${id}: to=This, ctladdr=root (0/0), delay=00:00:00, xdelay=00:00:00, mailer=relay, pri=180030, relay=[198.51.100.9] [198.51.100.9], dsn=5.1.1, stat=User unknown`,
    expect: {
      kind: "delivery",
      ...base,
      recipient: "This",
      uid: 0,
      user: "root",
      relayHost: "198.51.100.9",
      relayAddress: "198.51.100.9",
      status: "bounced",
    },
  },
  {
    about: "a deferral without a relay",
    line: `${stamp} sendmail[6005]: ${id}: to=<v@mail.example>, delay=00:00:01, mailer=esmtp, pri=120030, relay=mx.mail.example., dsn=4.0.0, stat=Deferred: Connection refused by mx.mail.example.`,
    expect: { kind: "delivery", ...base, recipient: "v@mail.example", relayHost: "mx.mail.example.", status: "deferred" },
  },
  {
    about: "a list of recipients",
    line: `${stamp} sendmail[6005]: ${id}: to=<a@mail.example>,<b@mail.example>, delay=00:00:01, mailer=esmtp, pri=1, dsn=2.0.0, stat=Sent`,
    expect: { kind: "delivery", ...base, recipient: "<a@mail.example>,<b@mail.example>", status: "sent" },
  },
  {
    about: "a message that became a bounce",
    line: `${stamp} sendmail[6005]: ${id}: 21QBRGdY006005: DSN: User unknown`,
    expect: { kind: "bounce-notice", ...base, newQueueId: "21QBRGdY006005" },
  },
  {
    about: "a return receipt, which is no bounce",
    line: `${stamp} sendmail[6005]: ${id}: 21QBRGdY006005: DSN: Return receipt`,
    expect: { kind: "other", ...base, newQueueId: "21QBRGdY006005" },
  },
  {
    about: "a refusal",
    line: `${stamp} sm-mta[6005]: ${id}: ruleset=check_rcpt, arg1=<v@mail.example>, relay=[203.0.113.45], reject=550 5.7.1 <v@mail.example>... Relaying denied`,
    expect: { kind: "refused", ...base },
  },
  {
    about: "a failed login",
    line: `${stamp} sm-mta[6005]: ${id}: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, user=info, relay=[203.0.113.45]`,
    expect: { kind: "login-failed", ...base, client: "203.0.113.45" },
  },
  {
    about: "a finished message",
    line: `${stamp} sendmail[6005]: ${id}: done; delay=00:00:01, ntries=1`,
    expect: { kind: "removed", ...base },
  },
  {
    about: "the start of the daemon",
    line: `${stamp} sendmail[6005]: starting daemon (8.14.7): SMTP+queueing@01:00:00`,
    expect: { kind: "other", own: true, time, host: "sv1", pid: 6005 },
  },
  {
    about: "a quoted sender that imitates size and relay",
    line: `${stamp} sm-mta[6005]: ${id}: from=<"x>, size=1, relay=root@localhost"@a.example>, size=1200, class=0, nrcpts=1, msgid=<x@site.example>, relay=[203.0.113.45]`,
    expect: {
      kind: "arrival",
      ...base,
      sender: '"x>, size=1, relay=root@localhost"@a.example',
      size: 1200,
      recipientCount: 1,
      messageId: "x@site.example",
      client: "203.0.113.45",
    },
  },
  {
    about: "a message id that imitates a local submission",
    line: `${stamp} sm-mta[6005]: ${id}: from=<a@a.example>, size=1200, class=0, nrcpts=1, msgid=<x>, relay=root@localhost, y>, proto=ESMTP, daemon=MTA, relay=[203.0.113.45]`,
    expect: { kind: "arrival", ...base, sender: "a@a.example", size: 1200, recipientCount: 1, messageId: "x", client: "203.0.113.45" },
  },
  {
    about: "NULs, broken UTF-8 and terminal escapes in a reply",
    line: `${stamp} sendmail[6005]: ${id}: to=<v@mail.example>, delay=00:00:01, dsn=5.0.0, stat=Service unavailable\x00\xff\x1b[2J, stat=Sent`,
    expect: { kind: "delivery", ...base, recipient: "v@mail.example", status: "bounced" },
  },
  {
    about: "a Postfix line as another daemon's",
    line: `${stamp} postfix/qmgr[1]: 4F1A21C0: removed`,
    expect: { kind: "other", time, host: "sv1", pid: 1 },
  },
  { about: "no stamp", line: `sendmail[6005]: ${id}: done; delay=1`, expect: { refused: "no-time" } },
];

const writers: readonly MailLineWriter[] = [
  {
    where: "a recipient's local part",
    write: (text) =>
      `${stamp} sendmail[6005]: ${id}: to=<${quotedLocalPart(text)}@a.example>, ctladdr=<acct0001> (5001/5001), delay=00:00:01, dsn=4.0.0, stat=Deferred`,
    truth: { kind: "delivery", time, host: "sv1", queueId: id, uid: 5001, status: "deferred" },
  },
  {
    where: "a remote server's reply",
    write: (text) =>
      `${stamp} sendmail[6005]: ${id}: to=<v@a.example>, ctladdr=<acct0001> (5001/5001), delay=00:00:01, dsn=5.0.0, stat=Service unavailable ${postfixText(text)}`,
    truth: { kind: "delivery", time, host: "sv1", queueId: id, uid: 5001, status: "bounced" },
  },
  {
    where: "a sender's local part",
    write: (text) =>
      `${stamp} sm-mta[6005]: ${id}: from=<${quotedLocalPart(text)}@a.example>, size=1200, class=0, nrcpts=1, msgid=<x@y>, relay=[203.0.113.45]`,
    truth: { kind: "arrival", time, host: "sv1", queueId: id },
  },
  {
    where: "a message id",
    write: (text) =>
      `${stamp} sm-mta[6005]: ${id}: from=<a@a.example>, size=1200, class=0, nrcpts=1, msgid=<${postfixText(text)}>, proto=ESMTP, daemon=MTA, relay=[203.0.113.45]`,
    truth: { kind: "arrival", time, host: "sv1", queueId: id },
  },
];

/** Samples of sendmail. */
export const sendmailSuite: MailSuite = { samples, writers };
