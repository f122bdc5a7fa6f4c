import type { Endpoint } from "./endpoint.ts";
import { siteProgram } from "./site-program.ts";

/** The site's own clock, which mails what is due. */
const clock = /\/wp-cron\.php$/;

/** Log-ins that a form of the same page may share its address with: a shop's account page holds its registration too. */
const shared = /\/my-account\/?$/i;

/**
 * Addresses at which other servers report to the site: payment callbacks and web hooks (WooCommerce's `wc-api`, PayPal's
 * IPN). Their senders are abroad, read no page and cause mail, as their work is.
 */
const callbacks = /(^|[/_-])(wc-api|web-?hooks?|ipn)([/_.-]|$)/i;

/** Programs that other classes judge: log-ins, password resets, comments, Joomla's administration. They are no contact forms. */
const isOthers = (endpoint: Endpoint): boolean => {
  const program = siteProgram(endpoint);
  if (program === "administration") return endpoint.path.includes("/administrator/") || endpoint.path.endsWith("/wp-login.php");
  return program !== "other" && !shared.test(endpoint.path);
};

/** Whether a form may stand behind an endpoint: something that people fill in and that may mail. */
export const mayBeForm = (endpoint: Endpoint): boolean =>
  !isOthers(endpoint) && !clock.test(endpoint.path) && !callbacks.test(endpoint.path);
