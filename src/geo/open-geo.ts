import { OperationError } from "../domain/operation-error.ts";
import type { Placement } from "../domain/source.ts";
import { isMappedIpv4, parseIpv4, parseIpv6Into } from "../kit/ip-address.ts";
import { createRangeMap, createRangeSet, type RangeMap, readCidr } from "../kit/ip-range.ts";
import { reservedRanges } from "../kit/reserved-ranges.ts";
import type { Geo, GeoData } from "../ports/geo.ts";
import { cdnRanges } from "./cdn-ranges.ts";
import { bundledCountryFiles, installedNetworkFiles, publisherWarning } from "./geo-files.ts";
import { type AddressSearch, createAddressSearch } from "./geo-index.ts";
import { type LoadedIndex, type LoadOptions, loadGeoIndex } from "./load-index.ts";
import { defaultGeoLimits, type GeoLimits } from "./plausibility.ts";

/** The operator's own word on where a block is. */
export interface GeoOverride {
  readonly cidr: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** AS number of the block's network. */
  readonly asn?: number | undefined;
}

export interface GeoOptions {
  /** MMDB files, the most trusted first; empty for the two that come with the product. */
  readonly databases: readonly string[];
  /** Win over everything but trusted proxies; of several that hold an address the most specific counts. */
  readonly overrides: readonly GeoOverride[];
  /** CIDR blocks whose addresses are nobody's country, whatever an override says of them. */
  readonly trustedProxies: readonly string[];
  /** ISO 3166-1 alpha-2; null: every origin is unknown. */
  readonly home: string | null;
  /** Folder of the cached index; null for the user's cache folder. Not writable: no cache. */
  readonly cacheDir: string | null;
  /** Network tables (`first,last,asn,"name"`); default: those of `@ip-location-db/asn` where it is installed. */
  readonly networkFiles?: readonly string[];
  /** What a database must show to be believed; default: what every database of the world shows. */
  readonly limits?: Partial<GeoLimits>;
}

const unknownPlacement: Placement = { country: null, network: null, origin: "unknown" };

const readCountry = (field: string, text: string): string => {
  const country = text.toUpperCase();
  if (!/^[A-Z]{2}$/.test(country))
    throw new OperationError("config-wrong", `${field}: "${text}" is not a country of two letters, such as JP`);
  return country;
};

const requireCidr = (field: string, cidr: string): void => {
  const reading = readCidr(cidr);
  if (!reading.ok) throw new OperationError("config-wrong", `${field}: ${reading.reason}`);
};

const placementIn = (home: string | null, country: string): Placement => ({
  country,
  network: null,
  origin: home === null ? "unknown" : country === home ? "home" : "foreign",
});

/** What the sources' different answers come to: they may disagree on the country abroad, not on whether it is abroad. */
const readAnswers = (answers: readonly string[], home: string | null): readonly Placement[] => {
  const byCountry = new Map<string, Placement>();
  return answers.map((answer) => {
    const country = answer.slice(0, 2);
    if (country === "" || (home !== null && answer.length > 2 && answer.includes(home))) return unknownPlacement;
    const placement = byCountry.get(country) ?? placementIn(home, country);
    byCountry.set(country, placement);
    return placement;
  });
};

const readOverrides = (overrides: readonly GeoOverride[], home: string | null): RangeMap<Placement> =>
  createRangeMap(
    overrides.map(({ cidr, country, asn }, at) => {
      requireCidr(`geo.overrides[${at}].cidr`, cidr);
      const placement = placementIn(home, readCountry(`geo.overrides[${at}].country`, country));
      return { cidr, value: asn === undefined ? placement : { ...placement, network: `AS${asn}` } };
    }),
  );

const withNetwork = (placement: Placement, network: number): Placement =>
  network === 0 || placement.network !== null ? placement : { ...placement, network: `AS${network}` };

const nat64Prefix = 0x0064ff9b;

/**
 * The IPv4 address inside an IPv6 one that was made from it: 6to4 (RFC 3056), Teredo's client, which is stored
 * inverted (RFC 4380 section 4), NAT64's well-known prefix (RFC 6052). -1 for any other.
 */
