/**
 * Whether a recipient is abroad, by the contract: a country-code domain abroad, or a relay abroad that was contacted
 * directly. Freemail and generic domains are unknown, not foreign.
 */

/** Country codes that are sold as generic names; they say nothing about a place. */
const genericCountryCodes = new Set([
  "ac",
  "ai",
  "am",
  "cc",
  "cd",
  "co",
  "fm",
  "gg",
  "io",
  "is",
  "la",
  "ly",
  "me",
  "nu",
  "sh",
  "to",
  "tv",
  "vc",
  "ws",
  "eu",
]);

/** Big freemail: people everywhere use it, whatever its domain or its servers' country. */
const freemail = new Set([
  "mail.ru",
  "bk.ru",
  "list.ru",
  "inbox.ru",
  "yandex.ru",
  "rambler.ru",
  "web.de",
  "gmx.de",
  "gmx.at",
  "gmx.ch",
  "t-online.de",
  "yahoo.co.uk",
  "yahoo.co.jp",
  "yahoo.co.in",
  "yahoo.fr",
  "yahoo.de",
  "yahoo.it",
  "yahoo.es",
  "yahoo.ca",
  "yahoo.com.br",
  "yahoo.com.au",
  "hotmail.co.uk",
  "hotmail.fr",
  "hotmail.de",
  "hotmail.it",
  "hotmail.es",
  "live.co.uk",
  "live.fr",
  "live.nl",
  "outlook.jp",
  "outlook.de",
  "outlook.fr",
  "libero.it",
  "orange.fr",
  "wanadoo.fr",
  "free.fr",
  "laposte.net",
  "seznam.cz",
  "wp.pl",
  "o2.pl",
  "naver.com",
  "daum.net",
  "gmail.com",
  "googlemail.com",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "msn.com",
  "yahoo.com",
  "ymail.com",
  "aol.com",
  "icloud.com",
  "me.com",
  "mac.com",
  "protonmail.com",
  "proton.me",
  "gmx.com",
  "gmx.net",
  "mail.com",
  "zoho.com",
  "qq.com",
  "163.com",
  "126.com",
  "sina.com",
  "yandex.com",
  "tutanota.com",
]);

/** Whether a mail domain is a big freemail provider's, whose users may be anywhere. */
export const isFreemail = (domain: string): boolean => freemail.has(domain);

const isLowerLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a;

/** Whether the last label of a domain is two letters; asked of each recipient, so without a pattern. */
const endsInTwoLetters = (domain: string): boolean => {
  const { length } = domain;
  return domain[length - 3] === "." && isLowerLetter(domain.charCodeAt(length - 2)) && isLowerLetter(domain.charCodeAt(length - 1));
};

/** True abroad, false at home, null unknown. `domain` in lower case; `home` ISO 3166-1 alpha-2 or null. */
export const isDomainAbroad = (domain: string, home: string | null): boolean | null => {
  if (home === null || !endsInTwoLetters(domain) || freemail.has(domain)) return null;
  const code = domain.slice(-2);
  if (genericCountryCodes.has(code)) return null;
  const homeCode = home === "GB" ? "uk" : home.toLowerCase();
  return code !== homeCode;
};
