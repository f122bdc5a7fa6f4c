import type { Chance } from "./chance.ts";
import { abroad, type Network, type NetworkUse, networks } from "./networks.ts";

/** Draws addresses and remembers whose they are. */

const key = (use: NetworkUse, country: string): string => `${use} ${country}`;

const byUse = new Map<string, (readonly [Network, number])[]>();
for (const network of networks) {
  for (const name of [key(network.use, network.country), key(network.use, "*")]) {
    byUse.set(name, [...(byUse.get(name) ?? []), [network, network.weight]]);
  }
}

const dotted = (value: number): string =>
  `${Math.floor(value / 2 ** 24)}.${Math.floor(value / 65_536) % 256}.${Math.floor(value / 256) % 256}.${value % 256}`;

/** A subscriber's IPv6 address: a /64 of the network, and an interface id as privacy extensions make it. */
const v6Address = (prefix: string, chance: Chance): string => {
  const group = (): string => chance.int([4096, 65_535]).toString(16);
  return `${prefix}:${group()}:${group()}:${group()}:${group()}:${group()}`;
};

const addressIn = (network: Network, chance: Chance): string =>
  typeof network.base === "string" ? v6Address(network.base, chance) : dotted(network.base + chance.int([1, network.count - 2]));

/** An address of that use; `country` as ISO code, or "*" for any. */
export const addressOf = (use: NetworkUse, country: string, chance: Chance): string => {
  const list = byUse.get(key(use, country)) ?? byUse.get(key(use, "*"));
  if (list === undefined) throw new Error(`no network for ${use} in ${country}`);
  return addressIn(chance.weighted(list), chance);
};

const byPeople = abroad.map(({ country, people }) => [country, people] as const);
const byAttackers = abroad.map(({ country, attackers }) => [country, attackers] as const);

export const countryOfPeople = (chance: Chance): string => chance.weighted(byPeople);
export const countryOfAttackers = (chance: Chance): string => chance.weighted(byAttackers);

/** Somebody at home, at work or on the road in Japan. */
export const domesticVisitor = (chance: Chance): string =>
  addressOf(chance.weighted([["home", 60] as const, ["mobile", 30] as const, ["office", 10] as const]), "JP", chance);

export const foreignVisitor = (chance: Chance): string => addressOf("home", countryOfPeople(chance), chance);

const v4Countries = new Map<number, string>();
const v6Countries = new Map<string, string>();
for (const network of networks) {
  const country = network.use === "cdn-known" ? "" : network.country;
  if (typeof network.base === "string") v6Countries.set(network.base, country);
  else for (let block = 0; block < Math.max(1, network.count / 256); block++) v4Countries.set(network.base / 256 + block, country);
}

/** ISO code of an address's place as the geo overrides give it; empty for delivery networks that the operator lists, and for the rest. */
export const countryOf = (address: string): string => {
  if (address.includes(":")) return v6Countries.get(address.split(":").slice(0, 3).join(":")) ?? "";
  const [a = 0, b = 0, c = 0] = address.split(".").map(Number);
  return v4Countries.get((a * 256 + b) * 256 + c) ?? "";
};
