import type { AddressMap } from "../kit/address-map.ts";
import { parseIpv4, parseIpv6Into } from "../kit/ip-address.ts";
import { overlayRanges } from "../kit/overlay-ranges.ts";

/** Share of rows that may be unreadable before the file is held to be damaged. */
const mostUnreadable = 0.001;

const parseKey = (text: string, width: 1 | 4, into: Uint32Array): boolean => {
  if (width === 4) return parseIpv6Into(text, into);
  const value = parseIpv4(text);
  into[0] = value;
  return value >= 0;
};

const isBackwards = (first: Uint32Array, last: Uint32Array): boolean => {
  const word = first.findIndex((value, at) => value !== last[at]);
  return word >= 0 && (first[word] as number) > (last[word] as number);
};

/**
 * Reads a table of `first,last,asn,"name"` rows, all of one family, into a map to AS numbers. Rows may overlap: the
 * one that starts last counts. Throws RangeError when too many rows are unreadable, or when the end is cut off.
 */
export const readNetworkCsv = (text: string, width: 1 | 4): { readonly map: AddressMap; readonly rows: number } => {
  const lines = text.split("\n");
  if (lines.pop() !== "") throw new RangeError("its last line is cut off");
  const firsts = new Uint32Array(lines.length * width);
  const lasts = new Uint32Array(lines.length * width);
  const values = new Uint32Array(lines.length);
  let rows = 0;
  for (const line of lines) {
    const [first = "", last = "", network = ""] = line.split(",", 3);
    const firstAt = firsts.subarray(rows * width, (rows + 1) * width);
    const lastAt = lasts.subarray(rows * width, (rows + 1) * width);
    if (!parseKey(first, width, firstAt) || !parseKey(last, width, lastAt) || !/^\d{1,10}$/.test(network)) continue;
    if (isBackwards(firstAt, lastAt)) continue;
    values[rows++] = Number(network);
  }
  const unreadable = lines.length - rows;
  if (unreadable > lines.length * mostUnreadable) throw new RangeError(`${unreadable} of its ${lines.length} rows are not first,last,asn`);
  const ranges = {
    width,
    firsts: firsts.subarray(0, rows * width),
    lasts: lasts.subarray(0, rows * width),
    values: values.subarray(0, rows),
  };
  return { map: overlayRanges(ranges), rows };
};
