import type { Config } from "../config.ts";
import type { Reader } from "../desk/deliver-notice.ts";
import type { Case } from "../domain/case/case.ts";
import type { Notice } from "../domain/case/notice.ts";
import { OperationError } from "../domain/operation-error.ts";
import { isLinkAlive, isPageSignature, pageSignature } from "../mail/page-signature.ts";
import { accountOf, contactsOf } from "./desk-contacts.ts";
import { readersOf } from "./notice-readers.ts";
import { readSecret } from "./read-secret.ts";

const leastKeyBytes = 32;

/** The key that links and reply addresses are made with; null where the config names none. Throws `config-wrong` for one that can be guessed. */
export const linkKeyOf = ({ secrets }: Config): Uint8Array | null => {
  const given = readSecret(secrets.linkKey, process.env);
  if (given === null) return null;
  const key = Buffer.from(given);
  if (key.length < leastKeyBytes) throw new OperationError("config-wrong", "secrets.linkKey: the key has fewer than 32 bytes");
  return key;
};

/** How customers reach the desk, without the last slash; null where the config does not say. */
export const publicUrlOf = ({ web }: Config): string | null => web?.publicUrl?.replace(/\/+$/, "") ?? null;

/** The page on which a notice is checked without its link; null where the desk serves no customers. */
export const checkLinkOf = (config: Config): string | null => {
  const base = publicUrlOf(config);
  return base === null || linkKeyOf(config) === null ? null : `${base}/c/`;
};

/** The link in one letter; null without a key or a public address. */
export const pageLinkOf = (config: Config, one: Case, { notice, reader }: { readonly notice: Notice; readonly reader: Reader }) => {
  const [key, base] = [linkKeyOf(config), publicUrlOf(config)];
  if (key === null || base === null) return null;
  const { language, address } = reader;
  return `${base}/c/${one.id}/${pageSignature(key, { caseId: one.id, notice: notice.id, language, address })}`;
};

/** Those who may read the case now: a mailbox that strangers have the password of lost its links as well. */
const mayRead = (config: Config, one: Case): readonly Pick<Reader, "address" | "language">[] => {
  const readers = readersOf(config, one);
  if (readers.kind === "mail") return readers.to;
  const account = accountOf(config, one);
  return account === undefined || readers.reason !== "only-held-addresses" ? [] : contactsOf(account);
};

/** The letter that a signature belongs to; null for one that is wrong, too old, or whose reader is no contact any more. */
export const letterOfLink = (config: Config, one: Case, { signature, now }: { readonly signature: string; readonly now: number }) => {
  const key = linkKeyOf(config);
  if (key === null) return null;
  for (const { id: notice } of one.notices.filter(({ at }) => isLinkAlive(at, now)))
    for (const { language, address } of mayRead(config, one))
      if (isPageSignature(key, { caseId: one.id, notice, language, address }, signature))
        return { language, letter: `${notice}.${language}` };
  return null;
};
