import { basename } from "node:path";
import { rotationOf } from "./rotated-siblings.ts";

/** Words that servers and panels put beside the domain in a log's name, at either end. */
const wordsBehind = /[._-](logs?|access|ssl|https?)$/;
const wordsBefore = /^(logs?|access|ssl|https?)[._-]/;

const isDomain = (name: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(name) && name.length <= 253;

/**
 * The domain that a log file's name gives: `logs/shop.example.access.log-20260301.gz` → `shop.example`, also
 * `shop.example-access_log` and `ssl_access.shop.example.log`. Null when the name holds none (`access.log`).
 */
export const siteNameOfFile = (path: string): string | null => {
  const file = basename(path);
  let name = (rotationOf(file)?.base ?? file).toLowerCase().replace(/\.(gz|txt)$/, "");
  for (let before = ""; before !== name; ) {
    before = name;
    name = name.replace(wordsBehind, "").replace(wordsBefore, "");
  }
  return isDomain(name) ? name : null;
};
