import { OperationError } from "../../../domain/operation-error.ts";
import type { Imposition } from "../../../ports/enforcer.ts";
import type { PostfixAccount } from "./postfix-config.ts";

/** The measures that Postfix can carry out, narrow to wide. */
export const postfixMeasures = ["lock-mailbox", "cap-mail", "hold-mail", "stop-mail"] as const;

const patterns = {
  id: /^[A-Za-z0-9._-]{1,64}$/,
  account: /^[a-z_][a-z0-9_-]{0,31}$/,
  // Stands as a key in a map: no blank, no #, no quote, nothing that a pattern would read as its own.
  mailbox: /^[a-z0-9_][a-z0-9._+=-]{0,63}(?:@[a-z0-9-]+(?:\.[a-z0-9-]+)+)?$/,
} as const;

/** What reaches a file of Postfix is one of these closed forms; anything else is refused here. */
const checked = (field: keyof typeof patterns, value: unknown): string => {
  if (typeof value === "string" && value.length <= 254 && patterns[field].test(value)) return value;
  throw new OperationError("target-wrong", `${field} ${JSON.stringify(value)}: not of the form ${patterns[field].source}`);
};

/** What is wanted of Postfix about one account or mailbox. */
export type Wanted = { readonly id: string; readonly caseId: string } & (
  | { readonly kind: "stop"; readonly account: PostfixAccount }
  | { readonly kind: "hold"; readonly account: PostfixAccount }
  | { readonly kind: "cap"; readonly account: PostfixAccount; readonly perHour: number }
  | { readonly kind: "lock"; readonly mailbox: string }
);

/** Of one kind. */
export type WantedOf<Kind extends Wanted["kind"]> = Extract<Wanted, { readonly kind: Kind }>;

const perHourOf = (value: unknown): number => {
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 1_000_000) return value;
  throw new OperationError("target-wrong", `perHour ${JSON.stringify(value)}: a whole number from 1 to 1000000`);
};

/** Whether a SASL login is one of this server's: a system user, or a mailbox under a domain of one. */
const isOurs = (accounts: readonly PostfixAccount[], mailbox: string): boolean => {
  const domain = mailbox.slice(mailbox.indexOf("@") + 1);
  return accounts.some(({ name, domains }) => name === mailbox || domains.includes(domain));
};

/** Throws "target-wrong" where the imposition is not about an account or a mailbox of this server. */
export const wantedOf = (accounts: readonly PostfixAccount[], { id, caseId, measure, target }: Imposition): Wanted => {
  const base = { id: checked("id", id), caseId: checked("id", caseId) };
  if (measure === "lock-mailbox") {
    const mailbox = checked("mailbox", target.mailbox);
    if (!isOurs(accounts, mailbox)) throw new OperationError("target-wrong", `mailbox ${mailbox}: no mailbox of this server`);
    return { kind: "lock", ...base, mailbox };
  }
  const name = checked("account", target.account);
  const account = accounts.find((one) => one.name === name);
  if (account === undefined) throw new OperationError("target-wrong", `account ${name}: no account of this server`);
  if (measure === "cap-mail") return { kind: "cap", ...base, account, perHour: perHourOf(target.perHour) };
  if (measure === "stop-mail") return { kind: "stop", ...base, account };
  if (measure === "hold-mail") return { kind: "hold", ...base, account };
  throw new OperationError("target-wrong", `measure ${measure}: not one that Postfix carries out`);
};
