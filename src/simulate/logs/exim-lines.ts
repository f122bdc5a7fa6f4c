import type { Letter, Mailable, MailServer } from "../model.ts";
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

/** A letter's way through Exim's mainlog, line by line, without the stamps. Shapes: facts on formats and enforcement, tried on Exim 4.96. */

interface Passage extends MailWriting {
  readonly record: LetterRecord;
  readonly pid: number;
}

/** Exim logs what is not ASCII in octal. */
const eximText = (text: string): string =>
  [...Buffer.from(text)].map((byte) => (byte > 126 ? `\\${byte.toString(8)}` : byte === 34 ? '\\"' : String.fromCharCode(byte))).join("");

const pidText = ({ host }: MailWriting, pid: number): string => (host.logsPid ? `[${pid}] ` : "");

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf("/"));

/** The program that answers a request: a file of that name, or the one behind all pretty paths. */
const requestScript = (letter: Letter): string => {
  const path = (letter.requestPath ?? "/").split("?")[0] ?? "/";
  return /\.(php|cgi|pl)$/.test(path) ? path : "/index.php";
};

/** The folder that a program runs in: that of the script asked for, and of what cron starts the account's home. */
const workingFolder = (letter: Letter): string =>
  letter.site === null ? letter.account.home : `${letter.site.root}${folderOf(requestScript(letter))}`;

const scriptLine = (letter: Letter, queueId: string): string | null => {
  const { site, account, visitor, script } = letter;
  if (site === null || script === null || visitor === null) return null;
  const path = requestScript(letter);
  return `${queueId} Script details - User: ${account.name} Domain: ${site.domain} X-PHP-Script: ${site.domain}${path} for ${visitor}, X-PHP-Filename: ${site.root}${path} REMOTE_ADDR: ${visitor}`;
};

const arrival = (passage: Passage): string => {
  const { letter, queueId, messageId } = passage.record;
  const { route, account, sender, bytes, subject, forwardedFrom } = letter;
  const addressed = forwardedFrom === null ? letter.recipients.map(({ address }) => address) : [forwardedFrom];
  const from = sender === "" ? "<>" : sender;
  const rest = `S=${bytes} id=${messageId} T="${eximText(subject)}" for ${addressed.join(" ")}`;
  if (route.kind === "local") return `${queueId} <= ${from} U=${account.name} P=local ${rest}`;
  const port = passage.chance.int([20_000, 64_000]);
  const tls = "X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no";
  const name = reverseName(route.source);
  if (route.kind === "inbound") return `${queueId} <= ${from} H=${route.helo} [${route.source}]:${port} P=esmtps ${tls} ${rest}`;
  const host = name === "unknown" ? `H=(${route.helo})` : `H=${name} (${route.helo})`;
  return `${queueId} <= ${from} ${host} [${route.source}]:${port} P=esmtpsa ${tls} A=dovecot_${passage.chance.pick(["login", "plain"])}:${route.mailbox} ${rest}`;
};

const handIn = (passage: Passage): void => {
  const { record, add, host, pid } = passage;
  const { letter, queueId } = record;
  if (letter.route.kind === "local") {
    const args = letter.subject.startsWith("Cron <")
      ? `4 args: /usr/sbin/sendmail -FCronDaemon -i ${letter.account.name}`
      : "3 args: /usr/sbin/sendmail -t -i";
    if (host.cwdLines) add(letter.at - 2, `${pidText(passage, pid)}cwd=${workingFolder(letter)} ${args}`);
    const details = host.scriptDetails ? scriptLine(letter, queueId) : null;
    if (details !== null) add(letter.at - 1, `${pidText(passage, pid)}${details}`);
  }
  add(letter.at, `${pidText(passage, pid)}${arrival(passage)}`, record);
};

const outcomeLine = (attempt: Attempt, recipient: Mailable, server: MailServer, passage: Passage): string => {
  const { chance, record } = passage;
  const head = `${record.queueId}`;
  const { forwardedFrom } = record.letter;
  const to = forwardedFrom === null ? recipient.address : `${recipient.address} <${forwardedFrom}>`;
  const place = `R=${passage.host.smartHost === null ? "dnslookup" : "smarthost"} T=remote_smtp`;
  const peer = `H=${server.name} [${server.address}]`;
  if (attempt.outcome === "sent")
    return `${head} => ${to} ${place} ${peer} X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes C="250 2.0.0 OK ${chance.word(9)}"`;
  const [, text] = chance.pick(attempt.outcome === "bounced" ? refusals : delays);
  const said = `SMTP error from remote mail server after RCPT TO:<${recipient.address}>: ${text.replaceAll("%", recipient.address)}`;
  return attempt.outcome === "bounced"
    ? `${head} ** ${to} ${place} ${peer}: ${said}`
    : `${head} == ${to} ${place} defer (-44) ${peer}: ${said}`;
};

const deliver = (recipient: Mailable, passage: Passage): { readonly at: number; readonly isReturned: boolean } => {
  const { chance, record, add, pid, host } = passage;
  const from = record.letter.at;
  if (recipient.server === null) {
    const name = recipient.address.split("@")[0];
    add(
      from + 60,
      `${pidText(passage, pid + 2)}${record.queueId} => ${name} <${recipient.address}> R=virtual_user T=dovecot_lmtp C="250 2.0.0 <${recipient.address}> ${chance.word(10)} Saved"`,
    );
    return { at: from + 60, isReturned: false };
  }
  const attempts = attemptsFor(recipient, from, chance);
  for (const attempt of attempts)
    add(attempt.at, `${pidText(passage, pid + 2)}${outcomeLine(attempt, recipient, host.smartHost ?? recipient.server, passage)}`);
  const last = attempts.at(-1) as Attempt;
  if (last.outcome !== "deferred") return { at: last.at, isReturned: last.outcome === "bounced" };
  const end = from + givesUpAfterMs;
  add(end, `${pidText(passage, pid)}${record.queueId} ** ${recipient.address}: retry timeout exceeded`);
  return { at: end, isReturned: true };
};

const bounce = (at: number, passage: Passage): void => {
  const { record, add, nextId, host } = passage;
  const { sender, account } = record.letter;
  if (sender === "") return;
  const id = nextId(at);
  const isLocal = sender.endsWith(`@${host.domain}`);
  const pid = passage.pid + 4;
  add(
    at + 30,
    `${pidText(passage, pid)}${id} <= <> R=${record.queueId} U=Debian-exim P=local S=${record.letter.bytes + 1400} T="Mail delivery failed: returning message to sender" for ${sender}`,
  );
  add(
    at + 60,
    `${pidText(passage, pid)}${id} => ${isLocal ? account.name : sender.split("@")[0]} <${sender}> R=${isLocal ? "localuser T=local_delivery" : "virtual_user T=dovecot_lmtp"}`,
  );
  add(at + 61, `${pidText(passage, pid)}${id} Completed`);
};

/** All lines of one letter. */
export const writeEximLetter = (record: LetterRecord, writing: MailWriting): void => {
  const passage: Passage = { ...writing, record, pid: 10_000 + (Math.floor(record.letter.at / 900) % 50_000) };
  handIn(passage);
  const ends = record.letter.recipients.map((recipient) => deliver(recipient, passage));
  const last = ends.reduce((latest, { at }) => Math.max(latest, at), record.letter.at);
  if (ends.some(({ isReturned }) => isReturned)) bounce(last, passage);
  writing.add(last + 40, `${pidText(passage, passage.pid + 2)}${record.queueId} Completed`);
};
