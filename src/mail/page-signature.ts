import { createHmac, timingSafeEqual } from "node:crypto";
import { dayMs } from "../kit/time-units.ts";

/** What a link to the customer's page stands for: one letter to one contact. */
export interface SignedLetter {
  readonly caseId: string;
  /** Id of the notice, and the language that the letter went out in. */
  readonly notice: string;
  readonly language: string;
  /** The letter's first addressee: a contact that is taken off the account takes the link along. */
  readonly address: string;
}

/** A link opens the page for so long after its notice; each notice brings a new one. */
const pageLinkDays = 14;

/** Whether the link of a notice that was decided at `at` still opens the page. Epoch ms. */
export const isLinkAlive = (at: number, now: number): boolean => now < at + pageLinkDays * dayMs;

const shape = /^[\w-]{43}$/;

/** HMAC-SHA256 in base64url: 43 signs, the same for the same letter, so that a letter that is sent twice is the same letter. */
export const pageSignature = (key: Uint8Array, { caseId, notice, language, address }: SignedLetter): string =>
  createHmac("sha256", key)
    .update(JSON.stringify(["customer's page", caseId, notice, language, address.toLowerCase()]))
    .digest("base64url");

/** Compares without telling by its time how much was right. */
export const isPageSignature = (key: Uint8Array, letter: SignedLetter, given: string): boolean =>
  shape.test(given) && timingSafeEqual(Buffer.from(pageSignature(key, letter)), Buffer.from(given));
