import type { Endpoint } from "./endpoint.ts";

/**
 * Endpoints at which people sign up: for a newsletter, or for an account. Whoever is signed up by strangers gets mail that he never asked
 * for, of the site's own words: subscription bombing, not a relay. Sources: WordPress core, WooCommerce, the mailing plugins (Newsletter,
 * MailPoet, Mailchimp), Joomla with AcyMailing, Drupal, Moodle, phpBB, OpenCart, Magento, PrestaShop, EC-CUBE, phpList, Mailman.
 */
const paths =
  /(^|[/_.-])(subscri(be|bers?|ption)|news-?letters?|mailing-?lists?|mail-?magazine|mail-?mag|merumaga|melmaga|opt-?in|regist(er|ration)|regist|sign-?up|join|create-?account|createpost|new-?account|entry|touroku|kaiin|membership)([/_.-]|$)|\/wp-signup\.php$|\/user\/register\/?$|\/my-account\/?$|\/mailman\/subscribe\//i;
const queries =
  /^(na=(s|sa|subscribe|ajaxsub)|action=(register|signup|sign_up|subscribe|mailpoet|tnp|wysija.*|mc4wp.*|.*(subscri|newsletter|register|signup).*)|mode=register|task=(registration\..*|register|.*optin|sub)|option=com_(acym(ailing)?|users_register|communicator|jnews)|route=(account|common)\/(register|newsletter).*|rest_route=\/(mailpoet|newsletter|tnp|mc4wp)\/.*)$/i;
/** Addresses of contact forms; a page may be called both ("entry/contact"). */
export const contactNames = /contact|inquir|enquir|toiawase|feedback|wpcf7|kontakt|contacto|mailform|postmail|quote|estimate/i;

const told = new WeakMap<object, boolean>();

const isSignUpName = ({ path, query }: Pick<Endpoint, "path" | "query">): boolean => {
  if (query !== null && queries.test(query)) return true;
  return paths.test(path) && !contactNames.test(path);
};

/** Whether people sign up there, as far as its name tells; remembered as long as the endpoint itself is. */
export const isSignUp = (endpoint: Pick<Endpoint, "path" | "query">): boolean => {
  const known = told.get(endpoint);
  if (known !== undefined) return known;
  const is = isSignUpName(endpoint);
  told.set(endpoint, is);
  return is;
};
