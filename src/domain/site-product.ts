import type { CauseReport } from "./scan-report.ts";

/** Programs that a notice has a how-to of its own for; `other` = anything else. */
export const siteProducts = [
  "contact-form-7",
  "newsletter-plugin",
  "wordpress-registration",
  "wordpress-comments",
  "wordpress-login",
  "wordpress",
  "other",
] as const;

/** One of {@link siteProducts}. */
export type SiteProduct = (typeof siteProducts)[number];

/** Sources: the REST routes of Contact Form 7, the query of The Newsletter and its kin, WordPress core's own file names. */
const signs: readonly (readonly [Exclude<SiteProduct, "other">, RegExp])[] = [
  ["contact-form-7", /\/contact-form-7\//i],
  ["newsletter-plugin", /[?&]na=s(&|$)|\/(newsletter|mailpoet|mailster|subscribe2)\//i],
  ["wordpress-registration", /\/wp-(login\.php\?.*\baction=register\b|signup\.php)/i],
  ["wordpress-comments", /\/wp-(comments-post|trackback)\.php|\/wp\/v2\/comments(\/|$)/i],
  ["wordpress-login", /\/(wp-login|xmlrpc)\.php/i],
  ["wordpress", /\/wp-(json|admin|content|includes|cron\.php|mail\.php)/i],
];

const addressOf = ({ path, query }: { readonly path: string | null; readonly query: string | null }): string =>
  query === null ? (path ?? "") : `${path ?? ""}?${query}`;

/**
 * The program behind a cause, as far as the addresses tell that were used; the most telling one wins, since a form's page is named by its
 * owner while its second address is named by the program.
 */
export const siteProduct = (cause: Pick<CauseReport, "path" | "query" | "file" | "endpoints">): SiteProduct => {
  const addresses = [addressOf(cause), ...cause.endpoints.map(addressOf), cause.file ?? ""];
  return signs.find(([, sign]) => addresses.some((address) => sign.test(address)))?.[0] ?? "other";
};
