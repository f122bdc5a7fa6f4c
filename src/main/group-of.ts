import { readFileSync } from "node:fs";

/** The primary group of a user, by the machine's own list; the same number where it has none. */
export const groupOf = (uid: number): number => {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.split(":")[2] === String(uid));
  return Number(line?.split(":")[3] ?? uid);
};
