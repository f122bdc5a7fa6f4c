import { visibleText } from "../../kit/visible-text.ts";

/** A dotted quad that is no version: `Chrome/120.0.0.0` stands behind a name and a slash. */
const ipv4 = /(?<![\w.]|[A-Za-z]\/)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?![\w.]*\w)/g;
/** At least three colons in one run of hex groups: clock times have two, and in an Apache stamp the year before them follows a slash. */
const ipv6 = /(?<![\w:./])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:*])/gi;
/** Runs of signs in which an address of mail can stand. Looking for the @ by the pattern itself would take quadratic time. */
const addressRun = /[^\s<>()[\]{}"',;:=&?]+/g;
const queryValue = /([?&][^=&\s"#]{1,200}=)[^&\s"#]*/g;

const withoutName = (run: string): string => {
  const at = run.lastIndexOf("@");
  return at > 0 && at < run.length - 1 ? `***${run.slice(at)}` : run;
};

const firstGroups = (address: string): string => `${address.split(":").slice(0, 3).join(":")}:***`;

/** Nothing before an @: for an address on the site, whose query only selects the program. */
export const maskNames = (text: string): string => visibleText(text).replace(addressRun, withoutName);

/**
 * A quoted line as a mail may carry it: source addresses without their last octet (IPv6: without what follows the first 48 bits), nothing
 * before an @, no values of a query. Lines come with most of this done; doing it again changes nothing and forgets nothing.
 */
export const maskLine = (line: string): string =>
  maskNames(line.replace(queryValue, "$1***")).replace(ipv4, "$1.***").replace(ipv6, firstGroups);
