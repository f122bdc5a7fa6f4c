import { formatAddress, parseAddress } from "../kit/ip-address.ts";

/** The IPv4 /24 or IPv6 /48 that an address lies in, as one number: equal for equal blocks, and for no others. */
export type AddressBlock = number;

/** What has no block: a host name. */
export const noBlock: AddressBlock = -1;

const halfWord = 0x10000;
/** Numbers of IPv6 begin here; those of IPv4 have 24 bits. */
const firstOfIpv6 = 2 ** 48;

/** The block of an IPv4 address by its value, signed or not. */
export const blockOfIpv4 = (value: number): AddressBlock => value >>> 8;

export const blockOfAddress = (text: string): AddressBlock => {
  const address = parseAddress(text);
  if (address === null) return noBlock;
  if (address.family === 4) return blockOfIpv4(address.value);
  const [a, b] = address.words;
  return firstOfIpv6 + a * halfWord + (b >>> 16);
};

/** The block as CIDR. */
export const blockText = (block: AddressBlock): string => {
  if (block < firstOfIpv6) return `${formatAddress({ family: 4, value: (block << 8) >>> 0 })}/24`;
  const bits = block - firstOfIpv6;
  const second = ((bits % halfWord) * halfWord) >>> 0;
  return `${formatAddress({ family: 6, words: [Math.floor(bits / halfWord), second, 0, 0] })}/48`;
};
