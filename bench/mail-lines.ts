import { createRandom, type Random } from "./random.ts";

/** Local users that hand in mail. */
const users = 200;
const firstUid = 5_001;
const host = "sv1";

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
const dayPadded = (day: number): string => (day < 10 ? ` ${day}` : `${day}`);
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Second 0 is midnight of 1 February; the classic stamp has neither year nor zone. */
const stampText = (second: number): string => {
  const time = new Date(Date.UTC(2026, 1, 1) + second * 1000);
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `${months[time.getUTCMonth()]} ${dayPadded(time.getUTCDate())} ${clock}`;
};

const digits = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

const inBase = (value: number, base: number, width: number): string => {
  let text = "";
  for (let rest = value; rest > 0 || text.length < width; rest = Math.floor(rest / base)) text = `${digits[rest % base]}${text}`;
  return text;
};

/** A long queue id: seconds and microseconds in base 52, `z`, the inode in base 51. Source: Postfix, enable_long_queue_ids. */
const queueId = (second: number, random: Random): string =>
  `${inBase(1_769_871_600 + second, 52, 6)}${inBase(random.below(1_000_000), 52, 4)}z${inBase(1_000_000 + random.below(9_000_000), 51, 1)}`;

/** Puts one line of a message at a second. */
type Put = (second: number, program: string, text: string) => void;

interface Draft {
  readonly id: string;
  readonly second: number;
  readonly random: Random;
  readonly put: Put;
}

const relay = (random: Random): string =>
  `mx${1 + random.below(4)}.mail-${random.below(400)}.example[198.51.100.${1 + random.below(254)}]:25`;
const recipient = (random: Random): string => `person${random.below(90_000)}@mail-${random.below(400)}.example`;

const bounceNotice = ({ id, second, random, put }: Draft): void => {
  const notice = queueId(second, random);
  put(second, "cleanup", `${notice}: message-id=<${notice}@${host}.hosting.example>`);
  put(second, "bounce", `${id}: sender non-delivery notification: ${notice}`);
  put(second, "qmgr", `${notice}: from=<>, size=${2_000 + random.below(3_000)}, nrcpt=1 (queue active)`);
  put(
    second,
    "local",
    `${notice}: to=<owner@${host}.hosting.example>, relay=local, delay=0.02, delays=0.01/0/0/0.01, dsn=2.0.0, status=sent (delivered to mailbox)`,
  );
  put(second, "qmgr", `${notice}: removed`);
};

const sent = ({ id, random }: Draft, to: string, delay: number): string =>
  `${id}: to=<${to}>, relay=${relay(random)}, delay=${delay}, delays=0.04/0/0.3/0.5, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${random
    .below(2 ** 31)
    .toString(16)
    .toUpperCase()})`;

/** What becomes of it: 88 % sent at once, 6 % bounced, 6 % deferred and sent half an hour later. */
const deliver = (draft: Draft, from: string, size: number): void => {
  const { id, second, random, put } = draft;
  const to = recipient(random);
  const after = second + random.below(3);
  const drawn = random.unit();
  if (drawn < 0.88) {
    put(after, "smtp", sent(draft, to, 0.84));
    put(after, "qmgr", `${id}: removed`);
    return;
  }
  if (drawn < 0.94) {
    put(
      after,
      "smtp",
      `${id}: to=<${to}>, relay=${relay(random)}, delay=1.2, delays=0.04/0/0.6/0.5, dsn=5.1.1, status=bounced (host said: 550 5.1.1 <${to}>: Recipient address rejected: User unknown (in reply to RCPT TO command))`,
    );
    bounceNotice({ ...draft, second: after });
    put(after, "qmgr", `${id}: removed`);
    return;
  }
  put(
    after,
    "smtp",
    `${id}: to=<${to}>, relay=none, delay=30, delays=0.04/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example[198.51.100.9]:25: Connection timed out)`,
  );
  put(after + 1_800, "qmgr", `${id}: from=<${from}>, size=${size}, nrcpt=1 (queue active)`);
  put(after + 1_801, "smtp", sent(draft, to, 1_832));
  put(after + 1_801, "qmgr", `${id}: removed`);
};

