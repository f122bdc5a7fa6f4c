import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Chance } from "../chance.ts";
import { japanDayStart } from "../habits.ts";
import type { Host, Letter } from "../model.ts";
import type { Truth } from "../truth.ts";
import { writeEximLetter } from "./exim-lines.ts";
import type { LetterRecord, MailWriting } from "./mail-lines.ts";
import { noiseLines } from "./mail-noise.ts";
import { isFromPhpMailer, phpMailLine } from "./php-lines.ts";
import { writePostfixLetter } from "./postfix-lines.ts";
import { createQueueIds } from "./queue-ids.ts";
import { RotatingFile } from "./rotating-file.ts";
import { compactStamp, eximStamp, rfc3339Stamp, syslogStamp } from "./stamps.ts";

/** The mail log of one host, day by day, and PHP's mail logs of its accounts. Lines of later days wait for theirs. */

interface Line {
  readonly at: number;
  readonly text: string;
  readonly arrival: LetterRecord | undefined;
}

export interface MailWriterParts {
  readonly directory: string;
  readonly host: Host;
  readonly endDay: number;
  readonly chance: Chance;
  readonly truth: Truth;
}

export interface MailWriter {
  /** Writes the lines of a day, those of its letters included; returns how many. */
  readonly write: (day: number, letters: readonly Letter[]) => number;
  readonly finish: () => void;
}

export const mailLogName = (host: Host): string => `${host.name}.${host.kind === "exim" ? "mainlog" : "mail.log"}`;

export const phpLogName = (letterOf: { readonly name: string; readonly host: Host }): string =>
  `${letterOf.host.name}.${letterOf.name}.php-mail.log`;

const stampOf: Readonly<Record<Host["kind"], (at: number, host: Host) => string>> = {
  "postfix-classic": (at, host) => `${syslogStamp(at)} ${host.name}`,
  "postfix-rfc3339": (at, host) => `${rfc3339Stamp(at)} ${host.name}`,
  exim: (at) => eximStamp(at),
};

const messageIdOf = (letter: Letter, queueId: string, chance: Chance): string => {
  const { script, site, account, route } = letter;
  if (route.kind !== "local") return `${chance.word(24, "0123456789abcdef")}@${letter.sender.split("@")[1] ?? "mail.example"}`;
  if (script !== null && isFromPhpMailer(script))
    return `${chance.word(40, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}@${site?.domain ?? account.host.domain}`;
  return account.host.kind === "exim"
    ? `E${queueId}@${account.host.domain}`
    : `${compactStamp(letter.at)}.${queueId}@${account.host.domain}`;
};

/** A few seconds now and then in which nothing is written: syslog's own rate limit. */
const pauses = (start: number, chance: Chance): { readonly from: number; readonly to: number }[] =>
  Array.from({ length: chance.poisson(0.5) }, () => {
    const from = start + Math.floor(chance.next() * 86_400_000);
    return { from, to: from + chance.int([3000, 20_000]) };
  });

export const createMailWriter = ({ directory, host, endDay, chance, truth }: MailWriterParts): MailWriter => {
  const file = new RotatingFile({ directory, name: mailLogName(host), rotation: host.longQueueIds ? "dated" : "none", endDay });
  const nextId = createQueueIds(host, chance.fork("queue", host.name));
  const phpTexts = new Map<string, string>();
  let waiting: Line[] = [];
  const add: MailWriting["add"] = (at, text, arrival) => {
    waiting.push({ at: Math.floor(at) + host.clockOffsetMs, text, arrival });
  };

  const writeLetter = (letter: Letter, part: Chance): void => {
    const queueId = nextId(letter.at);
    const record: LetterRecord = { letter, queueId, messageId: messageIdOf(letter, queueId, part) };
    const writing: MailWriting = { host, chance: part, add, nextId };
    if (host.kind === "exim") writeEximLetter(record, writing);
    else writePostfixLetter(record, writing);
    const line = letter.account.hasPhpLog ? phpMailLine(record) : null;
    const name = phpLogName(letter.account);
    if (line !== null) phpTexts.set(name, `${phpTexts.get(name) ?? ""}${line}\n`);
  };

  const flush = (day: number, part: Chance): number => {
    const start = japanDayStart(day);
    const silent = [...host.gaps, ...pauses(start, part)];
    const end = japanDayStart(day + 1);
    const due = waiting.filter(({ at }) => at < end);
    waiting = waiting.filter(({ at }) => at >= end);
    due.sort((a, b) => a.at - b.at);
    const texts: string[] = [];
    for (const { at, text, arrival } of due) {
      const isLost = !host.hasMailLog || part.bool(host.lostShare) || silent.some(({ from, to }) => at >= from && at < to);
      if (arrival !== undefined) truth.noteLetter(arrival, isLost);
      if (!isLost) texts.push(`${stampOf[host.kind](at, host)} ${text}\n`);
    }
    if (host.hasMailLog) file.append(day, texts.join(""));
    return texts.length;
  };

  const write = (day: number, letters: readonly Letter[]): number => {
    const part = chance.fork("mail", host.name, day);
    for (const letter of letters.toSorted((a, b) => a.at - b.at)) writeLetter(letter, part);
    noiseLines({ host, chance: part, add, nextId }, japanDayStart(day));
    for (const [name, text] of phpTexts) appendFileSync(join(directory, name), text);
    phpTexts.clear();
    return flush(day, part);
  };

  const finish = (): void => {
    if (host.hasMailLog) file.finish();
  };
  return { write, finish };
};
