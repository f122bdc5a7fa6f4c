import type { Case } from "../domain/case/case.ts";
import { type Containment, isStanding } from "../domain/case/containment.ts";
import type { Mailbox } from "../ports/mailer.ts";
import { domainOf, isSameAddress, mailAddress } from "./mail-address.ts";

/** Somebody who may be told of a case. */
export interface NoticeContact extends Mailbox {
  /** BCP 47. */
  readonly language: string;
}

/** Why nobody can be told by mail. */
export type CallReason = "no-contact" | "no-fit-address" | "only-held-addresses";

/** Whom a notice goes to; none and a reason where a person has to call. */
export type NoticeRecipients =
  | { readonly kind: "mail"; readonly to: readonly NoticeContact[] }
  | { readonly kind: "call"; readonly reason: CallReason };

/** The mail domains that the account's own mail runs under: its sites and what else is served for it. */
export type AccountDomains = readonly string[];

/** Measures that hold mail of the whole account: mail to and within its own domains may wait with the rest. */
const holdsAccount = ({ measure }: Containment): boolean => measure === "hold-mail" || measure === "stop-mail" || measure === "cap-mail";

const isIn = (domain: string, domains: AccountDomains): boolean =>
  domains.some((own) => domain === own.toLowerCase() || domain.endsWith(`.${own.toLowerCase()}`));

const lockedMailboxes = ({ claim, containments }: Case): readonly string[] => [
  ...containments
    .filter((one) => isStanding(one) && one.measure === "lock-mailbox")
    .flatMap(({ target }) => (typeof target.mailbox === "string" ? [target.mailbox] : [])),
  // Whoever has its password reads what comes in, the signed link too, whether it is locked yet or not.
  ...(claim.cause.layer === "smtp-auth" && claim.cause.mailbox !== null ? [claim.cause.mailbox] : []),
];

/**
 * Whom a notice of this case goes to. A mailbox that strangers have the password of gets none. An address whose mail the case holds gets one
 * only beside another that it does not hold: nobody is told only where it may not arrive. Else a person has to call.
 */
export const recipientsFor = (found: Case, contacts: readonly NoticeContact[], own: AccountDomains): NoticeRecipients => {
  if (contacts.length === 0) return { kind: "call", reason: "no-contact" };
  const fit = contacts.filter(({ address }) => mailAddress(address) !== null);
  if (fit.length === 0) return { kind: "call", reason: "no-fit-address" };
  const locked = lockedMailboxes(found);
  const to = fit.filter(({ address }) => !locked.some((mailbox) => isSameAddress(mailbox, address)));
  const isHeld = found.containments.some((one) => isStanding(one) && holdsAccount(one));
  const isFree = ({ address }: NoticeContact): boolean => !isHeld || !isIn(domainOf(address), own);
  return to.some(isFree) ? { kind: "mail", to } : { kind: "call", reason: "only-held-addresses" };
};
