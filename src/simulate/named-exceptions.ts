import { parseAddress } from "../kit/ip-address.ts";
import { createRangeSet } from "../kit/ip-range.ts";

/** Sources that the operator of a world vouches for; other callbacks and monitors exist too, and no config names them. */
export const namedExceptions = [
  { name: "googlebot", cidr: "198.18.128.0/24" },
  { name: "bingbot", cidr: "198.18.129.0/24" },
  { name: "payment provider", cidr: "198.18.160.0/24" },
] as const;

const named = createRangeSet(namedExceptions.map(({ cidr }) => cidr));

/** Whether the world's config names a source as one that must pass. */
export const isNamedException = (source: string): boolean => {
  const address = parseAddress(source);
  return address !== null && named.contains(address);
};
