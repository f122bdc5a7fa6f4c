import type { Config } from "../config.ts";
import type { Case } from "../domain/case/case.ts";
import type { NoticeContact } from "../mail/notice-recipients.ts";
import type { Mailbox } from "../ports/mailer.ts";

type Account = Config["accounts"][number];

/** `Abuse desk <abuse@host.example>`, which the config has checked. */
export const senderOf = (text: string): Mailbox => {
  const found = /^\s*(?:"?([^"<]*?)"?\s*<)?([^<>\s]+)>?\s*$/.exec(text);
  return { name: found?.[1]?.trim() || null, address: found?.[2] ?? text };
};

/** The account of a case, as the config knows it. */
export const accountOf = (config: Config, { claim }: Pick<Case, "claim">): Account | undefined =>
  config.accounts.find(({ name, host }) => name === claim.account && (host === undefined || host === claim.host));

/** Everybody who may be told of an account, the owner first. */
export const contactsOf = ({ owner, contacts }: Account): readonly NoticeContact[] =>
  [...(owner === undefined ? [] : [owner]), ...contacts].map(({ name, email, language = "ja" }) => ({
    name: name ?? null,
    address: email,
    language,
  }));
