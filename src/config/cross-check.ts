import { nearestWord } from "../kit/edit-distance.ts";
import type { ConfigProblem, FieldPath } from "./config-problem.ts";
import { fieldName } from "./config-problem.ts";
import { plainDomain } from "./names.ts";

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface Named {
  readonly path: FieldPath;
  readonly name: string;
}

const repeats = (named: readonly Named[], what: (name: string) => string): ConfigProblem[] => {
  const first = new Map<string, Named>();
  return named.flatMap((item) => {
    const earlier = first.get(item.name);
    if (earlier === undefined) first.set(item.name, item);
    return earlier === undefined
      ? []
      : [{ path: item.path, at: "value" as const, text: `${what(item.name)} stands already at ${fieldName(earlier.path)}` }];
  });
};

interface SeenAccount {
  readonly fields: Fields;
  readonly path: FieldPath;
  readonly host: string;
}

const accountsOf = (data: Fields): SeenAccount[] =>
  listOf(data.accounts).map((value, index) => {
    const fields = fieldsOf(value);
    return { fields, path: ["accounts", index], host: typeof fields.host === "string" ? fields.host : "" };
  });

const domainsOf = (accounts: readonly SeenAccount[]): Named[] =>
  accounts.flatMap(({ fields, path }) =>
    listOf(fields.sites).flatMap((value, index) => {
      const site = fieldsOf(value);
      const places: [unknown, FieldPath][] = [
        [site.domain, ["domain"]],
        ...listOf(site.aliases).map((alias, at): [unknown, FieldPath] => [alias, ["aliases", at]]),
      ];
      return places.flatMap(([name, end]) =>
        typeof name === "string" ? [{ path: [...path, "sites", index, ...end], name: plainDomain(name) || name }] : [],
      );
    }),
  );

const repeatedAccounts = (accounts: readonly SeenAccount[]): ConfigProblem[] => {
  const keyed = (field: "name" | "uid"): Named[] =>
    accounts.flatMap(({ fields, path, host }) =>
      typeof fields[field] === "string" || typeof fields[field] === "number"
        ? [{ path: [...path, field], name: JSON.stringify([host, fields[field]]) }]
        : [],
    );
  const inWords = (key: string): string => String((JSON.parse(key) as readonly unknown[])[1]);
  return [
    ...repeats(keyed("name"), (key) => `the account "${inWords(key)}"`),
    ...repeats(keyed("uid"), (key) => `the uid ${inWords(key)}`),
  ];
};

const logHosts = (data: Fields): string[] =>
  ["logs", "phpLogs"].flatMap((key) =>
    listOf(fieldsOf(data.mail)[key]).flatMap((log) => {
      const { host } = fieldsOf(log);
      return typeof host === "string" ? [host] : [];
    }),
  );

const hostlessAccounts = (data: Fields, accounts: readonly SeenAccount[]): ConfigProblem[] => {
  const hosts = [...new Set([...accounts.map(({ host }) => host), ...logHosts(data)].filter((host) => host !== ""))];
  if (hosts.length < 2) return [];
  return accounts.flatMap(({ fields, path }) =>
    fields.host === undefined
      ? [{ path: [...path, "host"], at: "value" as const, text: `missing; give the account's server, one of ${hosts.join(", ")}` }]
      : [],
  );
};

const exactlyOne = (value: unknown, path: FieldPath, keys: readonly string[]): ConfigProblem[] => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const given = keys.filter((key) => fieldsOf(value)[key] !== undefined);
  if (given.length === 1) return [];
  const wanted = `${keys.slice(0, -1).join(", ")} or ${keys.at(-1)}`;
  return [
    { path, at: "key", text: given.length === 0 ? `give one of ${wanted}` : `give one of ${wanted}, not ${given.join(" and ")} together` },
  ];
};

/** A file of ranges says whose they are by the crawler's name. */
const rangesAlone = (value: unknown, path: FieldPath): ConfigProblem[] => {
  const { ranges, crawler } = fieldsOf(value);
  return ranges === undefined || crawler !== undefined ? [] : [{ path, at: "key", text: "give ranges together with crawler" }];
};

const unknownSites = (data: Fields, domains: ReadonlySet<string>): ConfigProblem[] =>
  listOf(data.exceptions).flatMap((value, index) =>
    listOf(fieldsOf(value).sites).flatMap((site, at) => {
      // Without accounts the sites are whatever the logs name.
      if (typeof site !== "string" || site === "*" || domains.size === 0 || domains.has(plainDomain(site))) return [];
      const meant = nearestWord(site, domains);
      const text = `no account has the site "${site}"${meant === null ? '; "*" means every site' : `; did you mean "${meant}"?`}`;
      return [{ path: ["exceptions", index, "sites", at], at: "value" as const, text }];
    }),
  );

/** Apache alone has such files. */
const advisoryElsewhere = (accounts: readonly SeenAccount[]): ConfigProblem[] =>
  accounts.flatMap(({ fields, path }) =>
    listOf(fields.sites).flatMap((value, index) => {
      const { guard, server } = fieldsOf(value);
      if (guard !== "htaccess" || server === "apache") return [];
      return [{ path: [...path, "sites", index, "guard"], at: "value" as const, text: "htaccess needs server: apache" }];
    }),
  );

/** What one field alone cannot show: repeats, alternatives, names that lead nowhere. Takes the data as read, good or not. */
export const crossCheck = (data: unknown): ConfigProblem[] => {
  const root = fieldsOf(data);
  const accounts = accountsOf(root);
  const domains = domainsOf(accounts);
  const secrets = Object.entries(fieldsOf(root.secrets));
  return [
    ...repeatedAccounts(accounts),
    ...repeats(domains, (name) => `the domain "${name}"`),
    ...hostlessAccounts(root, accounts),
    ...advisoryElsewhere(accounts),
    ...listOf(root.exceptions).flatMap((value, index) => exactlyOne(value, ["exceptions", index], ["cidr", "crawler"])),
    ...listOf(root.exceptions).flatMap((value, index) => rangesAlone(value, ["exceptions", index])),
    ...unknownSites(root, new Set(domains.map(({ name }) => name))),
    ...secrets.flatMap(([key, value]) => exactlyOne(value, ["secrets", key], ["file", "credential"])),
    ...exactlyOne(root.inbound, ["inbound"], ["imap", "maildir", "listen"]),
  ];
};
