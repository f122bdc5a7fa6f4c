import { mailAddress } from "./mail-address.ts";

/** Letters that every server keeps as they are, in an address too; the rest as `_` and two hex digits of each UTF-8 byte. */
const kept = /[a-z0-9-]/;

const utf8 = new TextEncoder();

const encoded = (id: string): string =>
  Array.from(id, (char) =>
    kept.test(char) ? char : Array.from(utf8.encode(char), (byte) => `_${byte.toString(16).padStart(2, "0")}`).join(""),
  ).join("");

const decoded = (text: string): string | null => {
  if (!/^([a-z0-9-]|_[0-9a-f]{2})+$/.test(text)) return null;
  const bytes = Array.from(text.matchAll(/_([0-9a-f]{2})|./g), ([char, hex]) => (hex ? Number.parseInt(hex, 16) : char.charCodeAt(0)));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
};

/** Message-ID of a notice, without angle brackets: the same whenever it is sent. */
export const noticeMessageId = (noticeId: string, domain: string): string => `notice.${encoded(noticeId)}@${domain}`;

/**
 * The return path of one notice, so that a bounce tells which notice it is about: `bounces@host.example` becomes
 * `bounces+<notice>@host.example`. Null where no plain address comes of it.
 */
export const noticeReturnPath = (noticeId: string, base: string): string | null => {
  const at = base.lastIndexOf("@");
  return mailAddress(`${base.slice(0, at)}+${encoded(noticeId)}${base.slice(at)}`);
};

/** The notice that a bounce to this address is about; null where it is none of ours. That a bounce is genuine is not told by this. */
export const noticeOfReturnPath = (address: string, base: string): string | null => {
  const at = base.lastIndexOf("@");
  const [start, end] = [`${base.slice(0, at)}+`.toLowerCase(), base.slice(at).toLowerCase()];
  const lower = address.toLowerCase();
  if (!lower.startsWith(start) || !lower.endsWith(end) || lower.length <= start.length + end.length) return null;
  return decoded(lower.slice(start.length, lower.length - end.length));
};
