import { type AddressMap, findIpv4Piece, findIpv6Piece, joinAddressMaps, uniformAddressMap } from "../kit/address-map.ts";
import { type AddressMaps, countryCode, type GeoSource } from "./geo-source.ts";

/** All sources in one: what each address gets as answers, ready to be searched and to be stored. */
export interface GeoIndex {
  /** Values are indexes into `answers`. */
  readonly countries: AddressMaps;
  /** The different countries that the sources name for an address, in order of the sources, joined by blanks: `CA FR`. The first is empty. */
  readonly answers: readonly string[];
  /** Values are AS numbers; null when no source tells networks. */
  readonly networks: AddressMaps | null;
}

/** More combinations than this only come from damaged data: the two bundled files make 6,427. */
const mostAnswers = 65_536;

interface AnswerTable {
  readonly answers: readonly string[];
  /** The number of the answer `earlier` with one more source's `country` (0: it has none). */
  readonly with: (earlier: number, country: number) => number;
}

const createAnswerTable = (): AnswerTable => {
  const answers = [""];
  const byText = new Map<string, number>([["", 0]]);
  const known = new Map<number, number>();
  const extend = (earlier: number, country: number): number => {
    const before = answers[earlier] as string;
    const code = countryCode(country);
    if (before.includes(code)) return earlier;
    const now = before === "" ? code : `${before} ${code}`;
    const number = byText.get(now) ?? answers.push(now) - 1;
    if (number >= mostAnswers) throw new RangeError(`its sources disagree in more than ${mostAnswers} ways`);
    byText.set(now, number);
    return number;
  };
  const withCountry = (earlier: number, country: number): number => {
    if (country === 0) return earlier;
    const key = earlier * 1024 + country;
    const number = known.get(key) ?? extend(earlier, country);
    known.set(key, number);
    return number;
  };
  return { answers, with: withCountry };
};

const narrow = (map: AddressMap): AddressMap => ({ ...map, values: Uint16Array.from(map.values) });

const joinNetworks = (sources: readonly AddressMaps[]): AddressMaps | null => {
  const [first, ...others] = sources;
  if (first === undefined) return null;
  const firstKnown = (a: number, b: number): number => (a === 0 ? b : a);
  return others.reduce(
    (all, next) => ({ ipv4: joinAddressMaps(all.ipv4, next.ipv4, firstKnown), ipv6: joinAddressMaps(all.ipv6, next.ipv6, firstKnown) }),
    first,
  );
};

const isThere = (maps: AddressMaps | null): maps is AddressMaps => maps !== null;

/** Flattens sources, the most trusted first. Where one says nothing the others decide. */
export const buildGeoIndex = (sources: readonly GeoSource[]): GeoIndex => {
  const table = createAnswerTable();
  let ipv4 = uniformAddressMap(1);
  let ipv6 = uniformAddressMap(4);
  for (const countries of sources.map((source) => source.countries).filter(isThere)) {
    ipv4 = joinAddressMaps(ipv4, countries.ipv4, table.with);
    ipv6 = joinAddressMaps(ipv6, countries.ipv6, table.with);
  }
  const networks = joinNetworks(sources.map((source) => source.networks).filter(isThere));
  return { countries: { ipv4: narrow(ipv4), ipv6: narrow(ipv6) }, answers: table.answers, networks };
};

/** Finds an address's value in a pair of maps. */
export interface AddressSearch {
  readonly findIpv4: (value: number) => number;
  readonly findIpv6: (words: Uint32Array) => number;
}

/** First piece to look at for each /16, so that an IPv4 search starts in a handful of pieces: 17–28 instead of 97–125 ns. */
const pieceOfBlocks = (keys: Uint32Array): Uint32Array => {
  const pieces = new Uint32Array(65_537);
  let piece = 0;
  for (let block = 0; block < 65_536; block++) {
    while (piece + 1 < keys.length && (keys[piece + 1] as number) <= block * 65_536) piece++;
    pieces[block] = piece;
  }
  pieces[65_536] = keys.length - 1;
  return pieces;
};

/** A search over both families; the IPv4 part keeps a 256 KiB table of its own. */
export const createAddressSearch = ({ ipv4, ipv6 }: AddressMaps): AddressSearch => {
  const blocks = pieceOfBlocks(ipv4.keys);
  return {
    findIpv4: (value) => {
      const block = value >>> 16;
      return ipv4.values[findIpv4Piece(ipv4.keys, value, blocks[block], blocks[block + 1])] as number;
    },
    findIpv6: (words) => ipv6.values[findIpv6Piece(ipv6.keys, words)] as number,
  };
};
