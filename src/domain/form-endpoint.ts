import type { Endpoint } from "./endpoint.ts";

/** Programs that other classes judge: log-in, comments, trackbacks, the site's own clock. They are no contact forms. */
const otherPrograms = /\/(wp-login|xmlrpc|wp-comments-post|wp-cron|wp-trackback)\.php$|\/administrator\/|\/trackback\/?$/;

/**
 * Addresses at which other servers report to the site: payment callbacks and web hooks (WooCommerce's `wc-api`, PayPal's
 * IPN). Their senders are abroad, read no page and cause mail, as their work is.
 */
const callbacks = /(^|[/_-])(wc-api|web-?hooks?|ipn)([/_.-]|$)/i;

/** Whether a form may stand behind an endpoint: something that people fill in and that may mail. */
export const mayBeForm = ({ path }: Endpoint): boolean => !otherPrograms.test(path) && !callbacks.test(path);
