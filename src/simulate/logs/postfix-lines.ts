import type { Mailable, MailServer } from "../model.ts";
import {
  type Attempt,
  attemptsFor,
  delays,
  givesUpAfterMs,
  type LetterRecord,
  type MailWriting,
  refusals,
  reverseName,
} from "./mail-lines.ts";
import { compactStamp } from "./stamps.ts";

/** A letter's way through Postfix, line by line, without the stamps. Shapes: facts on formats and enforcement, tried on Postfix 3.7. */

interface Passage extends MailWriting {
  readonly record: LetterRecord;
}

const pidOf = (program: string, passage: MailWriting): number =>
  1100 + ((program.length * 7919 + passage.host.name.length * 104_729) % 800);
const workerPid = (at: number, passage: MailWriting): number =>
  20_000 + ((Math.floor(at / 400_000) * 37 + passage.chance.int([0, 4])) % 40_000);

const queued = (passage: Passage): string => {
  const { letter, queueId } = passage.record;
  return `postfix/qmgr[${pidOf("qmgr", passage)}]: ${queueId}: from=<${letter.sender}>, size=${letter.bytes}, nrcpt=${letter.recipients.length} (queue active)`;
};

const cleanUp = (at: number, passage: Passage): string =>
  `postfix/cleanup[${workerPid(at, passage)}]: ${passage.record.queueId}: message-id=<${passage.record.messageId}>`;

const handIn = (passage: Passage): number => {
  const { record, add, chance } = passage;
  const { letter, queueId } = record;
  const { at, account } = letter;
  const pid = 2000 + (Math.floor(at / 6_000_000) % 30_000);
  add(at, `postfix/pickup[${pid}]: ${queueId}: uid=${account.uid} from=<${account.name}>`, record);
  add(at + 4, cleanUp(at, passage));
  add(at + 12, queued(passage));
  return at + chance.int([10, 40]);
};

const takeFromClient = (passage: Passage): number => {
  const { record, add, chance } = passage;
  const { letter, queueId } = record;
  const { at, route } = letter;
  if (route.kind === "local") return at;
  const name = route.kind === "inbound" ? route.helo : reverseName(route.source);
  const program = route.kind === "auth" ? "postfix/submission/smtpd" : "postfix/smtpd";
  const daemon = `${program}[${workerPid(at, passage)}]`;
  const login = route.kind === "auth" ? `, sasl_method=${chance.pick(["PLAIN", "LOGIN"])}, sasl_username=${route.mailbox}` : "";
  const verbs = route.kind === "auth" ? "ehlo=2 starttls=1 auth=1" : "ehlo=2 starttls=1";
  const count = letter.recipients.length;
  const rcpt = count === 1 ? "rcpt=1" : `rcpt=${count}`;
  add(at - chance.int([300, 900]), `${daemon}: connect from ${name}[${route.source}]`);
  add(at, `${daemon}: ${queueId}: client=${name}[${route.source}]${login}`, record);
  add(at + 60, cleanUp(at, passage));
  add(at + 180, queued(passage));
  add(
    at + 300,
    `${daemon}: disconnect from ${name}[${route.source}] ${verbs} mail=1 ${rcpt} data=1 quit=1 commands=${5 + count + (route.kind === "auth" ? 2 : 1)}`,
  );
  return at + 190;
};

const delayFields = (seconds: number, passage: MailWriting): string => {
  const before = 0.01 + passage.chance.next() * 0.08;
  const connect = Math.max(0.01, (seconds - before) * 0.4);
  const transmit = Math.max(0.01, seconds - before - connect);
  const shown = (value: number): string =>
    value < 1 ? value.toFixed(2).replace(/0$/, "") : value < 10 ? value.toFixed(1) : value.toFixed(0);
  return `delay=${shown(seconds)}, delays=${shown(before)}/0/${shown(connect)}/${shown(transmit)}`;
};

const localDelivery = (recipient: Mailable, at: number, passage: Passage): void => {
  const { record, add, chance, host } = passage;
  const seconds = (at - record.letter.at) / 1000 + 0.01;
  const from = record.letter.forwardedFrom === null ? "" : `, orig_to=<${record.letter.forwardedFrom}>`;
  const isVirtual = host.longQueueIds;
  const program = isVirtual ? "virtual" : "lmtp";
  const relay = isVirtual ? "virtual" : `${host.domain}[private/dovecot-lmtp]`;
  const answer = isVirtual ? "delivered to maildir" : `250 2.0.0 <${recipient.address}> ${chance.word(11)}AAA Saved`;
  add(
    at,
    `postfix/${program}[${workerPid(at, passage)}]: ${record.queueId}: to=<${recipient.address}>${from}, relay=${relay}, ${delayFields(seconds, passage)}, dsn=2.0.0, status=sent (${answer})`,
  );
};

