import { type Complaint, receivedKept } from "../../domain/complaint.ts";
import { complainedMail } from "../../kit/complained-mail.ts";
import { canonicalAddress } from "../../kit/ip-address.ts";
import { bareMessageId, mailDate, readMailHeaders, soleAddress } from "../../kit/mail-headers.ts";
import type { ComplaintFormat, ComplaintReading } from "../../ports/complaint-format.ts";

/**
 * XARF v4, one JSON document a report. Source: github.com/xarf/xarf-spec, schemas/v4/xarf-core.json and types/messaging-spam.json.
 * Version 3 has other fields (`Report.Source`) and is named as such, not guessed at.
 */

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const textIn = (fields: Fields, name: string): string | null => {
  const value = fields[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
};

/** `evidence` of such a type is the mail itself, or its headers. */
const originals = /^(message\/(rfc822|global)|text\/(email|rfc822-headers))\b/i;
/** Base64 of 64 KiB of headers: the rest of the mail is not needed. */
const headBase64 = 88_000;
const evidenceKept = 50;

const originalOf = (fields: Fields) => {
  const items = Array.isArray(fields.evidence) ? fields.evidence.slice(0, evidenceKept).filter(isFields) : [];
  const item = items.find((one) => originals.test(textIn(one, "content_type") ?? ""));
  const payload = item === undefined ? null : textIn(item, "payload");
  return payload === null ? null : readMailHeaders(Buffer.from(payload.slice(0, headBase64), "base64").toString("utf8"));
};

/** An XARF source may be an address or a domain; a report on content names the page instead. */
const domainOf = (fields: Fields): string | null => {
  const source = (textIn(fields, "source_identifier") ?? "").toLowerCase();
  if (canonicalAddress(source) === null && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(source)) return source;
  const url = textIn(fields, "url");
  return url !== null && URL.canParse(url) ? new URL(url).hostname || null : null;
};

/** The `"report_id": "…"` of the document: a whole line of JSON may be megabytes long. */
const markOf = (bytes: Uint8Array): Complaint["mark"] => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const found = /"report_id"\s{0,20}:\s{0,20}"[^"\r\n]{0,100}"/.exec(text) ?? /[^\r\n]{1,100}/.exec(text);
  return { offset: found?.index ?? 0, length: found?.[0].length ?? 0 };
};

const toComplaint = async (fields: Fields): Promise<Omit<Complaint, "mark">> => {
  const category = (textIn(fields, "category") ?? "").toLowerCase().slice(0, 40);
  const type = (textIn(fields, "type") ?? "").toLowerCase().slice(0, 40);
  const headers = await originalOf(fields);
  const mail = headers === null ? null : complainedMail(headers, receivedKept);
  const time = mailDate(textIn(fields, "timestamp"));
  return {
    format: "xarf",
    kind: `${category}/${type}`,
    matter: category === "messaging" ? "mail" : "other-matter",
    reportedAt: time,
    mailAt: mail?.writtenAt ?? time,
    sourceAddress: canonicalAddress(textIn(fields, "source_identifier") ?? ""),
    reportedDomain: domainOf(fields),
    messageId: mail?.messageId ?? bareMessageId(textIn(fields, "message_id")),
    sender: soleAddress(textIn(fields, "smtp_from")) ?? mail?.sender ?? null,
    queueIds: mail?.queueIds ?? [],
    mailbox: mail?.mailbox ?? null,
    script: mail?.script ?? null,
    scriptUid: mail?.scriptUid ?? null,
    isListMail: mail?.isListMail ?? false,
    isTrap: /^(spamtrap|honeypot)$/i.test(textIn(fields, "evidence_source") ?? ""),
  };
};

const read = async (bytes: Uint8Array): Promise<ComplaintReading> => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("utf8")
    .replace(/^\ufeff/, "");
  if (!text.trimStart().startsWith("{")) return { problem: "not-a-complaint" };
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return { problem: "broken" };
  }
  if (!isFields(fields)) return { problem: "not-a-complaint" };
  const version = textIn(fields, "xarf_version");
  if (version === null) return { problem: /^3\b/.test(textIn(fields, "Version") ?? "") ? "other-version" : "not-a-complaint" };
  if (!/^4\.\d+\.\d+$/.test(version)) return { problem: "other-version" };
  if (textIn(fields, "category") === null || textIn(fields, "type") === null) return { problem: "broken" };
  return { complaint: { ...(await toComplaint(fields)), mark: markOf(bytes) } };
};

export const xarf: ComplaintFormat = { name: "xarf", read };
