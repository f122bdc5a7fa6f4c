/**
 * Who owns which addresses in these worlds. All of them are nobody's in the real one: 240.0.0.0/4 (RFC 1112, reserved), 198.18.0.0/15
 * (RFC 2544, benchmarks), 2001:db8::/32 (RFC 3849, documentation). AS numbers are those for private use (RFC 6996).
 */

export type NetworkUse =
  | "home"
  | "mobile"
  | "office"
  | "hosting"
  | "crawler"
  | "payment"
  | "monitor"
  | "cdn-known"
  | "cdn-unknown"
  | "mail"
  | "server";

export interface Network {
  readonly cidr: string;
  readonly country: string;
  readonly asn: number;
  readonly use: NetworkUse;
  /** First address as a number (IPv4), or the text before the last four groups (IPv6). */
  readonly base: number | string;
  /** How many addresses are drawn from it. */
  readonly count: number;
  /** How often it is drawn among those of its use and country. */
  readonly weight: number;
}

const toNumber = (a: number, b: number, c = 0): number => ((a * 256 + b) * 256 + c) * 256;

const dotted = (value: number): string => `${Math.floor(value / 2 ** 24)}.${(value >> 16) & 255}.${(value >> 8) & 255}.${value & 255}`;

interface Place {
  readonly country: string;
  readonly asn: number;
  readonly use: NetworkUse;
  readonly weight?: number;
}

const v4 = (base: number, bits: number, place: Place): Network => ({
  cidr: `${dotted(base)}/${bits}`,
  base,
  count: 2 ** (32 - bits),
  weight: 1,
  ...place,
});

const v6 = (prefix: string, place: Place): Network => ({
  cidr: `${prefix}::/40`,
  base: prefix,
  count: 2 ** 16,
  weight: 1,
  ...place,
});

/** Countries abroad and how much of what comes from abroad they send: visitors, and machines that attack. */
export const abroad: readonly { readonly country: string; readonly people: number; readonly attackers: number }[] = [
  { country: "US", people: 30, attackers: 18 },
  { country: "CN", people: 8, attackers: 9 },
  { country: "TW", people: 9, attackers: 2 },
  { country: "KR", people: 7, attackers: 3 },
  { country: "HK", people: 4, attackers: 4 },
  { country: "SG", people: 4, attackers: 5 },
  { country: "TH", people: 4, attackers: 3 },
  { country: "VN", people: 3, attackers: 6 },
  { country: "ID", people: 3, attackers: 5 },
  { country: "PH", people: 2, attackers: 2 },
  { country: "IN", people: 3, attackers: 8 },
  { country: "AU", people: 4, attackers: 1 },
  { country: "GB", people: 4, attackers: 4 },
  { country: "DE", people: 4, attackers: 8 },
  { country: "FR", people: 4, attackers: 7 },
  { country: "NL", people: 2, attackers: 9 },
  { country: "IT", people: 2, attackers: 2 },
  { country: "ES", people: 2, attackers: 2 },
  { country: "PL", people: 1, attackers: 3 },
  { country: "RO", people: 1, attackers: 3 },
  { country: "BG", people: 1, attackers: 2 },
  { country: "UA", people: 1, attackers: 6 },
  { country: "RU", people: 2, attackers: 12 },
  { country: "TR", people: 1, attackers: 3 },
  { country: "IR", people: 1, attackers: 2 },
  { country: "BR", people: 2, attackers: 8 },
  { country: "AR", people: 1, attackers: 2 },
  { country: "MX", people: 1, attackers: 2 },
  { country: "CA", people: 3, attackers: 4 },
  { country: "NG", people: 1, attackers: 3 },
  { country: "ZA", people: 1, attackers: 2 },
  { country: "EG", people: 1, attackers: 1 },
  { country: "PK", people: 1, attackers: 2 },
  { country: "BD", people: 1, attackers: 3 },
];

const domestic: readonly Network[] = [
  ...[30, 22, 16, 9].map((weight, at) =>
    v4(toNumber(240, at * 16), 12, { country: "JP", asn: 4_200_000_001 + at, use: "home" as const, weight }),
  ),
  v6("2001:db8:1000", { country: "JP", asn: 4_200_000_001, use: "home", weight: 10 }),
  v6("2001:db8:1100", { country: "JP", asn: 4_200_000_002, use: "home", weight: 6 }),
  ...[20, 14, 9].map((weight, at) =>
    v4(toNumber(241, at * 32), 13, { country: "JP", asn: 4_200_000_021 + at, use: "mobile" as const, weight }),
  ),
  v6("2001:db8:1200", { country: "JP", asn: 4_200_000_021, use: "mobile", weight: 14 }),
  ...[6, 5, 4].map((weight, at) =>
    v4(toNumber(242, at * 16), 15, { country: "JP", asn: 4_200_000_041 + at, use: "office" as const, weight }),
  ),
  ...[0, 1].map((at) => v4(toNumber(242, 128 + at * 8), 16, { country: "JP", asn: 4_200_000_061 + at, use: "hosting" as const })),
  v4(toNumber(242, 200), 18, { country: "JP", asn: 4_200_000_070, use: "server" }),
  v4(toNumber(242, 210), 18, { country: "JP", asn: 4_200_000_071, use: "mail" }),
  v4(toNumber(242, 220), 22, { country: "JP", asn: 4_200_000_072, use: "monitor" }),
  v4(toNumber(242, 224), 22, { country: "JP", asn: 4_200_000_073, use: "payment" }),
];

const foreign: readonly Network[] = abroad.flatMap(({ country }, at) => [
  v4(toNumber(244, at * 4), 15, { country, asn: 4_200_001_000 + at, use: "home", weight: 10 }),
  v4(toNumber(245, at * 4), 16, { country, asn: 4_200_002_000 + at, use: "hosting", weight: 5 }),
  v4(toNumber(246, at * 4), 17, { country, asn: 4_200_003_000 + at, use: "hosting", weight: 3 }),
  v4(toNumber(247, at * 4), 20, { country, asn: 4_200_004_000 + at, use: "mail" }),
  v6(`2001:db8:${(0x2000 + at * 0x100).toString(16)}`, { country, asn: 4_200_001_000 + at, use: "home", weight: 1 }),
]);

const special: readonly Network[] = [
  v4(toNumber(198, 18, 0), 20, { country: "US", asn: 4_200_005_001, use: "cdn-known" }),
  v4(toNumber(198, 18, 64), 21, { country: "US", asn: 4_200_005_002, use: "cdn-unknown", weight: 2 }),
  v4(toNumber(198, 18, 72), 21, { country: "JP", asn: 4_200_005_002, use: "cdn-unknown", weight: 5 }),
  v4(toNumber(198, 18, 128), 24, { country: "US", asn: 4_200_005_010, use: "crawler" }),
  v4(toNumber(198, 18, 129), 24, { country: "US", asn: 4_200_005_011, use: "crawler" }),
  v4(toNumber(198, 18, 160), 24, { country: "US", asn: 4_200_005_020, use: "payment" }),
  v4(toNumber(198, 18, 161), 24, { country: "IE", asn: 4_200_005_021, use: "payment" }),
  v4(toNumber(198, 18, 176), 24, { country: "DE", asn: 4_200_005_030, use: "monitor" }),
];

export const networks: readonly Network[] = [...domestic, ...foreign, ...special];
