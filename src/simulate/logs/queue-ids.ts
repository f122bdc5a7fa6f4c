import type { Chance } from "../chance.ts";
import type { Host } from "../model.ts";

/** Queue ids as Postfix (queue_id.h: seconds and microseconds in base 52, inode in base 51, or hexadecimal) and Exim (base 62) make them. */

const base52 = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const inBase = (value: number, digits: string, { base, width }: { readonly base: number; readonly width: number }): string => {
  let text = "";
  for (let left = Math.floor(value); left > 0; left = Math.floor(left / base)) text = digits[left % base] + text;
  return text.padStart(width, digits[0] ?? "0");
};

/** Makes ids of one host; no two are alike while a world lasts. */
export const createQueueIds = (host: Host, chance: Chance): ((at: number) => string) => {
  let inode = chance.int([40_000, 900_000]);
  let pid = chance.int([2000, 30_000]);
  const micros = (at: number): number => Math.floor((at % 1000) * 1000) + chance.int([0, 999]);
  const exim = (at: number): string => {
    pid = pid >= 4_000_000 ? 2000 : pid + chance.int([1, 9]);
    const seconds = inBase(at / 1000, base62, { base: 62, width: 6 });
    const fraction = host.newEximIds
      ? inBase(micros(at) / 2, base62, { base: 62, width: 4 })
      : inBase(micros(at) / 500, base62, { base: 62, width: 2 });
    return `${seconds}-${inBase(pid, base62, { base: 62, width: host.newEximIds ? 11 : 6 })}-${fraction}`;
  };
  const postfix = (at: number): string => {
    inode += chance.int([1, 3]);
    if (!host.longQueueIds) return `${micros(at).toString(16).toUpperCase().padStart(5, "0")}${inode.toString(16).toUpperCase()}`;
    const seconds = inBase(at / 1000, base52, { base: 52, width: 6 });
    return `${seconds}${inBase(micros(at), base52, { base: 52, width: 4 })}z${inBase(inode, base52, { base: 51, width: 3 })}`;
  };
  return host.kind === "exim" ? exim : postfix;
};
