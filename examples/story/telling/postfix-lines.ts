import { type PostOffice, server } from "./addresses.ts";
import { minute } from "./clock.ts";
import type { Dice } from "./dice.ts";
import type { Letter } from "./mail-log.ts";
import { type Attempt, deliveryAttempts, type Outcome } from "./outcomes.ts";
import { longQueueId } from "./queue-id.ts";

/** Writes lines of the programs of Postfix; `program` without `postfix/`. */
export interface PostfixPen {
  readonly dice: Dice;
  readonly write: (at: number, program: string, text: string) => void;
}

/** A mail in the queue on its way out. An empty sender marks a notice of failure. */
export interface Delivery {
  readonly id: string;
  readonly at: number;
  readonly to: string;
  readonly office: PostOffice;
  readonly outcome: Outcome;
  readonly sender: string;
  readonly bytes: number;
}

const idChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const handIn = ({ write }: PostfixPen, { at, entry }: Letter, id: string): void => {
  if (entry.kind === "account") return write(at, "pickup", `${id}: uid=${entry.uid} from=<${entry.user}>`);
  const isLogin = entry.kind === "login";
  const [program, client] = isLogin ? ["submission/smtpd", `unknown[${entry.client}]`] : ["smtpd", `${entry.clientName}[${entry.client}]`];
  const login = isLogin ? `, sasl_method=PLAIN, sasl_username=${entry.mailbox}` : "";
  const commands = isLogin ? "auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8" : "mail=1 rcpt=1 data=1 quit=1 commands=7";
  write(at - 400, program, `connect from ${client}`);
  write(at, program, `${id}: client=${client}${login}`);
  write(at + 700, program, `disconnect from ${client} ehlo=2 starttls=1 ${commands}`);
};

const messageDomain = ({ entry, purpose }: Letter): string => {
  if (entry.kind === "outside") return entry.clientName;
  return purpose === "neighbour" ? "neighbour.example" : "shop.example";
};

/** The lines from handing in to the queue; returns the moment at which the queue manager takes the mail up. */
export const acceptLetter = (pen: PostfixPen, letter: Letter, id: string): number => {
  handIn(pen, letter, id);
  const cleaned = letter.at + pen.dice.between(5, 40);
  pen.write(cleaned, "cleanup", `${id}: message-id=<${pen.dice.text(41, idChars)}@${messageDomain(letter)}>`);
  return cleaned + pen.dice.between(3, 30);
};

const activate = ({ write }: PostfixPen, { id, sender, bytes }: Delivery, at: number): void =>
  write(at, "qmgr", `${id}: from=<${sender}>, size=${bytes}, nrcpt=1 (queue active)`);

/** The mail that tells a sender of a failure: it has no pickup line and an empty sender. */
const notify = (pen: PostfixPen, failed: Delivery, at: number): void => {
  const id = longQueueId(at, pen.dice);
  pen.write(at, "cleanup", `${id}: message-id=<${Math.floor(at / 1000)}.${id}@${server.name}>`);
  pen.write(at + 2, "bounce", `${failed.id}: sender non-delivery notification: ${id}`);
  deliver(pen, { id, at: at + 4, to: failed.sender, office: { kind: "mailbox" }, outcome: "sent", sender: "", bytes: failed.bytes + 2290 });
};

const deliverHere = (pen: PostfixPen, { id, to, at }: Delivery): void => {
  const { dice, write } = pen;
  const took = dice.between(20, 90);
  const delays = `delay=${(took / 1000).toFixed(2)}, delays=0.01/0/0/${((took - 10) / 1000).toFixed(2)}, dsn=2.0.0`;
  const receipt = `250 2.0.0 <${to}> ${dice.text(22, idChars)} Saved`;
  write(at + took, "lmtp", `${id}: to=<${to}>, relay=${server.name}[private/dovecot-lmtp], ${delays}, status=sent (${receipt})`);
  write(at + took + 12, "qmgr", `${id}: removed`);
};

const attemptText = ({ id, to, at }: Delivery, { relay, tookMs, dsn, status, reply }: Attempt, done: number): string => {
  const waited = ((done - at) / 1000 + 0.06).toFixed(done - at > 10_000 ? 0 : 1);
  const half = (tookMs / 2000).toFixed(2);
  return `${id}: to=<${to}>, relay=${relay}, delay=${waited}, delays=0.05/0.01/${half}/${half}, dsn=${dsn}, status=${status} (${reply})`;
};

/** Each try but the last is put off; Postfix comes back after five minutes, then ten, twenty and forty. */
const deliverAway = (pen: PostfixPen, delivery: Delivery): void => {
  let { at } = delivery;
  for (const [index, attempt] of deliveryAttempts(delivery, pen.dice).entries()) {
    if (index > 0) activate(pen, delivery, at);
    const done = at + attempt.tookMs;
    pen.write(done, "smtp", attemptText(delivery, attempt, done));
    if (attempt.status === "bounced" && delivery.sender !== "") notify(pen, delivery, done + 3);
    if (attempt.status !== "deferred") pen.write(done + 12, "qmgr", `${delivery.id}: removed`);
    at = done + 2 ** index * 5 * minute + pen.dice.between(1, 200) * 1000;
  }
};

/** The lines from the active queue to the end of the mail, or to its last try. */
export const deliver = (pen: PostfixPen, delivery: Delivery): void => {
  activate(pen, delivery, delivery.at);
  if (delivery.office.kind === "mailbox") deliverHere(pen, delivery);
  else deliverAway(pen, delivery);
};
