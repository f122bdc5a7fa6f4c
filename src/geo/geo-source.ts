import { type AddressMap, mapAddressValues } from "../kit/address-map.ts";
import type { Mmdb } from "./mmdb.ts";

/** What one file says: countries, networks, or both. */
export interface GeoSource {
  /** Epoch ms at which the publisher built it. */
  readonly builtAt: number;
  /** Values are {@link countryNumber}s; null when the file tells no country. */
  readonly countries: AddressMaps | null;
  /** Values are autonomous system numbers; null when the file tells no network. */
  readonly networks: AddressMaps | null;
  /** Entries in the file, before neighbours are joined. */
  readonly entries: number;
}

export interface AddressMaps {
  readonly ipv4: AddressMap;
  readonly ipv6: AddressMap;
}

/** AP and EU stand for "somewhere there", ZZ and XX for nobody: none is a country that a visitor can be from. */
const notCountries = new Set(["AP", "EU", "ZZ", "XX"]);

/** ISO 3166-1 alpha-2 in upper case as a number, 1 to 676; 0 for what is not the code of a country. */
const countryNumber = (code: string): number =>
  /^[A-Z]{2}$/.test(code) && !notCountries.has(code) ? (code.charCodeAt(0) - 65) * 26 + (code.charCodeAt(1) - 65) + 1 : 0;

/** The code back from its {@link countryNumber}. */
export const countryCode = (number: number): string => String.fromCharCode(65 + Math.floor((number - 1) / 26), 65 + ((number - 1) % 26));

const fieldOf = (record: unknown, key: string): unknown => (record instanceof Map ? record.get(key) : undefined);

/** The two-letter code wherever the usual publishers put it: plain, or as `iso_code` in a map. */
const countryOf = (record: unknown): number => {
  const places = [
    fieldOf(record, "country_code"),
    fieldOf(fieldOf(record, "country"), "iso_code"),
    fieldOf(record, "country"),
    fieldOf(fieldOf(record, "registered_country"), "iso_code"),
  ];
  const code = places.find((place) => typeof place === "string");
  return typeof code === "string" ? countryNumber(code.toUpperCase()) : 0;
};

const largestNetwork = 0xffffffff;

/** The AS number: `autonomous_system_number` as a number, or `asn` as `AS64496`. */
const networkOf = (record: unknown): number => {
  const number = fieldOf(record, "autonomous_system_number") ?? fieldOf(record, "asn");
  const value = typeof number === "string" ? Number(/^(?:AS)?(\d{1,10})$/i.exec(number)?.[1] ?? 0) : number;
  return typeof value === "number" && value > 0 && value <= largestNetwork ? value : 0;
};

const mapsOf = (database: Mmdb, values: readonly number[]): AddressMaps | null => {
  if (!values.some((value) => value !== 0)) return null;
  const change = (value: number): number => (value === 0 ? 0 : (values[value - 1] as number));
  return { ipv4: mapAddressValues(database.ipv4, change), ipv6: mapAddressValues(database.ipv6, change) };
};

/** The countries and networks that an MMDB tells. Throws RangeError when it tells neither. */
export const geoSourceOf = (database: Mmdb): GeoSource => {
  for (const record of database.records)
    if (!(record instanceof Map)) throw new RangeError("its tree points at a value that is not a record");
  const countries = mapsOf(database, database.records.map(countryOf));
  const networks = mapsOf(database, database.records.map(networkOf));
  if (countries === null && networks === null) throw new RangeError("its records tell neither a country nor a network");
  return { builtAt: database.builtAt, countries, networks, entries: database.networks };
};
