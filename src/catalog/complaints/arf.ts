import type { Attachment } from "postal-mime";
import { type Complaint, type ComplaintMatter, receivedKept } from "../../domain/complaint.ts";
import { complainedMail } from "../../kit/complained-mail.ts";
import { canonicalAddress } from "../../kit/ip-address.ts";
import { bareMessageId, type MailHeaders, mailDate, mailLimits, readMailHeaders, soleAddress } from "../../kit/mail-headers.ts";
import type { ComplaintFormat, ComplaintReading } from "../../ports/complaint-format.ts";

/**
 * Abuse Reporting Format: a mail of three parts, one for people, one for machines (`message/feedback-report`), and the mail complained
 * about, whole or its headers alone. Source: RFC 5965; `Feedback-Type` also RFC 6591 and 6692. MIME is postal-mime's.
 */

const notACase: Readonly<Record<string, ComplaintMatter>> = {
  "not-spam": "no-abuse",
  "opt-out": "no-abuse",
  "opt-out-list": "no-abuse",
  "auth-failure": "other-matter",
};

/** Parts looked at: a bomb has a million. */
const partsKept = 50;

/** A mail has a header in its first lines, whatever else it is. */
const looksLikeMail = (head: string): boolean => /^(From |[A-Za-z][A-Za-z0-9-]{0,70}:)/.test(head.trimStart());

const textOf = ({ content }: Attachment): string =>
  typeof content === "string"
    ? content
    : new TextDecoder("utf-8").decode(content instanceof Uint8Array ? content : new Uint8Array(content));

const originals = /^(message\/(rfc822|rfc822-headers|global|global-headers)|text\/rfc822(-headers)?)$/;

/** The line that names the kind of report, where it stands as it is (not in base64); else the file's first line. */
const markOf = (bytes: Uint8Array): Complaint["mark"] => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const found = /^Feedback-Type:[^\r\n]{0,200}/im.exec(text);
  const line = found?.[0] ?? (/^[^\r\n]{0,200}/.exec(text)?.[0] as string);
  return { offset: found?.index ?? 0, length: line.length };
};

const domainOf = (report: MailHeaders): string | null => {
  const domain = report.first("reported-domain")?.toLowerCase() ?? "";
  return /^[a-z0-9.-]{1,253}$/.test(domain) ? domain : null;
};

const toComplaint = (own: MailHeaders, report: MailHeaders, mail: MailHeaders | null): Omit<Complaint, "mark"> => {
  const kind = (report.first("feedback-type") ?? "").toLowerCase().slice(0, 40);
  const told = mail === null ? null : complainedMail(mail, receivedKept);
  const { writtenAt, sender, messageId, ...rest } = told ?? { writtenAt: null, sender: null, messageId: null, ...untold };
  return {
    ...rest,
    format: "arf",
    kind,
    matter: notACase[kind] ?? "mail",
    reportedAt: mailDate(own.first("date")),
    mailAt: mailDate(report.first("arrival-date") ?? report.first("received-date")) ?? writtenAt,
    sourceAddress: canonicalAddress(report.first("source-ip") ?? ""),
    reportedDomain: domainOf(report),
    messageId: messageId ?? bareMessageId(report.first("original-message-id")),
    sender: soleAddress(report.first("original-mail-from")) ?? sender,
    isTrap: false,
  };
};

const untold = { queueIds: [], mailbox: null, script: null, scriptUid: null, isListMail: false } as const;

const read = async (bytes: Uint8Array): Promise<ComplaintReading> => {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString("latin1");
  if (!looksLikeMail(head)) return { problem: "not-a-complaint" };
  try {
    // Loaded with the first complaint: most scans have none.
    const { default: PostalMime } = await import("postal-mime");
    const mail = await new PostalMime({ ...mailLimits, forceRfc822Attachments: true, attachmentEncoding: "utf8" }).parse(bytes);
    const parts = mail.attachments.slice(0, partsKept);
    const report = parts.find(({ mimeType }) => mimeType === "message/feedback-report");
    if (report === undefined) return { problem: "not-a-complaint" };
    const original = parts.find(({ mimeType }) => originals.test(mimeType));
    const own = await readMailHeaders(mail.headerLines.map(({ line }) => line).join("\r\n"));
    const fields = await readMailHeaders(textOf(report));
    if (own === null || fields === null || fields.first("feedback-type") === null) return { problem: "broken" };
    const told = original === undefined ? null : await readMailHeaders(textOf(original));
    return { complaint: { ...toComplaint(own, fields, told), mark: markOf(bytes) } };
  } catch {
    // The library refuses what is nested too deep or has headers without end.
    return { problem: "broken" };
  }
};

export const arf: ComplaintFormat = { name: "arf", read };
