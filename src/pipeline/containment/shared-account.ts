import type { Detection } from "../../domain/detection.ts";
import type { SharedAccountReport } from "../../domain/scan-report.ts";
import type { KnownAccount } from "../directory.ts";
import type { MailHistory } from "../mail-history.ts";

/** Whether several sites run, and mail, as this one account: what acts on the account then acts on sites that have no part in the case. */
export const hasSeveralSites = ({ account, reach }: Detection): boolean => account !== null && (reach?.sites ?? 0) > 1;

/** Users that the packages of web servers and PHP make, and the ids below which a distribution gives no person one. */
const servers = /^(www-data|www|apache\d?|httpd?|nginx|nobody|wwwrun|web|_www|lighttpd|php-fpm|litespeed|caddy)$/;
const firstPersonsUid = 1_000;

/** Whether the account is the server's own rather than a customer's: then nobody knows whose the other sites are. */
export const isShared = (detection: Detection): boolean => {
  const { account } = detection;
  if (account === null || !hasSeveralSites(detection)) return false;
  return servers.test(account.name) || (account.uid !== null && account.uid < firstPersonsUid);
};

/** The mail that a measure on the whole account would meet besides the case's, site by site; null where the account has one site. */
export const sharedAccountOf = (detection: Detection, history: Pick<MailHistory, "ofSite">): SharedAccountReport | null => {
  const { account, site, counts, lastSeen, accountMessagesSinceStart } = detection;
  if (account === null || !hasSeveralSites(detection)) return null;
  const { sites } = account as KnownAccount;
  const ofSites = sites.map((one) => ({ id: one.id, site: one.domain, messages: history.ofSite(one, lastSeen) }));
  const own = ofSites.find(({ id }) => id === site?.id)?.messages ?? 0;
  const otherSites = ofSites
    .filter(({ id, messages }) => id !== site?.id && messages > 0)
    .map((one) => ({ site: one.site, messages: one.messages }))
    .sort((a, b) => b.messages - a.messages);
  const besides = Math.max(0, accountMessagesSinceStart - counts.messages);
  const others = otherSites.reduce((sum, { messages }) => sum + messages, 0);
  const ownMessages = Math.min(Math.max(0, own - counts.messages), Math.max(0, besides - others));
  return { sites: sites.length, ownMessages, otherSites, unplacedMessages: Math.max(0, besides - others - ownMessages) };
};
