/**
 * A log format reads one line of bytes into a record of spans and numbers. It is called once per line on the hot
 * path: it must not allocate, must not build a string, must use no regular expression, must run in time linear in
 * the line, and must never throw, whatever the bytes are. Text that a client chose (user agent, referer, request
 * line, user name, HELO, sender) must not be able to move into another field.
 */

/** A half-open range of the line's bytes; `start < 0` means the field is not there. */
export interface Span {
  start: number;
  end: number;
}

/** The moment a line states, before the file's year and zone are known. */
export interface Stamp {
  /** Epoch milliseconds where the line states an absolute number; NaN where it states a calendar time. */
  epochMs: number;
  /** Calendar year; 0 when the line has none (classic syslog). */
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  /** Milliseconds since midnight of that calendar day. */
  msOfDay: number;
  /** Minutes east of UTC; NaN when the line has none. */
  zoneMinutes: number;
}

/** How text in a span is escaped: Apache's and nginx's `\"` and `\xHH`, JSON's, CSV's doubled quotes, or not at all. */
export type Escaping = "log" | "json" | "csv" | "none";

/** Why a line was refused. Closed list, so that counts can be shown and compared. */
export type Refusal =
  | "empty"
  | "too-long"
  | "no-address"
  | "no-time"
  | "no-request"
  | "no-status"
  | "bad-quoting"
  | "left-over"
  | "bad-site"
  | "not-this-format";

/** One access line. Reused: a format sets every field it finds; the caller resets before each line. */
export interface AccessFields {
  bytes: Uint8Array;
  readonly stamp: Stamp;
  /** Virtual host, without port. */
  readonly site: Span;
  readonly address: Span;
  /** Authenticated user as logged. Attacker's choice. */
  readonly user: Span;
  readonly method: Span;
  /** Request target, query included. */
  readonly target: Span;
  readonly protocol: Span;
  /** 0 when the line has none. */
  status: number;
  /** Response bytes; 0 for `-`. */
  size: number;
  readonly referer: Span;
  readonly userAgent: Span;
  escaping: Escaping;
}

/** What a mail line tells. `other`: a line of a mail log that is understood to be of no interest here. */
export type MailLineKind =
  | "other"
  /** A local user handed in a message (Postfix pickup): queueId, uid, user. */
  | "pickup"
  /** An SMTP client opened a message: queueId, client, mailbox when authenticated. */
  | "client"
  /** queueId, messageId. */
  | "message-id"
  /** The queue manager took it: queueId, sender, size, recipientCount. */
  | "queued"
  /** Everything at once (Exim `<=`, sendmail `from=`): queueId, sender, user or mailbox, size, messageId, client. */
  | "arrival"
  /** One recipient's outcome: queueId, recipient, original where an alias or a forward was followed, status, relayHost, relayAddress. */
  | "delivery"
  /** The message left the queue: queueId. */
  | "removed"
  /** queueId became a bounce: newQueueId is the bounce message. */
  | "bounce-notice"
  /** The message was put on hold: queueId. */
  | "hold"
  /** A script called mail(): script, recipient, messageId where it set one, no queueId (PHP's mail.log). */
  | "script-mail"
  /** A script is behind this queueId or this process: script or workingDirectory, client (Exim details and cwd lines). */
  | "script-details"
  /** A submission was refused: user or mailbox where told. */
  | "refused"
  /** An SMTP login failed: mailbox where told, client. */
  | "login-failed";

/** What a line says about one recipient; `none` where it says nothing. */
export type MailLineStatus = "none" | "sent" | "deferred" | "bounced" | "expired" | "rejected" | "held";

/** One mail line. Reused, like {@link AccessFields}. */
export interface MailFields {
  bytes: Uint8Array;
  readonly stamp: Stamp;
  kind: MailLineKind;
  /** True when the line bears this format's own mark (a Postfix daemon's name, say); false when merely tolerated. */
  own: boolean;
  readonly host: Span;
  /** Process id, where a line without a queue id must be tied to the next one; 0 when absent. */
  pid: number;
  readonly queueId: Span;
  readonly newQueueId: Span;
  /** -1 when absent. */
  uid: number;
  /** Login name of the local user: Postfix `from=<…>` of pickup, Exim `U=`. */
  readonly user: Span;
  readonly mailbox: Span;
  readonly client: Span;
  readonly sender: Span;
  readonly messageId: Span;
  /** -1 when absent. */
  size: number;
  /** -1 when absent. */
  recipientCount: number;
  /** One recipient, or several separated by blanks or commas (Exim `for`, PHP `To:`). */
  readonly recipient: Span;
  /** Address that the recipient of a delivery stands for: what the message was addressed to before aliases and forwards. */
  readonly original: Span;
  readonly relayHost: Span;
  readonly relayAddress: Span;
  status: MailLineStatus;
  readonly script: Span;
  readonly workingDirectory: Span;
  escaping: Escaping;
}

