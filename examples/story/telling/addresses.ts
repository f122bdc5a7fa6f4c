import type { Dice } from "./dice.ts";

/** The server of the story, and its own address, from which WordPress calls its own cron. */
export const server = { host: "sv1", name: "sv1.host.example", address: "203.0.113.10" } as const;

/** The owner's connection at home. */
export const ownerAddress = "198.51.100.7";

/** Where the payment provider's callbacks and Google's crawler come from. */
export const paymentAddresses = ["203.0.113.145", "203.0.113.146"] as const;
export const crawlerAddresses = ["203.0.113.130", "203.0.113.131", "203.0.113.134"] as const;

/** A customer in Britain who reads the blog, and a visitor from France who has an honest question. */
export const readerAbroad = "203.0.113.200";
export const askerAbroad = "203.0.113.226";

/** Addresses of programs that try every site on the net. */
export const scannerAddresses = ["203.0.113.241", "203.0.113.243", "203.0.113.246", "203.0.113.250"] as const;

/** Seven of ten visitors in Japan come over IPv6, each from a prefix of their own. */
export const visitorInJapan = (dice: Dice): string =>
  dice.chance(0.3)
    ? `198.51.100.${dice.between(20, 250)}`
    : `2001:db8:1${dice.text(3, "0123456789abcdef")}:${dice.between(1, 9999)}::${dice.between(1, 9999)}`;

/** IPv6 networks abroad; sekisho.yaml says which country each one is in. */
const networksAbroad = ["a0", "a1", "a2", "a3"] as const;

/** `count` different addresses abroad, none of them in `taken`: two thirds out of 192.0.2.0/24, the rest IPv6. */
export const addressesAbroad = (dice: Dice, count: number, taken: readonly string[]): readonly string[] => {
  const chosen = new Set<string>();
  while (chosen.size < count) {
    const address = dice.chance(0.66)
      ? `192.0.2.${dice.between(2, 253)}`
      : `2001:db8:${dice.pick(networksAbroad)}${dice.between(10, 99)}:${dice.between(1, 999)}::${dice.between(2, 99)}`;
    if (!taken.includes(address)) chosen.add(address);
  }
  return [...chosen];
};

/** Who takes mail for a domain: another server, this server's own mailboxes, or nobody. */
export type PostOffice =
  | { readonly kind: "relay"; readonly name: string; readonly address: string }
  | { readonly kind: "mailbox" }
  | { readonly kind: "none" };

const relay = (domain: string, address: string): [string, PostOffice] => [domain, { kind: "relay", name: `mx1.${domain}`, address }];

/** Mail domains of customers in Japan. */
export const domesticDomains = ["hikari-net.example", "keitai.example", "sakura-mail.example", "tanaka-shoten.example"] as const;

/** Mail domains abroad that exist, with mail servers abroad. */
export const foreignDomains = [
  "postbox-us.example",
  "pochta-ru.example",
  "boite-fr.example",
  "briefkasten-de.example",
  "poczta-pl.example",
  "inbox-in.example",
] as const;

/** Made-up mail domains that nobody has. */
export const deadDomains = ["oldmail-biz.example", "qzxw.test"] as const;

const offices = new Map<string, PostOffice>([
  ["shop.example", { kind: "mailbox" }],
  [server.name, { kind: "mailbox" }],
  relay("hikari-net.example", "203.0.113.21"),
  relay("keitai.example", "203.0.113.22"),
  relay("sakura-mail.example", "203.0.113.23"),
  relay("tanaka-shoten.example", "203.0.113.24"),
  relay("postbox-us.example", "203.0.113.161"),
  relay("pochta-ru.example", "203.0.113.165"),
  relay("boite-fr.example", "203.0.113.169"),
  relay("briefkasten-de.example", "203.0.113.173"),
  relay("poczta-pl.example", "203.0.113.177"),
  relay("inbox-in.example", "203.0.113.181"),
]);

/** The post office of an address. */
export const postOfficeOf = (address: string): PostOffice => offices.get(address.slice(address.lastIndexOf("@") + 1)) ?? { kind: "none" };
