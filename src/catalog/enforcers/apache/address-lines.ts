import { OperationError } from "../../../domain/operation-error.ts";
import { coverRange } from "../../../kit/address-steps.ts";
import { formatAddress } from "../../../kit/ip-address.ts";
import { type IpRange, readCidr } from "../../../kit/ip-range.ts";

/** A line of a text map that Apache reads whole: it cuts them off after 1,024 bytes. */
export const longestLine = 1_000;

const refuse = (message: string): never => {
  throw new OperationError("target-wrong", message);
};

const rangeOf = (cidr: string): IpRange => {
  const reading = readCidr(cidr);
  return reading.ok ? reading.range : refuse(reading.reason);
};

const block64 = ({ first }: IpRange): IpRange => {
  if (first.family === 4) return { first, last: first, prefixBits: 32 };
  const [a, b] = first.words;
  return { first: { family: 6, words: [a, b, 0, 0] }, last: { family: 6, words: [a, b, 0xffffffff, 0xffffffff] }, prefixBits: 64 };
};

interface Value {
  says: string;
  /** What is said of single IPv6 addresses in this /64. */
  readonly singles: Map<string, string>;
  isWay: boolean;
}

const textOf = ({ says, singles, isWay }: Value): string => {
  const single = [...singles].map(([address, what]) => `=${address}~${what}`).join("");
  return `${says}${single === "" ? "" : `${single}=`}${isWay ? ">" : ""}`;
};

/** One network and what is said of it; `scope` is a site, or `*`. */
export interface AddressEntry {
  readonly scope: string;
  readonly cidr: string;
  readonly says: string;
}

/** Lines of a map of addresses: what a key says, ">" where narrower keys follow, "=address~…=" for single IPv6 addresses in a /64. */
export const addressLines = (entries: readonly AddressEntry[]): readonly string[] => {
  const values = new Map<string, Value>();
  const at = (key: string): Value => {
    const value = values.get(key) ?? { says: "", singles: new Map<string, string>(), isWay: false };
    values.set(key, value);
    return value;
  };
  for (const { scope, cidr, says } of entries) {
    const range = rangeOf(cidr);
    const single = range.first.family === 6 && range.prefixBits === 128 ? formatAddress(range.first) : null;
    coverRange(single === null ? range : block64(range), (key, isWhole) => {
      const value = at(`${scope}/${key}`);
      if (!isWhole) value.isWay = true;
      else if (single === null) value.says += says;
      else value.singles.set(single, `${value.singles.get(single) ?? ""}${says}`);
    });
  }
  return [...values].map(([key, value]) => `${key} ${textOf(value)}`);
};