const queued = (draft: Draft, from: string): number => {
  const { id, second, random, put } = draft;
  const size = 500 + random.below(20_000);
  put(second, "cleanup", `${id}: message-id=<${random.below(2 ** 31).toString(16)}.${second}@site-${random.below(300)}.example>`);
  put(second, "qmgr", `${id}: from=<${from}>, size=${size}, nrcpt=1 (queue active)`);
  return size;
};

/** Handed in by a local user's script: five lines where all goes well. */
const localMessage = (draft: Draft): void => {
  const user = Math.floor(draft.random.unit() ** 2 * users);
  const from = `acct${user}@${host}.hosting.example`;
  draft.put(draft.second, "pickup", `${draft.id}: uid=${firstUid + user} from=<acct${user}>`);
  deliver(draft, from, queued(draft, from));
};

/** Handed in by a mailbox owner who logged in. */
const mailboxMessage = (draft: Draft): void => {
  const { id, second, random, put } = draft;
  const from = `info@site-${random.below(300)}.example`;
  const client = `unknown[203.0.113.${1 + random.below(254)}]`;
  put(second, "submission/smtpd", `connect from ${client}`);
  put(second, "submission/smtpd", `${id}: client=${client}, sasl_method=PLAIN, sasl_username=${from}`);
  deliver(draft, from, queued(draft, from));
  put(second + 1, "submission/smtpd", `disconnect from ${client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8`);
};

/** Came from outside for a local mailbox; every third client is turned away. */
const inboundMessage = (draft: Draft): void => {
  const { id, second, random, put } = draft;
  const from = recipient(random);
  const to = `info@site-${random.below(300)}.example`;
  const client = `mx.mail-${random.below(400)}.example[198.51.100.${1 + random.below(254)}]`;
  put(second, "smtpd", `connect from ${client}`);
  if (random.unit() < 0.33) {
    put(
      second,
      "smtpd",
      `NOQUEUE: reject: RCPT from ${client}: 554 5.7.1 <nobody@other.example>: Relay access denied; from=<${from}> to=<nobody@other.example> proto=ESMTP helo=<mx.mail.example>`,
    );
    put(second, "smtpd", `disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`);
    return;
  }
  put(second, "smtpd", `${id}: client=${client}`);
  queued(draft, from);
  put(
    second,
    "virtual",
    `${id}: to=<${to}>, relay=virtual, delay=0.3, delays=0.28/0.01/0/0.01, dsn=2.0.0, status=sent (delivered to maildir)`,
  );
  put(second, "qmgr", `${id}: removed`);
  put(second + 1, "smtpd", `disconnect from ${client} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5`);
};

/** Lines of one Postfix log with classic stamps and long queue ids, in time order; the same count gives the same bytes. */
export function* mailLines(count: number, seed = 1): Generator<string> {
  const random = createRandom(seed);
  const later = new Map<number, string[]>();
  const put: Put = (second, program, text) => {
    const line = `${stampText(second)} ${host} postfix/${program}[${1_000 + (second % 30_000)}]: ${text}\n`;
    const lines = later.get(second);
    if (lines === undefined) later.set(second, [line]);
    else lines.push(line);
  };
  let written = 0;
  for (let second = 0; ; second++) {
    for (let messages = random.below(5); messages > 0; messages--) {
      const drawn = random.unit();
      const draft: Draft = { id: queueId(second, random), second, random, put };
      if (drawn < 0.7) localMessage(draft);
      else if (drawn < 0.8) mailboxMessage(draft);
      else inboundMessage(draft);
    }
    for (const line of later.get(second) ?? []) {
      yield line;
      if (++written === count) return;
    }
    later.delete(second);
  }
}
