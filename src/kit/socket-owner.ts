import { readFile } from "node:fs/promises";
import { parseAddress } from "./ip-address.ts";

/** One end of a TCP connection. */
export interface SocketEnd {
  readonly address: string;
  readonly port: number;
}

/** Both ends open, or only the other one closed; in other states the kernel has forgotten whose it was. Source: Linux `tcp_states.h`. */
const ownedStates = new Set(["01", "08"]);

const swapped = (value: number): string => {
  const hex = value.toString(16).toUpperCase().padStart(8, "0");
  return `${hex.slice(6)}${hex.slice(4, 6)}${hex.slice(2, 4)}${hex.slice(0, 2)}`;
};

const portOf = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");

/** Each end as /proc/net/tcp and as /proc/net/tcp6 write it: 32-bit words in the machine's order (little-endian). Null: no address. */
const namesOf = ({ address, port }: SocketEnd): { readonly four: string | null; readonly six: string } | null => {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  if (parsed.family === 6) return { four: null, six: `${parsed.words.map(swapped).join("")}:${portOf(port)}` };
  const word = swapped(parsed.value);
  return { four: `${word}:${portOf(port)}`, six: `0000000000000000FFFF0000${word}:${portOf(port)}` };
};

const find = (table: string, local: string, remote: string): number | null => {
  for (const line of table.split("\n")) {
    const at = line.indexOf(`${local} ${remote} `);
    if (at < 0) continue;
    const fields = line.trim().split(/\s+/);
    if (fields[1] !== local || !ownedStates.has(fields[3] ?? "")) continue;
    return Number(fields[7]);
  }
  return null;
};

/**
 * The uid of the process on this machine that has the `client` end of a connection to `server`; null where none has, or has no more.
 * Source: proc(5), /proc/net/tcp; by the process' own entry, which is there where a unit hides the rest of /proc.
 */
export const socketOwner = async (client: SocketEnd, server: SocketEnd): Promise<number | null> => {
  const [local, remote] = [namesOf(client), namesOf(server)];
  if (local === null || remote === null) return null;
  if (local.four !== null && remote.four !== null) {
    const uid = find(await readFile("/proc/self/net/tcp", "latin1"), local.four, remote.four);
    if (uid !== null) return uid;
  }
  return find(await readFile("/proc/self/net/tcp6", "latin1").catch(() => ""), local.six, remote.six);
};
