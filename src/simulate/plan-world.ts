import { addressOf } from "./address-book.ts";
import { Chance } from "./chance.ts";
import { dayMs, hourMs, japanDay, japanDayStart } from "./habits.ts";
import { domesticPerson, foreignPerson } from "./mail-people.ts";
import type { Account, Host, LogGap, Mailbox, SimulateOptions, Site, SiteKind, World } from "./model.ts";
import { planHost, sharedKinds } from "./plan-hosts.ts";
import { planSite } from "./plan-site.ts";

/** Draws a world: hosts, accounts with their sites and mailboxes. What happens in it is decided elsewhere. */

const kinds: readonly (readonly [SiteKind, number])[] = [
  ["company", 40],
  ["brochure", 16],
  ["blog", 16],
  ["shop", 11],
  ["club", 7],
  ["members", 6],
  ["forum", 4],
];

// Measured on the generator itself: access lines that one visit brings with it, noise, robots and admins included.
export const linesPerVisit = 21;

interface Ground {
  readonly chance: Chance;
  readonly options: SimulateOptions;
  readonly firstDay: number;
  /** Visits a day of a middling site. */
  readonly visits: number;
  /** Mail of people a day and account: small worlds have little. */
  readonly lettersPerDay: number;
}

const gapIn = (ground: Ground, chance: Chance): LogGap => {
  const from = japanDayStart(ground.firstDay) + Math.floor(chance.next() * ground.options.days * dayMs);
  return { from, to: from + chance.scale([1.5, 9]) * hourMs };
};

const gapsOf = (ground: Ground, share: number, chance: Chance): LogGap[] => (chance.bool(share) ? [gapIn(ground, chance)] : []);

const planHosts = (ground: Ground): Host[] => {
  const { chance, options } = ground;
  const shared = sharedKinds(options.accounts, chance).map((kind, at) => ({ kind, name: `sv${at + 1}` }));
  const own = Array.from({ length: Math.min(4, Math.floor(options.accounts / 10)) }, (_, at) => ({
    kind: "postfix-rfc3339" as const,
    name: `vps${at + 1}`,
  }));
  const web = options.accounts >= 30 ? [{ kind: "postfix-classic" as const, name: "web1" }] : [];
  return [...shared, ...own, ...web].map(({ kind, name }) => {
    const part = chance.fork("host", name);
    return planHost({ name, kind, chance: part, hasMailLog: name !== "web1", gaps: gapsOf(ground, 0.3, part) });
  });
};

const planMailbox = (address: string, user: string, ground: Ground, chance: Chance): Mailbox => {
  const isOffice = chance.bool(0.7);
  const lettersPerDay = ground.lettersPerDay * chance.logNormal(1, 0.8);
  const home = addressOf(isOffice ? "office" : "home", "JP", chance);
  const roams = chance.bool(0.3);
  return {
    address,
    user,
    lettersPerDay,
    lettersInPerDay: lettersPerDay * chance.float([0.8, 2.5]),
    rhythm: isOffice ? "business" : "evening",
    addresses: roams ? [home, ...Array.from({ length: chance.int([2, 8]) }, () => addressOf("mobile", "JP", chance))] : [home],
    roams,
    helo: chance.pick(["[192.168.1.12]", "[192.168.0.5]", "DESKTOP-7F2K1QA", "[10.0.1.23]", "smtpclient.apple", "PC-KEIRI"]),
    correspondents: Array.from({ length: chance.int([8, 60]) }, () =>
      chance.bool(0.05) ? foreignPerson(chance) : domesticPerson(chance, { bounces: 0.004, late: 0.02 }),
    ),
  };
};

const planMailboxes = (account: Account, ground: Ground, chance: Chance): Mailbox[] => {
  const domain = account.sites[0]?.domain ?? account.host.domain;
  if (account.isShared || !chance.bool(0.55)) return [];
  const names = ["info", "sato", "keiri", "sales", "office", "support"].slice(0, chance.int([1, 5]));
  return names.map((name) => planMailbox(`${name}@${domain}`, name, ground, chance));
};

const siteCount = (isShared: boolean, chance: Chance): number =>
  isShared ? chance.int([3, 6]) : chance.weighted([[1, 68] as const, [2, 20] as const, [3, 8] as const, [5, 4] as const]);

const planAccount = (at: number, host: Host, ground: Ground, nextSite: () => number): Account => {
  const chance = ground.chance.fork("account", at);
  const isShared = host.name.startsWith("vps");
  const name = isShared ? "www-data" : chance.pick([`u${10_100 + at}`, `xs${300_000 + at * 7}`, `${chance.word(6)}${at}`]);
  const hasAccessLog = isShared || !chance.bool(0.03);
  const sites: Site[] = [];
  const mailboxes: Mailbox[] = [];
  const account: Account = {
    name,
    uid: isShared ? 33 : 10_100 + at,
    home: isShared ? "/var/www" : `/home/${name}`,
    host,
    sites,
    mailboxes,
    hasPhpLog: chance.bool(0.35),
    isShared,
    cronHours: chance.bool(0.4) ? [chance.int([1, 5])] : [],
  };
  const isYoung = !isShared && chance.bool(0.08);
  for (let count = siteCount(isShared, chance); count > 0; count--) {
    const id = nextSite();
    const firstDay = isYoung ? ground.firstDay + chance.int([1, Math.max(1, Math.floor(ground.options.days * 0.8))]) : 0;
    const part = ground.chance.fork("site", id);
    const kind = part.weighted(kinds);
    const gaps = gapsOf(ground, 0.05, part);
    sites.push(
      planSite({
        id,
        account,
        chance: part,
        kind,
        visits: ground.visits,
        isOutside: ground.options.outsideRange,
        firstDay,
        hasAccessLog,
        gaps,
      }),
    );
  }
  mailboxes.push(...planMailboxes(account, ground, chance));
  return account;
};

const hostOf = (at: number, hosts: readonly Host[], accounts: number, chance: Chance): Host => {
  const own = hosts.filter(({ name }) => name.startsWith("vps"));
  const fromEnd = accounts - 1 - at;
  if (fromEnd < own.length) return own[fromEnd] as Host;
  const web = hosts.find(({ name }) => name === "web1");
  if (web !== undefined && chance.bool(0.05)) return web;
  return chance.pick(hosts.filter(({ name }) => name.startsWith("sv")));
};

// A Monday; worlds start up to two years later.
const earliest = Date.UTC(2024, 8, 2);

const groundOf = (options: SimulateOptions): Ground => {
  const chance = new Chance(options.seed).fork("world", options.accounts, options.days);
  const perAccount = options.lines / (options.accounts * options.days);
  // Robots and noise come whether or not anybody else does: some 14 lines a site and day. 1.6 sites an account; the mean of the sizes is 1.5 times their median.
  const visits = Math.max(0.4, perAccount * 0.6 - 22) / (linesPerVisit * 1.6 * 1.5);
  const firstDay = japanDay(earliest) + chance.int([0, 700]);
  return { chance, options, firstDay, visits, lettersPerDay: Math.min(8, perAccount / 260) };
};

export const planWorld = (options: SimulateOptions): World => {
  const ground = groundOf(options);
  const hosts = planHosts(ground);
  let sites = 0;
  const accounts = Array.from({ length: options.accounts }, (_, at) =>
    planAccount(at, hostOf(at, hosts, options.accounts, ground.chance), ground, () => sites++),
  );
  return {
    options,
    firstDay: ground.firstDay,
    endDay: ground.firstDay + options.days,
    hosts,
    accounts,
    sites: accounts.flatMap((account) => account.sites),
  };
};
