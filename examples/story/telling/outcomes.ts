import type { PostOffice } from "./addresses.ts";
import type { Dice } from "./dice.ts";

/** What becomes of a mail in the end, or on the way there. */
export type Outcome = "sent" | "unknown-user" | "taken-for-spam" | "greylisted" | "unreachable";

/** One try to deliver a mail, as Postfix logs it. */
export interface Attempt {
  readonly tookMs: number;
  readonly relay: string;
  readonly dsn: string;
  readonly status: "sent" | "bounced" | "deferred";
  readonly reply: string;
}

/** Whether a mail to this post office comes back. */
export const comesBack = (outcome: Outcome, office: PostOffice): boolean =>
  office.kind === "none" || outcome === "unknown-user" || outcome === "taken-for-spam";

interface Mail {
  readonly to: string;
  readonly office: PostOffice;
  readonly outcome: Outcome;
}

const noSuchDomain = (to: string, dice: Dice): Attempt => {
  const domain = to.slice(to.lastIndexOf("@") + 1);
  const reply = `Host or domain name not found. Name service error for name=${domain} type=MX: Host not found`;
  return { tookMs: dice.between(40, 300), relay: "none", dsn: "5.4.4", status: "bounced", reply };
};

/** The tries of one mail, in order; the last one may still be put off when the log ends. */
export const deliveryAttempts = ({ to, office, outcome }: Mail, dice: Dice): readonly Attempt[] => {
  if (office.kind !== "relay") return [noSuchDomain(to, dice)];
  const said = `host ${office.name}[${office.address}] said:`;
  const relay = `${office.name}[${office.address}]:25`;
  const quick = dice.between(500, 2600);
  const sent: Attempt = {
    tookMs: quick,
    relay,
    dsn: "2.0.0",
    status: "sent",
    reply: `250 2.0.0 Ok: queued as ${dice.text(10, "0123456789ABCDEF")}`,
  };
  if (outcome === "sent") return [sent];
  if (outcome === "greylisted") {
    const reply = `${said} 450 4.2.0 <${to}>: Recipient address rejected: Greylisted, come back in 300 seconds (in reply to RCPT TO command)`;
    return [{ tookMs: quick, relay, dsn: "4.2.0", status: "deferred", reply }, sent];
  }
  if (outcome === "unreachable") {
    const reply = `connect to ${office.name}[${office.address}]:25: Connection timed out`;
    const late: Attempt = { tookMs: 30_050, relay: "none", dsn: "4.4.1", status: "deferred", reply };
    return [late, late, late, late];
  }
  const isUnknown = outcome === "unknown-user";
  const reply = isUnknown
    ? `${said} 550 5.1.1 <${to}>: Recipient address rejected: User unknown (in reply to RCPT TO command)`
    : `${said} 550 5.7.1 Message refused as likely spam (in reply to end of DATA command)`;
  return [{ tookMs: quick, relay, dsn: isUnknown ? "5.1.1" : "5.7.1", status: "bounced", reply }];
};
