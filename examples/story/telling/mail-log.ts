import { postOfficeOf, server } from "./addresses.ts";
import { minute, syslogStamp } from "./clock.ts";
import { createDice } from "./dice.ts";
import type { Outcome } from "./outcomes.ts";
import { acceptLetter, deliver, type PostfixPen } from "./postfix-lines.ts";
import { longQueueId } from "./queue-id.ts";

/** Why a mail was sent; kept in the truth, never in the log. */
export type MailPurpose = "attack" | "form" | "order" | "newsletter" | "owner" | "incoming" | "neighbour";

/** How a mail got into the queue: by a program of an account, by a login, or from another server. */
export type Entry =
  | { readonly kind: "account"; readonly uid: number; readonly user: string }
  | { readonly kind: "login"; readonly mailbox: string; readonly client: string }
  | { readonly kind: "outside"; readonly sender: string; readonly clientName: string; readonly client: string };

/** One mail, from the moment it is handed in. */
export interface Letter {
  readonly at: number;
  readonly entry: Entry;
  readonly to: string;
  readonly bytes: number;
  readonly outcome: Outcome;
  readonly purpose: MailPurpose;
}

/** A mail as the queue knew it. */
export interface QueuedLetter extends Letter {
  readonly queueId: string;
}

/** The mail log of the server: letters go in any order, the text is in order of time. */
export interface MailLog {
  readonly add: (letter: Letter) => void;
  readonly letters: () => readonly QueuedLetter[];
  readonly text: () => string;
}

const senderOf = (entry: Entry): string => {
  if (entry.kind === "account") return `${entry.user}@${server.name}`;
  return entry.kind === "login" ? entry.mailbox : entry.sender;
};

const workers = ["qmgr", "pickup", "cleanup", "smtp", "lmtp", "bounce", "smtpd", "submission/smtpd"];

/** Workers are replaced after a while; the queue manager lives on. */
const pidOf = (program: string, at: number): number =>
  program === "qmgr" ? 1102 : 2000 + ((Math.floor(at / (90 * minute)) * 131 + workers.indexOf(program) * 7) % 29_000);

/** An empty log of Postfix, written by syslog with neither year nor zone. */
export const createMailLog = (): MailLog => {
  const dice = createDice("postfix");
  const lines: { readonly at: number; readonly text: string }[] = [];
  const letters: QueuedLetter[] = [];
  const write: PostfixPen["write"] = (at, program, text) =>
    void lines.push({ at, text: `${syslogStamp(at)} ${server.host} postfix/${program}[${pidOf(program, at)}]: ${text}\n` });
  const add = (letter: Letter): void => {
    const queueId = longQueueId(letter.at - 20, dice);
    const accepted = acceptLetter({ dice, write }, letter, queueId);
    const { to, outcome, bytes } = letter;
    const sender = senderOf(letter.entry);
    deliver({ dice, write }, { id: queueId, at: accepted, to, office: postOfficeOf(to), outcome, sender, bytes });
    letters.push({ ...letter, queueId });
  };
  const text = (): string =>
    lines
      .toSorted((a, b) => a.at - b.at)
      .map((line) => line.text)
      .join("");
  return { add, letters: () => letters.toSorted((a, b) => a.at - b.at), text };
};
