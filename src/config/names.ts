import { isIP } from "node:net";
import { domainToASCII } from "node:url";

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Lower case, punycode, no dot at the end: the one form in which domains are compared. */
export const plainDomain = (text: string): string => domainToASCII(text.replace(/\.$/, ""));

/** What is wrong with a domain, or null. Source: RFC 1123 section 2.1, RFC 5891 for names beyond ASCII. */
export const wrongDomain = (text: string): string | null => {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/([^/:]*)/i.exec(text);
  if (scheme !== null) return `"${text}" is a URL; write the domain alone: "${scheme[1]}"`;
  if (text.includes("*")) return `"${text}": a wildcard stands for no site; list the names`;
  if (isIP(text) !== 0) return `"${text}" is an address, not a domain`;
  const tail = /^([^/:]+)[/:]/.exec(text);
  if (tail !== null) return `"${text}" holds a port or a path; write the domain alone: "${tail[1]}"`;
  const domain = plainDomain(text);
  const labels = domain.split(".");
  const isDomain = domain.length <= 253 && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? "");
  if (!isDomain) return `"${text}" is not a domain such as site.example`;
  return labels.length > 1 || domain === "localhost" ? null : `"${text}" has no dot; write the whole domain, such as ${domain}.example`;
};

/** What is wrong with the name of a system user, or null. Source: the contract; the pattern of useradd. */
export const wrongAccountName = (text: string): string | null =>
  /^[a-z_][a-z0-9_-]{0,31}$/.test(text)
    ? null
    : `"${text}" is not a system user's name: a small letter or _, then up to 31 small letters, digits, _ or - (^[a-z_][a-z0-9_-]{0,31}$)`;

/** What is wrong with a server's name as syslog writes it, or null. */
export const wrongHost = (text: string): string | null =>
  /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})$/.test(text) ? null : `"${text}" is not a server's name such as sv1 or sv1.host.example`;

/** What is wrong with an address of a person's mailbox, or null. */
export const wrongEmail = (text: string): string | null => {
  const at = text.lastIndexOf("@");
  const isMailbox = at > 0 && at <= 64 && !/[\s<>,;"\p{C}]/u.test(text) && wrongDomain(text.slice(at + 1)) === null;
  return isMailbox ? null : `"${text}" is not a mail address such as owner@elsewhere.example`;
};

/** What is wrong with a sender, or null: an address, or `Name <address>`. */
export const wrongSender = (text: string): string | null => {
  const address = /^[^<>\p{C}]*<([^<>]+)>$/u.exec(text)?.[1] ?? text;
  return wrongEmail(address) === null ? null : `"${text}" is not a sender such as "Abuse desk <abuse@host.example>"`;
};

/** What is wrong with a calendar day, or null: `2027-01-31`. */
export const wrongDay = (text: string): string | null => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  const isDay = day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isDay ? null : `"${text}" is not a day such as 2027-01-31`;
};

/** A check that the text is a URL of one of the schemes (without colon), the first of which is shown as the example. */
export const wrongUrl =
  (schemes: readonly string[], example: string) =>
  (text: string): string | null => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
    if (scheme === undefined || !schemes.includes(scheme) || !URL.canParse(text)) return `"${text}" is not a URL such as ${example}`;
    return null;
  };
