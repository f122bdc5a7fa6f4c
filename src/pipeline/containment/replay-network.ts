import type { WaveSource } from "../../domain/detection.ts";
import { addressBlock } from "../../kit/ip-address.ts";
import { createRangeSet } from "../../kit/ip-range.ts";
import { leastShare, type Replay } from "./proposal.ts";

/** More blocks than this are no list that a person can review. */
const mostBlocks = 8;
/** Where others ask more than this share of what the wave asks, the networks are not the wave's: a proxy, a carrier, an office. */
const mostOthers = 0.25;
/** Addresses that ask so many times more than what the wave asks through them have visitors behind them: a proxy that nobody named. */
const mostBesides = 3;

/** Blocks of the sources with their requests, the busiest first. A source that nobody can place may be a proxy for everybody: none of ours to close. */
const blocksOf = (sources: readonly WaveSource[]): readonly (readonly [cidr: string, requests: number])[] => {
  const blocks = new Map<string, number>();
  for (const { address, country, requests } of sources) {
    const cidr = country === null ? null : addressBlock(address, 24, 48);
    if (cidr !== null) blocks.set(cidr, (blocks.get(cidr) ?? 0) + requests);
  }
  return [...blocks].sort((a, b) => b[1] - a[1]);
};

/** The few networks that the wave comes from, on the site's own past. */
export const replayNetwork: Replay = ({ detection, sources: book }) => {
  const { site, sources } = detection;
  if (site === null) return "no-request";
  const chosen = blocksOf(sources).slice(0, mostBlocks);
  const all = sources.reduce((sum, { requests }) => sum + requests, 0);
  const covered = chosen.reduce((sum, [, requests]) => sum + requests, 0);
  if (covered === 0 || covered < all * leastShare) return "sources-scattered";
  const cidrs = chosen.map(([cidr]) => cidr);
  const own = new Set(sources.map(({ address }) => address));
  const seen = book.requestsFrom(site, createRangeSet(cidrs), (address) => own.has(address));
  const abusive = Math.max(seen.own, covered);
  if (seen.others > abusive * mostOthers || seen.own > covered * mostBesides) return "shared-networks";
  return { target: { site: site.domain || null, cidrs }, abusive, other: seen.others, unit: "requests" };
};
