import type { Chance } from "../chance.ts";
import type { Host, Letter, Mailable } from "../model.ts";

/** What both mail servers' writers share. */

/** A letter on its way through the log. */
export interface LetterRecord {
  readonly letter: Letter;
  readonly queueId: string;
  readonly messageId: string;
}

/** Takes a line without its stamp. `arrival` marks the line that tells whose letter it is. */
export type AddLine = (at: number, text: string, arrival?: LetterRecord) => void;

export interface MailWriting {
  readonly host: Host;
  readonly chance: Chance;
  readonly add: AddLine;
  readonly nextId: (at: number) => string;
}

export interface Attempt {
  readonly at: number;
  readonly outcome: "sent" | "bounced" | "deferred";
}

const minute = 60_000;
const day = 1440 * minute;

/** Seconds from being handed in to each try; a temporary failure is tried again later and later. */
export const attemptsFor = (recipient: Mailable, at: number, chance: Chance): Attempt[] => {
  const first = at + Math.floor(chance.logNormal(900, 0.7));
  if (recipient.fate === "sent") return [{ at: first, outcome: "sent" }];
  if (recipient.fate === "bounced") return [{ at: first, outcome: "bounced" }];
  const tries: Attempt[] = [{ at: first, outcome: "deferred" }];
  let next = first + chance.int([5, 17]) * minute;
  const failures = recipient.fate === "late" ? chance.int([0, 2]) : 8;
  for (let left = failures; left > 0; left--) {
    tries.push({ at: next, outcome: "deferred" });
    next += (next - first) * chance.float([0.8, 1.4]);
  }
  return recipient.fate === "late" ? [...tries, { at: next, outcome: "sent" }] : tries;
};

/** After five days a mail server gives up. */
export const givesUpAfterMs = 5 * day;

export const refusals: readonly (readonly [string, string])[] = [
  ["5.1.1", "550 5.1.1 <%>: Recipient address rejected: User unknown in virtual mailbox table"],
  [
    "5.1.1",
    "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos",
  ],
  ["5.0.0", "550 No such user here"],
  ["5.7.1", "554 5.7.1 Message rejected due to unacceptable content"],
  ["5.2.1", "550 5.2.1 The user you are trying to contact is disabled"],
];

export const delays: readonly (readonly [string, string])[] = [
  ["4.2.0", "450 4.2.0 <%>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/"],
  ["4.7.0", "421 4.7.0 Try again later, closing connection"],
  ["4.2.2", "452 4.2.2 Mailbox full"],
];

/** The name that an address has by reverse lookup, where it has one. */
export const reverseName = (address: string): string => {
  if (address.includes(":")) return "unknown";
  const [, , c = "0", d = "0"] = address.split(".");
  return (Number(c) * 31 + Number(d)) % 3 === 0 ? "unknown" : `p${c}${d}-ip${address.split(".")[1]}.access.example`;
};
