import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { dayMs, minuteMs } from "../../kit/time-units.ts";

const longestOpenMs = dayMs;

const shape = /^(\d{1,15})\.([0-9a-f]{16})\.([\w-]{43})$/;

const macOf = (key: Uint8Array, about: string, drawn: string): string =>
  createHmac("sha256", key)
    .update(JSON.stringify(["panel form", about, drawn]))
    .digest("base64url");

/** What a form carries so that only a page of ours can have made it, and so that it counts once. `about`: which page. */
export const sealForm = (key: Uint8Array, about: string, now: number): string => {
  const drawn = `${now}.${randomBytes(8).toString("hex")}`;
  return `${drawn}.${macOf(key, about, drawn)}`;
};

/** The seal's own id; null for one that is not ours, of another page, or older than a day. */
export const openSeal = (key: Uint8Array, about: string, given: { readonly seal: string; readonly now: number }): string | null => {
  const found = shape.exec(given.seal);
  if (found === null) return null;
  const [, at = "", salt = "", mac = ""] = found;
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, about, `${at}.${salt}`)))) return null;
  const age = given.now - Number(at);
  return age > longestOpenMs || age < -minuteMs ? null : `${at}.${salt}`;
};