const outcomeText = (attempt: Attempt, recipient: Mailable, server: MailServer, passage: Passage): string => {
  const { chance } = passage;
  if (attempt.outcome === "sent")
    return `dsn=2.0.0, status=sent (250 2.0.0 ${chance.pick(["OK", "Ok: queued as", "ok"])} ${chance.word(10, "0123456789ABCDEF")})`;
  const [dsn, text] = chance.pick(attempt.outcome === "bounced" ? refusals : delays);
  const said = text.replaceAll("%", recipient.address);
  const status = attempt.outcome === "bounced" ? "bounced" : "deferred";
  return `dsn=${dsn}, status=${status} (host ${server.name}[${server.address}] said: ${said} (in reply to RCPT TO command))`;
};

const remoteDelivery = (attempt: Attempt, recipient: Mailable, passage: Passage): void => {
  const { record, add, host } = passage;
  const server = host.smartHost ?? recipient.server;
  if (server === null) return;
  const from = record.letter.forwardedFrom === null ? "" : `, orig_to=<${record.letter.forwardedFrom}>`;
  const seconds = (attempt.at - record.letter.at) / 1000;
  add(
    attempt.at,
    `postfix/smtp[${workerPid(attempt.at, passage)}]: ${record.queueId}: to=<${recipient.address}>${from}, relay=${server.name}[${server.address}]:25, ${delayFields(seconds, passage)}, ${outcomeText(attempt, recipient, server, passage)}`,
  );
};

/** The notice to the sender: a message of its own, without a sender. */
const bounce = (at: number, passage: Passage): void => {
  const { record, add, host, nextId, chance } = passage;
  const { sender, account } = record.letter;
  if (sender === "") return;
  const id = nextId(at);
  const size = record.letter.bytes + chance.int([1900, 2400]);
  add(at + 5, `postfix/cleanup[${workerPid(at, passage)}]: ${id}: message-id=<${compactStamp(at)}.${id}@${host.domain}>`);
  add(at + 8, `postfix/qmgr[${pidOf("qmgr", passage)}]: ${id}: from=<>, size=${size}, nrcpt=1 (queue active)`);
  add(at + 9, `postfix/bounce[${workerPid(at, passage)}]: ${record.queueId}: sender non-delivery notification: ${id}`);
  const program = sender.endsWith(`@${host.domain}`) ? "local" : "virtual";
  const to = program === "local" ? `${account.name}@${host.domain}` : sender;
  add(
    at + 20,
    `postfix/${program}[${workerPid(at, passage)}]: ${id}: to=<${to}>, relay=${program}, delay=0.02, delays=0.01/0/0/0.01, dsn=2.0.0, status=sent (${program === "local" ? "delivered to mailbox" : "delivered to maildir"})`,
  );
  add(at + 22, `postfix/qmgr[${pidOf("qmgr", passage)}]: ${id}: removed`);
};

/** Tries of one recipient; returns when the last was, and whether the sender is told. */
const deliver = (recipient: Mailable, from: number, passage: Passage): { readonly at: number; readonly isReturned: boolean } => {
  const { chance, record, add } = passage;
  if (recipient.server === null) {
    const at = from + chance.int([8, 90]);
    localDelivery(recipient, at, passage);
    return { at, isReturned: false };
  }
  const attempts = attemptsFor(recipient, from, chance);
  for (const [index, attempt] of attempts.entries()) {
    if (index > 0) add(attempt.at - 400, queued(passage));
    remoteDelivery(attempt, recipient, passage);
  }
  const last = attempts.at(-1) as Attempt;
  if (last.outcome !== "deferred") return { at: last.at, isReturned: last.outcome === "bounced" };
  const end = record.letter.at + givesUpAfterMs;
  add(
    end,
    `postfix/qmgr[${pidOf("qmgr", passage)}]: ${record.queueId}: from=<${record.letter.sender}>, status=expired, returned to sender`,
  );
  return { at: end, isReturned: true };
};

/** All lines of one letter. */
export const writePostfixLetter = (record: LetterRecord, writing: MailWriting): void => {
  const passage: Passage = { ...writing, record };
  const from = record.letter.route.kind === "local" ? handIn(passage) : takeFromClient(passage);
  const ends = record.letter.recipients.map((recipient) => deliver(recipient, from, passage));
  let last = ends.reduce((latest, { at }) => Math.max(latest, at), from);
  if (ends.some(({ isReturned }) => isReturned)) {
    bounce(last, passage);
    last += 12;
  }
  writing.add(last + 10, `postfix/qmgr[${pidOf("qmgr", passage)}]: ${record.queueId}: removed`);
};
