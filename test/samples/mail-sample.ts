import { decodeText } from "../../src/kit/decode-text.ts";
import type { MailFields, MailLineKind, MailLineStatus, Refusal, Span } from "../../src/ports/log-format.ts";

/** What a mail line says, decoded. A part that is left out must not be in the line. */
export interface MailReading {
  readonly kind: MailLineKind;
  /** ISO 8601 in UTC where the line's time is absolute; else its calendar time without a zone, `----` for a year it does not state. */
  readonly time: string;
  /** True when the line bears the format's own mark. */
  readonly own?: boolean;
  readonly host?: string;
  readonly pid?: number;
  readonly queueId?: string;
  readonly newQueueId?: string;
  readonly uid?: number;
  readonly user?: string;
  readonly mailbox?: string;
  readonly client?: string;
  readonly sender?: string;
  readonly messageId?: string;
  readonly size?: number;
  readonly recipientCount?: number;
  readonly recipient?: string;
  readonly original?: string;
  readonly relayHost?: string;
  readonly relayAddress?: string;
  readonly status?: MailLineStatus;
  readonly script?: string;
  readonly workingDirectory?: string;
}

/**
 * One annotated line. As text, each character is one byte (U+0000 to U+00FF), so that NULs and broken UTF-8 can be
 * written down: `"\xff"` is the byte 0xFF.
 */
export interface MailSample {
  readonly about: string;
  readonly line: string | Uint8Array;
  readonly expect: MailReading | { readonly refused: Refusal };
}

/** Writes a line as the server would with `hostile` where somebody else chooses the text; the forging tests fill it in. */
export interface MailLineWriter {
  /** Where the text stands: "a recipient's local part". */
  readonly where: string;
  readonly write: (hostile: string) => string;
  /** What no such text may change. */
  readonly truth: Pick<MailReading, "kind" | "time" | "host" | "queueId" | "uid" | "status" | "script">;
}

/** Everything the contract suite needs to know about a mail format. */
export interface MailSuite {
  readonly samples: readonly MailSample[];
  readonly writers: readonly MailLineWriter[];
}

/** Bytes of a sample line. */
export const mailLineBytes = (line: string | Uint8Array): Uint8Array =>
  typeof line === "string" ? Uint8Array.from(Buffer.from(line, "latin1")) : line;

/** Names of the record's spans. */
export const mailSpanNames = [
  "host",
  "queueId",
  "newQueueId",
  "user",
  "mailbox",
  "client",
  "sender",
  "messageId",
  "recipient",
  "original",
  "relayHost",
  "relayAddress",
  "script",
  "workingDirectory",
] as const;

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

const timeOf = ({ stamp }: MailFields): string => {
  if (!Number.isNaN(stamp.epochMs)) return new Date(stamp.epochMs).toISOString();
  const ms = Math.round(stamp.msOfDay);
  if (stamp.year > 0 && !Number.isNaN(stamp.zoneMinutes)) {
    return new Date(Date.UTC(stamp.year, stamp.month - 1, stamp.day) + ms - stamp.zoneMinutes * 60_000).toISOString();
  }
  const seconds = Math.floor(ms / 1000);
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}.${pad(ms % 1000, 3)}`;
  return `${stamp.year === 0 ? "----" : stamp.year}-${pad(stamp.month, 2)}-${pad(stamp.day, 2)}T${clock}`;
};

const spanText = (fields: MailFields, span: Span): string => decodeText(fields.bytes, span.start, span.end, fields.escaping);

/** What the record holds, as the samples write it down. */
export const mailReadingOf = (fields: MailFields): MailReading => ({
  kind: fields.kind,
  time: timeOf(fields),
  ...(fields.own ? { own: true } : {}),
  ...Object.fromEntries(mailSpanNames.filter((name) => fields[name].start >= 0).map((name) => [name, spanText(fields, fields[name])])),
  ...(fields.pid > 0 ? { pid: fields.pid } : {}),
  ...(fields.uid >= 0 ? { uid: fields.uid } : {}),
  ...(fields.size >= 0 ? { size: fields.size } : {}),
  ...(fields.recipientCount >= 0 ? { recipientCount: fields.recipientCount } : {}),
  ...(fields.status === "none" ? {} : { status: fields.status }),
});

/** Text as Postfix logs it: what is not printable ASCII becomes a question mark. */
export const postfixText = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?");

/** A quoted local part (RFC 5321, 4.1.2). */
export const quotedLocalPart = (text: string): string => `"${postfixText(text).replace(/["\\]/g, "\\$&")}"`;
