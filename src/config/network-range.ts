import { isIP } from "node:net";

/** Eight 16-bit groups of an IPv6 address, or four 8-bit parts of an IPv4 address. */
const partsOf = (address: string): number[] => {
  if (isIP(address) === 4) return address.split(".").map(Number);
  // The URL parser writes an embedded IPv4 part as hex groups, which leaves one form to expand.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const groups = (side: string): number[] => (side === "" ? [] : side.split(":").map((group) => Number.parseInt(group, 16)));
  const end = tail === undefined ? [] : groups(tail);
  const start = groups(head);
  return [...start, ...new Array<number>(8 - start.length - end.length).fill(0), ...end];
};

const keepBits = (parts: readonly number[], width: number, prefix: number): number[] =>
  parts.map((part, index) => {
    const kept = Math.min(width, Math.max(0, prefix - index * width));
    return part & (((1 << kept) - 1) << (width - kept));
  });

const textOf = (parts: readonly number[]): string =>
  parts.length === 4 ? parts.join(".") : new URL(`http://[${parts.map((part) => part.toString(16)).join(":")}]`).hostname.slice(1, -1);

/** What is wrong with an address or a network in CIDR form, or null. Source: RFC 4632, RFC 4291; host bits must be zero. */
export const wrongNetworkRange = (text: string): string | null => {
  const [address = "", prefixText, ...more] = text.split("/");
  const version = address.includes("%") ? 0 : isIP(address);
  if (version === 0 || more.length > 0) return `"${text}" is not an address or a network such as 203.0.113.0/24 or 2001:db8::/32`;
  if (prefixText === undefined) return null;
  const longest = version === 4 ? 32 : 128;
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (!(prefix <= longest)) return `"${text}": the prefix /${prefixText} is not between /0 and /${longest} (IPv${version})`;
  const parts = partsOf(address);
  const kept = keepBits(parts, version === 4 ? 8 : 16, prefix);
  if (kept.every((part, index) => part === parts[index])) return null;
  return `"${text}" has bits set beyond its prefix; did you mean "${textOf(kept)}/${prefix}", or the one address "${address}"?`;
};

/** What is wrong with a place to listen at, or null: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`. */
export const wrongListen = (text: string): string | null => {
  const parts = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2] ?? "";
  const isHost = parts?.[1] === undefined ? isIP(host) === 4 || host === "localhost" : isIP(host) === 6;
  if (parts === null || !isHost) return `"${text}" is not an address and a port such as 127.0.0.1:8080 or [::1]:8080`;
  return Number(parts[3]) <= 65535 ? null : `"${text}": the port is not between 0 and 65535`;
};