interface FormatBase {
  /** As shown in `inputs[].format`. */
  readonly name: string;
  /** One line for people: what writes it. */
  readonly about: string;
}

/** Reads access lines. Returns null when the line was read, else why not. */
export interface AccessFormat extends FormatBase {
  readonly kind: "access";
  /** Its usual line is Apache's combined, or that with the virtual host in front: such lines may be cut and read many at once (PlainLines). */
  readonly plain?: "combined" | "vhost-combined";
  readonly read: (bytes: Uint8Array, start: number, end: number, into: AccessFields) => Refusal | null;
}

/** Reads mail lines. Returns null when the line was read (also as `other`), else why not. */
export interface MailFormat extends FormatBase {
  readonly kind: "mail";
  /** Written by the program that hands mail in, not by a mail server: what becomes of the mail it cannot tell. */
  readonly isByProgram?: true;
  readonly read: (bytes: Uint8Array, start: number, end: number, into: MailFields) => Refusal | null;
}

/** A plug of the catalogue that reads lines of one kind. */
export type LogFormat = AccessFormat | MailFormat;

/** Bytes of the longest line that is read; a longer one is refused as `too-long`. */
export const longestLineBytes = 128 * 1024;

const createSpan = (): Span => ({ start: -1, end: -1 });

const createStamp = (): Stamp => ({ epochMs: Number.NaN, year: 0, month: 0, day: 0, msOfDay: 0, zoneMinutes: Number.NaN });

const clearSpan = (span: Span): void => {
  span.start = -1;
  span.end = -1;
};

const clearStamp = (stamp: Stamp): void => {
  stamp.epochMs = Number.NaN;
  stamp.year = 0;
  stamp.month = 0;
  stamp.day = 0;
  stamp.msOfDay = 0;
  stamp.zoneMinutes = Number.NaN;
};

/** A fresh record for {@link AccessFormat.read}; make one per file and reuse it. */
export const createAccessFields = (): AccessFields => ({
  bytes: new Uint8Array(0),
  stamp: createStamp(),
  site: createSpan(),
  address: createSpan(),
  user: createSpan(),
  method: createSpan(),
  target: createSpan(),
  protocol: createSpan(),
  status: 0,
  size: 0,
  referer: createSpan(),
  userAgent: createSpan(),
  escaping: "log",
});

/** Empties the record before the next line. */
export const clearAccessFields = (fields: AccessFields): void => {
  clearStamp(fields.stamp);
  clearSpan(fields.site);
  clearSpan(fields.address);
  clearSpan(fields.user);
  clearSpan(fields.method);
  clearSpan(fields.target);
  clearSpan(fields.protocol);
  fields.status = 0;
  fields.size = 0;
  clearSpan(fields.referer);
  clearSpan(fields.userAgent);
  fields.escaping = "log";
};

/** A fresh record for {@link MailFormat.read}; make one per file and reuse it. */
export const createMailFields = (): MailFields => ({
  bytes: new Uint8Array(0),
  stamp: createStamp(),
  kind: "other",
  own: false,
  host: createSpan(),
  pid: 0,
  queueId: createSpan(),
  newQueueId: createSpan(),
  uid: -1,
  user: createSpan(),
  mailbox: createSpan(),
  client: createSpan(),
  sender: createSpan(),
  messageId: createSpan(),
  size: -1,
  recipientCount: -1,
  recipient: createSpan(),
  original: createSpan(),
  relayHost: createSpan(),
  relayAddress: createSpan(),
  status: "none",
  script: createSpan(),
  workingDirectory: createSpan(),
  escaping: "none",
});

/** Empties the record before the next line. */
export const clearMailFields = (fields: MailFields): void => {
  clearStamp(fields.stamp);
  fields.kind = "other";
  fields.own = false;
  clearSpan(fields.host);
  fields.pid = 0;
  clearSpan(fields.queueId);
  clearSpan(fields.newQueueId);
  fields.uid = -1;
  clearSpan(fields.user);
  clearSpan(fields.mailbox);
  clearSpan(fields.client);
  clearSpan(fields.sender);
  clearSpan(fields.messageId);
  fields.size = -1;
  fields.recipientCount = -1;
  clearSpan(fields.recipient);
  clearSpan(fields.original);
  clearSpan(fields.relayHost);
  clearSpan(fields.relayAddress);
  fields.status = "none";
  clearSpan(fields.script);
  clearSpan(fields.workingDirectory);
  fields.escaping = "none";
};
