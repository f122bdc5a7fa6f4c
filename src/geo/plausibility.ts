import { findIpv4Piece, findIpv6Piece } from "../kit/address-map.ts";
import { parseAddress } from "../kit/ip-address.ts";
import { type AddressMaps, countryCode, type GeoSource } from "./geo-source.ts";

/** What a file must show before its answers are believed. */
export interface GeoLimits {
  readonly minNetworks: number;
  /** Different countries in a file that tells countries. */
  readonly minCountries: number;
  /** Share of the known addresses that may be placed wrongly or not at all, 0 to 1. */
  readonly maxWrongShare: number;
}

/** Limits for files that cover the world; the smallest bundled one has 400,859 networks and 239 countries. */
export const defaultGeoLimits: GeoLimits = { minNetworks: 1000, minCountries: 50, maxWrongShare: 0.1 };

/**
 * Addresses that have been in one country for decades: root servers, registries, universities, national carriers.
 * Both bundled files, built 17 June 2026 from different data, agree on every one.
 */
const knownAddresses: Readonly<Record<string, string>> = {
  AU: "128.250.0.1 139.130.4.4 2001:388::1",
  BE: "130.104.0.1",
  BR: "200.160.2.3 143.106.0.1 2001:12f0::1 2804:14c::1",
  CA: "128.100.0.1 132.204.0.1 2001:410::1",
  CH: "129.132.0.1 130.59.0.1 2001:620::1",
  CN: "202.112.0.1 166.111.0.1 240e::1",
  CZ: "147.32.0.1",
  DE: "141.30.0.1 134.76.0.1 91.0.0.1 2001:638::1 2003::1",
  EG: "41.32.0.1",
  ES: "147.83.0.1",
  FI: "128.214.0.1",
  FR: "193.51.0.1 90.0.0.1 2a01:e00::1",
  GB: "131.111.0.1 129.67.0.1 212.58.224.1 2001:630::1",
  HK: "147.8.0.1",
  ID: "202.134.0.155",
  IL: "132.66.0.1",
  IN: "117.192.0.1 59.144.0.1",
  IT: "131.114.0.1 193.204.0.1",
  JP: "202.12.27.33 133.242.0.1 157.7.107.1 130.69.0.1 133.11.0.1 131.112.0.1 126.0.0.1 219.94.128.1 163.43.0.1 2001:dc2::1 240b:10::1 2404:7a80::1",
  KR: "168.126.63.1 147.46.0.1",
  MX: "132.248.0.1",
  NG: "105.112.0.1",
  NL: "193.0.0.1 193.0.6.139 145.97.0.1 2001:67c:2e8::1 2001:610::1",
  NO: "129.240.0.1",
  NZ: "130.216.0.1",
  PL: "148.81.0.1",
  SG: "137.132.0.1",
  TH: "202.28.0.1",
  TR: "193.140.0.1",
  TW: "168.95.1.1 140.112.0.1",
  US: "8.8.8.8 4.2.2.1 18.0.0.1 128.32.0.1 171.64.0.1 17.0.0.1 2001:4860:4860::8888 2607:f8b0::1 2600:1700::1",
  UY: "200.7.84.1",
  VN: "203.113.128.1",
  ZA: "41.0.0.1 196.25.1.1 146.141.0.1",
};

interface KnownAddress {
  readonly text: string;
  readonly country: string;
}

const known: readonly KnownAddress[] = Object.entries(knownAddresses).flatMap(([country, texts]) =>
  texts.split(" ").map((text) => ({ text, country })),
);

/** Null where the file holds no address of that family at all. */
const placedIn = (maps: AddressMaps, text: string): number | null => {
  const address = parseAddress(text);
  if (address === null) throw new RangeError(`not an address: ${text}`);
  if (address.family === 4)
    return maps.ipv4.values.length === 1 ? null : (maps.ipv4.values[findIpv4Piece(maps.ipv4.keys, address.value)] as number);
  return maps.ipv6.values.length === 1
    ? null
    : (maps.ipv6.values[findIpv6Piece(maps.ipv6.keys, Uint32Array.from(address.words))] as number);
};

const countCountries = ({ ipv4, ipv6 }: AddressMaps): number => {
  const seen = new Set<number>();
  for (const { values } of [ipv4, ipv6]) for (const value of values) if (value !== 0) seen.add(value);
  return seen.size;
};

const checkKnown = (maps: AddressMaps, maxWrongShare: number): void => {
  const answers = known.map((address) => ({ ...address, answer: placedIn(maps, address.text) })).filter(({ answer }) => answer !== null);
  const wrong = answers.filter(({ country, answer }) => answer === 0 || answer === null || countryCode(answer) !== country);
  const [example] = wrong;
  if (example === undefined || wrong.length <= answers.length * maxWrongShare) return;
  const told = example.answer === 0 || example.answer === null ? "nowhere" : `in ${countryCode(example.answer)}`;
  throw new RangeError(
    `it places ${wrong.length} of ${answers.length} well-known addresses wrongly, for example ${example.text} ${told} instead of in ${example.country}`,
  );
};

/** Throws RangeError that says why the file cannot be believed. */
export const checkPlausible = (source: GeoSource, limits: GeoLimits): void => {
  if (source.entries < limits.minNetworks)
    throw new RangeError(`it has only ${source.entries} networks (at least ${limits.minNetworks} are expected)`);
  if (source.countries === null) return;
  const countries = countCountries(source.countries);
  if (countries < limits.minCountries)
    throw new RangeError(`it knows only ${countries} countries (at least ${limits.minCountries} are expected)`);
  checkKnown(source.countries, limits.maxWrongShare);
};