const embeddedIpv4 = (words: Uint32Array): number => {
  const [a = 0, b = 0, c = 0, d = 0] = words;
  if (a >>> 16 === 0x2002) return (((a & 0xffff) << 16) | (b >>> 16)) >>> 0;
  if (a === 0x20010000) return ~d >>> 0;
  return a === nat64Prefix && b === 0 && c === 0 ? d : -1;
};

interface PlaceParts {
  readonly placements: readonly Placement[];
  readonly countries: AddressSearch;
  readonly networks: AddressSearch | null;
  readonly overrides: RangeMap<Placement>;
  readonly trustedProxies: readonly string[];
}

/**
 * Order: the operator's proxies, the operator's overrides, known delivery networks, an IPv4 address inside, reserved blocks, the data.
 * An override may say where a proxy stands; whose visitors come through it, it cannot say.
 */
const createPlace = ({ placements, countries, networks, overrides, trustedProxies }: PlaceParts): Pick<Geo, "place" | "placeIpv4"> => {
  const proxies = createRangeSet(trustedProxies);
  const deliveryNetworks = createRangeSet(cdnRanges);
  const reserved = createRangeSet(reservedRanges);
  const words = new Uint32Array(4);
  const placeIpv4 = (value: number): Placement => {
    const own = proxies.containsIpv4(value) ? unknownPlacement : overrides.findIpv4(value);
    const isNobodys = deliveryNetworks.containsIpv4(value) || reserved.containsIpv4(value);
    const placement = own ?? (isNobodys ? unknownPlacement : (placements[countries.findIpv4(value)] as Placement));
    return networks === null ? placement : withNetwork(placement, networks.findIpv4(value));
  };
  const placeIpv6 = (): Placement => {
    const isProxy = proxies.containsIpv6(words);
    const own = isProxy
      ? unknownPlacement
      : (overrides.findIpv6(words) ?? (deliveryNetworks.containsIpv6(words) ? unknownPlacement : undefined));
    const inner = own === undefined ? embeddedIpv4(words) : -1;
    if (inner >= 0) return placeIpv4(inner);
    const placement = own ?? (reserved.containsIpv6(words) ? unknownPlacement : (placements[countries.findIpv6(words)] as Placement));
    return networks === null ? placement : withNetwork(placement, networks.findIpv6(words));
  };
  const place = (address: string): Placement => {
    const value = parseIpv4(address);
    if (value >= 0) return placeIpv4(value);
    if (!parseIpv6Into(address, words)) return unknownPlacement;
    return isMappedIpv4(words) ? placeIpv4(words[3] as number) : placeIpv6();
  };
  return { place, placeIpv4 };
};

const describe = ({ files, refused }: LoadedIndex): readonly GeoData[] => {
  const kept = refused === null ? null : `${refused.message}; the data read before stays in use`;
  return files.flatMap(({ file, builtAt, answers }) => {
    const warnings = [refused?.message.startsWith(`geo data ${file} is refused`) ? kept : null, publisherWarning(file)].filter(
      (warning) => warning !== null,
    );
    return answers.map((answer) => ({ file, answers: answer, builtAt, warning: warnings.length === 0 ? null : warnings.join("; ") }));
  });
};

/** Which files are read for these options, and how they are checked. */
export const loadOptions = ({ databases, networkFiles, cacheDir, limits }: GeoOptions): LoadOptions => ({
  files: [...(databases.length === 0 ? bundledCountryFiles() : databases), ...(networkFiles ?? installedNetworkFiles())],
  cacheDir,
  limits: { ...defaultGeoLimits, ...limits },
});

/**
 * Opens the geo data. Throws OperationError: `config-wrong` for a block or country that cannot be read, `geo-missing`
 * for a file that is not there, `geo-damaged` for one that is damaged or implausible while no earlier index exists.
 */
export const openGeo = (options: GeoOptions): Geo => {
  const home = options.home === null ? null : readCountry("home", options.home);
  const overrides = readOverrides(options.overrides, home);
  for (const [at, cidr] of options.trustedProxies.entries()) requireCidr(`trustedProxies[${at}]`, cidr);
  const loaded = loadGeoIndex(loadOptions(options));
  const { countries, networks, answers } = loaded.index;
  const places = createPlace({
    placements: readAnswers(answers, home),
    countries: createAddressSearch(countries),
    networks: networks === null ? null : createAddressSearch(networks),
    overrides,
    trustedProxies: options.trustedProxies,
  });
  return { ...places, home, data: describe(loaded) };
};
