import { formatAddress, parseAddress } from "../kit/ip-address.ts";

const first24 = 0xffffff00;
const first16 = 0xffff0000;

/** The IPv4 /24 or IPv6 /48 that an address lies in, as CIDR; null for a host name. */
export const blockOfAddress = (text: string): string | null => {
  const address = parseAddress(text);
  if (address === null) return null;
  if (address.family === 4) return `${formatAddress({ family: 4, value: (address.value & first24) >>> 0 })}/24`;
  const [a, b] = address.words;
  return `${formatAddress({ family: 6, words: [a, (b & first16) >>> 0, 0, 0] })}/48`;
};
