import type { Detection } from "../domain/detection.ts";
import type { Gap } from "../domain/scan-report.ts";
import type { Directory, KnownAccount, KnownSite } from "./directory.ts";

/** What a run was given of both sides. */
export interface ReadSides {
  readonly directory: Directory;
  /** Whether any line of the site was read. */
  readonly isRead: (site: KnownSite) => boolean;
  /** Whether the account sent any mail. */
  readonly mails: (account: KnownAccount) => boolean;
  /** Servers that the mail logs name; `local` where a line does not say. Empty without mail logs. */
  readonly mailHosts: ReadonlySet<string>;
}

const gapOfSite = ({ domain, account }: KnownSite): Gap => ({
  code: "no-access-log-of-site",
  detail: account === null ? domain : `${domain} (${account.name})`,
});

/** Whether mail logs were read, and none of this server. A log that names no server may be of any. */
const lacksMailLog = (host: string, { mailHosts }: ReadSides): boolean =>
  host !== "local" && mailHosts.size > 0 && !mailHosts.has("local") && !mailHosts.has(host);

/** Sites of the config without a line while their account mails, and servers with sites and no mail log. */
export const missingLogs = (sides: ReadSides): readonly Gap[] => {
  const { directory, isRead, mails } = sides;
  const told = directory.sites.filter(({ account, inferred }) => account !== null && !inferred);
  // Without any access log the run says so once.
  const unread = directory.sites.some(isRead) ? told.filter((site) => !isRead(site) && site.account !== null && mails(site.account)) : [];
  const hosts = new Set(told.filter(isRead).flatMap(({ account }) => (account === null ? [] : [account.host])));
  const silent = [...hosts].filter((host) => lacksMailLog(host, sides));
  return [...unread.map(gapOfSite), ...silent.map((host): Gap => ({ code: "no-mail-log-of-host", detail: host }))];
};

/** The same for one case: the account's sites that no line was read of, and its server. */
export const missingForCase = ({ account }: Detection, sides: ReadSides): readonly Gap[] => {
  const known = account as KnownAccount | null;
  if (known === null) return [];
  const sites = sides.directory.sites.some(sides.isRead) ? known.sites.filter((site) => !sides.isRead(site)) : [];
  const host: readonly Gap[] = lacksMailLog(known.host, sides) ? [{ code: "no-mail-log-of-host", detail: known.host }] : [];
  return [...sites.map(gapOfSite), ...host];
};
