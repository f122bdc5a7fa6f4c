import type { Config } from "../config.ts";
import type { Readers } from "../desk/deliver-notice.ts";
import type { Case } from "../domain/case/case.ts";
import { recipientsFor } from "../mail/notice-recipients.ts";
import { accountOf, contactsOf } from "./desk-contacts.ts";

/** Whom a notice of this case goes to by the config, or why a person has to call. */
export const readersOf = (config: Config, one: Case): Readers => {
  const account = accountOf(config, one);
  if (account === undefined) return { kind: "call", reason: "no-contact" };
  const domains = account.sites.flatMap(({ domain, aliases }) => [domain, ...aliases]);
  return recipientsFor(one, contactsOf(account), domains);
};
