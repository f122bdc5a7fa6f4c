import type { Config } from "../config.ts";
import type { AskedSite } from "../desk/ask-site.ts";
import type { DenySite } from "../desk/deny-lists.ts";
import type { DeskParts } from "../desk/desk-parts.ts";

/** Host and port of a text such as `127.0.0.1:8080` or `[::1]:8080`. */
export const addressOf = (text: string): { readonly host: string; readonly port: number } => {
  const at = text.lastIndexOf(":");
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, "$1"), port: Number(text.slice(at + 1)) };
};

const tlsPort = 443;

/** The sites of the config by each of their names, with where they are asked. */
export const siteBook = ({ accounts }: Config): ((name: string) => AskedSite | null) => {
  const sites = new Map<string, AskedSite>();
  for (const { domain, aliases, address } of accounts.flatMap((account) => account.sites)) {
    const given = address === undefined ? null : addressOf(address);
    const asked: AskedSite = {
      names: [domain, ...aliases, `www.${domain}`],
      address: given === null ? null : { ...given, tls: given.port === tlsPort },
    };
    for (const name of [domain, ...aliases]) sites.set(name, asked);
  }
  return (name) => sites.get(name) ?? null;
};

/** Whether anybody can be told about an account. */
export const contactBook = ({ accounts }: Config): DeskParts["hasContact"] => {
  const reached = accounts.filter(({ owner, contacts }) => owner !== undefined || contacts.length > 0);
  return (host, account) => reached.some((one) => one.name === account && (one.host ?? host) === host);
};

/** The sites of the config by each of their names, with whom a deny list must not shut out: their owner, and the proxies in front. */
export const denySiteBook = ({ accounts, trustedProxies }: Config): ((name: string) => DenySite | null) => {
  const sites = new Map<string, DenySite>();
  for (const { sites: served, owner } of accounts)
    for (const { domain, aliases } of served)
      for (const name of [domain, `www.${domain}`, ...aliases])
        sites.set(name, { domain, own: owner?.addresses ?? [], proxies: trustedProxies });
  return (name) => sites.get(name.toLowerCase().replace(/\.$/, "")) ?? null;
};
