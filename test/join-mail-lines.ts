import { postfix } from "../src/catalog/formats/postfix.ts";
import type { ForwardedMail } from "../src/domain/forwarded-mail.ts";
import type { MailMessage, RecipientOutcome } from "../src/domain/mail-event.ts";
import { createDirectory, type ToldAccount } from "../src/pipeline/directory.ts";
import { createMailJoin } from "../src/pipeline/mail-join.ts";
import { createStampTime } from "../src/pipeline/stamp-time.ts";
import { clearMailFields, createMailFields, type MailFormat } from "../src/ports/log-format.ts";

/** A line of one of several logs. */
export interface LogLine {
  readonly format: MailFormat;
  readonly text: string;
  readonly host?: string;
}

export const inLog = (format: MailFormat, texts: readonly string[], host?: string): LogLine[] =>
  texts.map((text) => ({ format, text, ...(host === undefined ? {} : { host }) }));

export interface Joined {
  readonly messages: readonly MailMessage[];
  readonly outcomes: readonly RecipientOutcome[];
  readonly forwarded: readonly ForwardedMail[];
  readonly evicted: number;
  readonly repaired: number;
}

/** Reads the lines with their formats, in the order given, through one join. */
export const joinLines = (
  lines: readonly LogLine[],
  options: { readonly told?: readonly ToldAccount[]; readonly capacity?: number } = {},
): Joined => {
  const messages: MailMessage[] = [];
  const outcomes: RecipientOutcome[] = [];
  const forwarded: ForwardedMail[] = [];
  const { told = [], ...rest } = options;
  const mailJoin = createMailJoin({
    directory: createDirectory(told),
    loginFailed: () => undefined,
    forwarded: (event) => forwarded.push(event),
    emit: (event) => {
      if (event.kind === "submitted") messages.push(event.message);
      else outcomes.push(event);
    },
    ...rest,
  });
  const times = createStampTime({ timezone: "UTC", firstYear: 2026 });
  const hosts: string[] = [];
  const fields = createMailFields();
  for (const [at, { format, text, host: told }] of lines.entries()) {
    const bytes = Buffer.from(text, "latin1");
    clearMailFields(fields);
    if (format.read(bytes, 0, bytes.length, fields) !== null || fields.kind === "other") continue;
    const host = told ?? (fields.host.start < 0 ? "local" : bytes.toString("latin1", fields.host.start, fields.host.end));
    if (!hosts.includes(host)) hosts.push(host);
    const place = { input: `${format.name}.log`, offset: at, length: bytes.length };
    mailJoin.accept({ fields, time: times.toEpoch(fields.stamp), host, hostId: hosts.indexOf(host), place: () => place });
  }
  return { messages, outcomes, forwarded, evicted: mailJoin.evicted(), repaired: mailJoin.repaired() };
};

export const postfixLines = (lines: readonly string[]): Joined => joinLines(inLog(postfix, lines));
