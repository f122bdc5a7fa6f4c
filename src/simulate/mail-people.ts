import { addressOf, countryOfPeople } from "./address-book.ts";
import { Chance } from "./chance.ts";
import type { Mailable, MailServer } from "./model.ts";
import { abroad } from "./networks.ts";

/** Who receives mail in these worlds, at which servers. Names under .example (RFC 2606) and `example` below a country's code. */

const server = (name: string, country: string): MailServer => ({ name, address: addressOf("mail", country, new Chance(0).fork(name)) });

interface MailDomain {
  readonly domain: string;
  readonly server: MailServer;
}

const at = (domain: string, country: string, name = `mx.${domain}`): MailDomain => ({ domain, server: server(name, country) });

/** What people in Japan use: the big free ones (their servers stand abroad), carriers, providers, companies. */
const domestic: readonly (readonly [MailDomain, number])[] = [
  [at("bigmail.example", "US", "in.mx.bigmail.example"), 34],
  [at("freemail.example", "JP"), 14],
  [at("carrier-d.example", "JP"), 10],
  [at("carrier-e.example", "JP"), 8],
  [at("carrier-s.example", "JP"), 8],
  [at("coolmail.example", "US", "coolmail-example.mail.protection.example"), 7],
  [at("cloudphone.example", "US", "mx01.mail.cloudphone.example"), 7],
  [at("provider-n.example", "JP"), 4],
  [at("provider-b.example", "JP"), 3],
  ...Array.from({ length: 30 }, (_, index) => [at(`company${index + 1}.example`, "JP"), 0.35] as const),
];

/** Whom spam goes to: a few big ones, and very many all over the world. */
const victims: readonly (readonly [MailDomain, number])[] = [
  [at("bigmail.example", "US", "in.mx.bigmail.example"), 22],
  [at("coolmail.example", "US", "coolmail-example.mail.protection.example"), 12],
  [at("worldmail.example", "US", "mta5.am0.worldmail.example"), 10],
  [at("post.example.ru", "RU", "mxs.post.example.ru"), 9],
  [at("web.example.de", "DE", "mx00.web.example.de"), 6],
  [at("libre.example.fr", "FR", "mx1.libre.example.fr"), 4],
  [at("virgilio.example.it", "IT"), 3],
  [at("wp.example.pl", "PL"), 3],
  [at("uol.example.br", "BR"), 3],
  ...abroad.map(({ country }) => [at(`mail.example.${country.toLowerCase()}`, country), 0.5] as const),
  ...Array.from(
    { length: 60 },
    (_, index) => [at(`firm${index + 1}.example`, abroad[index % abroad.length]?.country ?? "US"), 0.35] as const,
  ),
];

const families =
  "sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi saito shimizu".split(
    " ",
  );
const givenNames = "taro hanako kenji yuki akira mai naoki emi hiro sayaka ken miho daisuke aya shin rie".split(" ");
const foreignNames = "john maria ivan anna chen li carlos olga peter sofia ahmed nina robert julia max elena david laura viktor emma".split(
  " ",
);

const domesticName = (chance: Chance): string => {
  const family = chance.pick(families);
  const given = chance.pick(givenNames);
  return chance.pick([
    `${family}.${given}`,
    `${given}${chance.int([1, 999])}`,
    `${family}${given[0]}${chance.int([10, 99])}`,
    `${given}_${family}`,
  ]);
};

const foreignName = (chance: Chance): string =>
  chance.bool(0.3)
    ? chance.word(chance.int([6, 11]))
    : `${chance.pick(foreignNames)}.${chance.word(chance.int([4, 8]))}${chance.bool(0.5) ? chance.int([1, 99]) : ""}`;

/** `bounces` and `late` are shares of the addresses drawn. */
export interface Outcome {
  readonly bounces: number;
  readonly late: number;
}

const fateOf = ({ bounces, late }: Outcome, chance: Chance): Mailable["fate"] => {
  const drawn = chance.next();
  if (drawn < bounces) return "bounced";
  if (drawn < bounces + late) return "late";
  return drawn < bounces + late * 1.05 ? "expired" : "sent";
};

const draw = (domain: MailDomain, name: string, fate: Mailable["fate"]): Mailable => ({
  address: `${name}@${domain.domain}`,
  server: domain.server,
  fate,
});

const fewTypos: Outcome = { bounces: 0.015, late: 0.02 };

/** Somebody in Japan. */
export const domesticPerson = (chance: Chance, outcome = fewTypos): Mailable =>
  draw(chance.weighted(domestic), domesticName(chance), fateOf(outcome, chance));

/** Somebody abroad who means it: a customer, a correspondent. */
export const foreignPerson = (chance: Chance, outcome = fewTypos): Mailable => {
  if (chance.bool(0.6)) return draw((domestic[0] as (typeof domestic)[number])[0], foreignName(chance), fateOf(outcome, chance));
  const country = countryOfPeople(chance);
  return draw(at(`mail.example.${country.toLowerCase()}`, country), foreignName(chance), fateOf(outcome, chance));
};

/** An address from a spammer's list. */
export const victim = (chance: Chance, outcome: Outcome): Mailable =>
  draw(chance.weighted(victims), foreignName(chance), fateOf(outcome, chance));

/** An address whose mailbox is on the host itself. */
export const localPerson = (address: string): Mailable => ({ address, server: null, fate: "sent" });
