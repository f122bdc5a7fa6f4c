import type { Endpoint } from "./endpoint.ts";
import { isSignUp } from "./sign-up.ts";
import { siteProgram } from "./site-program.ts";

/** The site's own clock, which mails what is due. */
const clock = /\/wp-cron\.php$/;

/**
 * Addresses at which other servers report to the site: payment callbacks and web hooks (WooCommerce's `wc-api`, PayPal's
 * IPN). Their senders are abroad, read no page and cause mail, as their work is.
 */
const callbacks = /(^|[/_-])(wc-api|web-?hooks?|ipn)([/_.-]|$)/i;

/**
 * Programs that other classes judge: log-ins, password resets, comments, Joomla's administration. They are no contact forms; but a page may
 * take registrations beside log-ins (a shop's account page), and a log-in program may as well (`/wp-login.php?action=register`).
 */
const isOthers = (endpoint: Endpoint): boolean => {
  if (isSignUp(endpoint)) return false;
  const program = siteProgram(endpoint);
  if (program === "administration") return endpoint.path.includes("/administrator/") || endpoint.path.endsWith("/wp-login.php");
  return program !== "other";
};

/** Whether other servers report to the site there. */
export const isCallback = ({ path }: Pick<Endpoint, "path">): boolean => callbacks.test(path);

/** Whether a form may stand behind an endpoint: something that people fill in and that may mail. */
export const mayBeForm = (endpoint: Endpoint): boolean => !isOthers(endpoint) && !clock.test(endpoint.path) && !isCallback(endpoint);
