import { formatAddress } from "../../kit/ip-address.ts";
import { readCidr } from "../../kit/ip-range.ts";

export type PublishedRanges = { readonly ok: true; readonly cidrs: readonly string[] } | { readonly ok: false; readonly reason: string };

/** Far more than any crawler publishes. */
const mostPrefixes = 10_000;
/** What is wider is no crawler's but a slip, or a trick: a pass for it would be a pass for everybody. */
const widest = { 4: 8, 6: 16 } as const;

/** All of them together are no more than one such block: many halves of the world are as wide as the whole. */
const mostAddresses = { 4: 2 ** (32 - widest[4]), 6: 2 ** (128 - widest[6]) } as const;

const isTooMuch = (cidrs: Iterable<string>): boolean => {
  const sums = { 4: 0, 6: 0 };
  for (const cidr of cidrs) {
    const reading = readCidr(cidr);
    if (!reading.ok) continue;
    const { first, prefixBits } = reading.range;
    sums[first.family] += 2 ** ((first.family === 4 ? 32 : 128) - prefixBits);
  }
  return sums[4] > mostAddresses[4] || sums[6] > mostAddresses[6];
};

const readPrefix = (entry: unknown, at: number): string | { readonly reason: string } => {
  const { ipv4Prefix, ipv6Prefix } = (typeof entry === "object" && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
  const text = ipv4Prefix ?? ipv6Prefix;
  if (typeof text !== "string") return { reason: `prefixes[${at}] has no ipv4Prefix or ipv6Prefix` };
  const reading = readCidr(text);
  if (!reading.ok) return { reason: `prefixes[${at}]: ${reading.reason}` };
  const { first, prefixBits } = reading.range;
  if (prefixBits < widest[first.family]) return { reason: `prefixes[${at}]: ${text} is wider than /${widest[first.family]}` };
  return `${formatAddress(first)}/${prefixBits}`;
};

/**
 * Reads a file of ranges in the form in which Google, Bing, Apple and others publish theirs: `{"prefixes":[{"ipv4Prefix":"…"},{"ipv6Prefix":"…"}]}`. All of it or
 * nothing: half a list would be taken for the whole one. Source: developers.google.com/search/apis/ipranges/googlebot.json.
 */
export const readPublishedRanges = (text: string): PublishedRanges => {
  let prefixes: unknown;
  try {
    prefixes = (JSON.parse(text) as { readonly prefixes?: unknown } | null)?.prefixes;
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  if (!Array.isArray(prefixes)) return { ok: false, reason: "it has no list `prefixes`" };
  if (prefixes.length > mostPrefixes) return { ok: false, reason: `it has more than ${mostPrefixes} prefixes` };
  const cidrs = new Set<string>();
  for (const [at, entry] of prefixes.entries()) {
    const read = readPrefix(entry, at);
    if (typeof read !== "string") return { ok: false, reason: read.reason };
    cidrs.add(read);
  }
  if (isTooMuch(cidrs))
    return { ok: false, reason: `its prefixes together hold more than a /${widest[4]} of IPv4 or a /${widest[6]} of IPv6` };
  return { ok: true, cidrs: [...cidrs].sort() };
};
