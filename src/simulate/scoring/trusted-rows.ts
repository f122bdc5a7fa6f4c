import { parseAddress } from "../../kit/ip-address.ts";
import { createRangeSet, type RangeSet } from "../../kit/ip-range.ts";
import type { ExceptionRow, RequestRow } from "./truth.ts";

const toCidr = (text: string): string => (text.includes("/") ? text : text.includes(":") ? `${text}/128` : `${text}/32`);

/** Requests that a measure lets pass: sources that the operator named, and the server's call to its own scheduler. */
export const createTrustedRows = (exceptions: readonly ExceptionRow[]): ((row: RequestRow) => boolean) => {
  const sets = new Map<string, RangeSet>(
    [
      ...Map.groupBy(
        exceptions.filter(({ isNamed }) => isNamed),
        ({ site }) => site,
      ),
    ].map(([site, rows]) => [site, createRangeSet(rows.map(({ source }) => toCidr(source)))]),
  );
  const known = new Map<string, boolean>();
  const isTrustedSource = (site: string, source: string): boolean => {
    const address = parseAddress(source);
    return address !== null && ["*", site].some((name) => sets.get(name)?.contains(address) === true);
  };
  return ({ site, source, path }) => {
    if (path === "/wp-cron.php") return true;
    const key = `${site} ${source}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = isTrustedSource(site, source);
    known.set(key, answer);
    return answer;
  };
};
