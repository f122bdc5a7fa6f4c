import type { Dice } from "./dice.ts";
import type { Letter, MailLog, MailPurpose } from "./mail-log.ts";
import type { Outcome } from "./outcomes.ts";
import type { WebLog, WebRequest } from "./web-log.ts";

/** What every scene writes into, and the dice it throws. */
export interface Scene {
  readonly web: WebLog;
  readonly mail: MailLog;
  readonly dice: Dice;
}

/** The shop's pages, its form, and the address that the form writes to. */
export const shop = { url: "https://shop.example", formPage: "/contact/", inbox: "info@shop.example", uid: 10123, user: "u10123" } as const;

/** Where Contact Form 7 takes form 6 from pages with JavaScript. */
export const formRoute = "/wp-json/contact-form-7/v1/contact-forms/6/feedback";

/** What the page and the route answer once the mail is on its way: always as many bytes. */
export const formAnswer = { pageBytes: 147_152, routeBytes: 447 } as const;

/** A mail that the account's own PHP hands in. */
export const accountLetter = (at: number, mail: { to: string; bytes: number; purpose: MailPurpose; outcome?: Outcome }): Letter => ({
  at,
  entry: { kind: "account", uid: shop.uid, user: shop.user },
  to: mail.to,
  bytes: mail.bytes,
  outcome: mail.outcome ?? "sent",
  purpose: mail.purpose,
});

/** The two mails of a form that was filled in: a copy to the owner, then the automatic answer to whoever was named as sender. */
export const sendFormMails = (
  { mail, dice }: Scene,
  posted: number,
  answer: { to: string; purpose: "form" | "attack"; outcome?: Outcome },
): number => {
  const copied = posted + dice.between(350, 950);
  const answered = copied + dice.between(90, 380);
  mail.add(accountLetter(copied, { to: shop.inbox, bytes: dice.between(1840, 2260), purpose: answer.purpose }));
  mail.add(accountLetter(answered, { ...answer, bytes: dice.between(2631, 2652) }));
  return answered;
};

/** A request with what most have in common filled in. */
export const request = (
  given: Pick<WebRequest, "at" | "source" | "target" | "userAgent" | "purpose"> & Partial<WebRequest>,
): WebRequest => ({
  tookMs: 180,
  method: "GET",
  status: 200,
  bytes: 20_000,
  referer: "-",
  ...given,
});

const letters = "abcdefghijklmnopqrstuvwxyz";

/** A made-up address at one of the domains. */
export const addressAt = (dice: Dice, domains: readonly string[]): string =>
  `${dice.text(dice.between(4, 8), letters)}${dice.chance(0.5) ? "." : ""}${dice.text(dice.between(2, 5), letters)}${dice.chance(0.6) ? dice.between(1, 99) : ""}@${dice.pick(domains)}`;
