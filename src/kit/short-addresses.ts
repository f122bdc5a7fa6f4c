import { addressBlock } from "./ip-address.ts";

/** What may be an address: digits and dots, or hexadecimal digits and colons with at least two of these. A time has no more than two, and is none. */
const candidates =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|\d{1,3}(?:\.\d{1,3}){3})?)(?![\w.:/]|\.\d)/gi;

const ipv4Bits = 24;
const ipv6Bits = 48;

/** A text with every full IP address in it cut down to its network, `192.0.2.0/24` or `2001:db8:1::/48`. What is a network already stays. */
export const shortenAddresses = (text: string): string =>
  text.replace(candidates, (found) => addressBlock(found, ipv4Bits, ipv6Bits) ?? found);
