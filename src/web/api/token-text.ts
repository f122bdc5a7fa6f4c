import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { isTokenValid, type Token } from "../../domain/access/token.ts";
import type { TokenStore } from "../../ports/token-store.ts";

const idBytes = 8;

/** 256 bits: a digest of so much chance needs no salt and no slow hash. */
const secretBytes = 32;

/** `sekisho_<id>_<secret>`: a prefix that secret scanners can look for, an id to find the row by, the secret. */
const tokenShape = /^sekisho_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** A new token: the text is shown once, the digest is kept. */
export const makeTokenText = (): { readonly id: string; readonly text: string; readonly digest: string } => {
  const id = randomBytes(idBytes).toString("hex");
  const secret = randomBytes(secretBytes).toString("base64url");
  return { id, text: `sekisho_${id}_${secret}`, digest: digestOf(secret) };
};

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a, "hex"), Buffer.from(b, "hex")];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The token that a text opens with, or null: unknown, wrong, over or revoked, which nobody is told apart. */
export const findToken = async (tokens: TokenStore, text: string, now: number): Promise<Token | null> => {
  const [, id, secret] = tokenShape.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  const found = await tokens.byId(id);
  // Compared even where nothing was found, so that the time tells no id apart.
  const fits = isSame(digestOf(secret), found?.digest ?? digestOf(""));
  return found !== null && fits && isTokenValid(found.token, now) ? found.token : null;
};
