import { createHmac, timingSafeEqual } from "node:crypto";
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

/** 80 bits: nobody has that many tries by mail. More would not fit: an address has 64 characters before its `@`. */
const sealBytes = 10;

const sealOf = (noticeId: string, key: Uint8Array): Buffer =>
  createHmac("sha256", key).update(`return path ${noticeId}`).digest().subarray(0, sealBytes);

/**
 * The return path of one notice, so that a bounce tells which notice it is about: `bounces@host.example` becomes
 * `bounces+<notice>.<seal>@host.example`. Only the mail servers on the way see it, so that who knows the seal had the notice in hands. Null
 * where no plain address comes of it; without the seal where that alone makes it too long, which then brings no bounce back.
 */
export const noticeReturnPath = (noticeId: string, base: string, key: Uint8Array): string | null => {
  const at = base.lastIndexOf("@");
  const local = `${base.slice(0, at)}+${encoded(noticeId)}`;
  return mailAddress(`${local}.${sealOf(noticeId, key).toString("hex")}${base.slice(at)}`) ?? mailAddress(`${local}${base.slice(at)}`);
};

/** The notice that an address is the return path of. `isSealed`: we made it; otherwise anybody could have, as before there were seals. */
export interface ReturnedNotice {
  readonly notice: string;
  readonly isSealed: boolean;
}

/** The notice that a bounce to this address is about; null where it is none of ours, or carries a seal that is not. */
export const noticeOfReturnPath = (address: string, base: string, key: Uint8Array): ReturnedNotice | null => {
  const at = base.lastIndexOf("@");
  const [start, end] = [`${base.slice(0, at)}+`.toLowerCase(), base.slice(at).toLowerCase()];
  const lower = address.toLowerCase();
  if (!lower.startsWith(start) || !lower.endsWith(end) || lower.length <= start.length + end.length) return null;
  const [, id = "", seal] = /^([^.]+)(?:\.([0-9a-f]{20}))?$/.exec(lower.slice(start.length, lower.length - end.length)) ?? [];
  const notice = decoded(id);
  if (notice === null) return null;
  if (seal === undefined) return { notice, isSealed: false };
  return timingSafeEqual(Buffer.from(seal, "hex"), sealOf(notice, key)) ? { notice, isSealed: true } : null;
};
