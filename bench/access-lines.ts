import { createRandom, type Random } from "./random.ts";

/** What the generated access log is made of: many small sites on one server. */
export interface AccessMix {
  readonly addresses: number;
  readonly sites: number;
  readonly pathsPerSite: number;
  readonly linesPerDay: number;
  readonly seed: number;
}

/** 50,000 addresses of which 4 % IPv6, 300 sites with 200 paths each, 4.5 % POST, a million lines a day. */
export const accessMix: AccessMix = { addresses: 50_000, sites: 300, pathsPerSite: 200, linesPerDay: 1_000_000, seed: 1 };

/** Midnight of 1 February 2026 in UTC+9, epoch ms. */
export const firstMoment = Date.UTC(2026, 0, 31, 15);

const zoneMs = 9 * 3_600_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Left out of the first octet because they hold private, shared, loopback, link-local or documentation ranges. */
const notPublic = new Set([10, 100, 127, 169, 172, 192, 198, 203]);

const hex = (random: Random): string => random.below(65_536).toString(16);

/** An address of the public space, so that looking up its country is real work; whose it is does not matter here. */
const makeAddress = (random: Random): string => {
  if (random.unit() < 0.04) return `${random.pick(["2400", "2001", "2600", "2a02", "240b"])}:${hex(random)}:${hex(random)}::${hex(random)}`;
  // Half from one large domestic network, so that being foreign is not the rule; else anywhere.
  let first = random.unit() < 0.5 ? 126 : 1 + random.below(223);
  while (notPublic.has(first)) first = 1 + random.below(223);
  return `${first}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`;
};

const chrome = (random: Random): string =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + random.below(25)}.0.0.0 Safari/537.36`;
const phone = (random: Random): string =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${15 + random.below(4)}_${random.below(8)} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.${random.below(6)} Mobile/15E148 Safari/604.1`;
const firefox = (random: Random): string => {
  const version = 110 + random.below(40);
  return `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
};
const crawler = (random: Random): string => `Mozilla/5.0 (compatible; ExampleBot/2.${random.below(9)}; +https://bot.example/about)`;

const makeUserAgents = (random: Random): readonly string[] =>
  Array.from({ length: 120 }, (_, at) => [chrome, phone, chrome, firefox, crawler, firefox][at % 6]?.(random) ?? "curl/8.14.1");

const words = ["spring", "notes", "shop", "garden", "kyoto", "recipe", "update", "travel", "report", "coffee", "winter", "school"];

const makePath = (random: Random, at: number): string => {
  const slug = `${random.pick(words)}-${random.pick(words)}-${at}`;
  const year = 2018 + random.below(9);
  if (at === 0) return "/";
  if (at % 4 === 0) return `/wp-content/uploads/${year}/0${1 + random.below(9)}/${slug}.jpg`;
  if (at % 4 === 1)
    return `/wp-content/themes/example-theme/assets/${slug}.${random.pick(["css", "js", "woff2"])}?ver=6.${random.below(9)}`;
  if (at % 4 === 2) return `/blog/${year}/${slug}/`;
  return random.unit() < 0.2 ? `/?s=${slug}&paged=${random.below(9)}` : `/product/${slug}/?ref=${random.pick(words)}`;
};

/** Endpoints of POSTs, each with the sum of shares up to it: most are a CMS talking to itself, few are forms. */
const postPaths: readonly (readonly [string, number])[] = [
  ["/wp-admin/admin-ajax.php", 0.6],
  ["/wp-login.php", 0.75],
  ["/xmlrpc.php", 0.84],
  ["/?wc-ajax=update_order_review", 0.93],
  ["/wp-comments-post.php", 0.97],
  ["/contact/", 1],
];

interface World {
  readonly addresses: readonly string[];
  readonly sites: readonly string[];
  readonly userAgents: readonly string[];
  readonly paths: readonly (readonly string[])[];
}

const makeWorld = (mix: AccessMix, random: Random): World => ({
  addresses: Array.from({ length: mix.addresses }, () => makeAddress(random)),
  sites: Array.from({ length: mix.sites }, (_, at) => `${random.pick(words)}-${at}.example`),
  userAgents: makeUserAgents(random),
  paths: Array.from({ length: mix.sites }, () => Array.from({ length: mix.pathsPerSite }, (_, at) => makePath(random, at))),
});

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

const stampText = (epochMs: number): string => {
  const time = new Date(epochMs + zoneMs);
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `[${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}:${clock} +0900]`;
};

const postTarget = (random: Random): string => {
  const drawn = random.unit();
  return postPaths.find(([, limit]) => drawn < limit)?.[0] ?? "/contact/";
};

const postLine = (random: Random): string =>
  `"POST ${postTarget(random)} HTTP/1.1" ${random.unit() < 0.9 ? 200 : 403} ${20 + random.below(3_000)}`;

const readLine = (random: Random, path: string): string => {
  const drawn = random.unit();
  const status = drawn < 0.86 ? 200 : drawn < 0.94 ? 304 : drawn < 0.97 ? 301 : 404;
  return `"${random.unit() < 0.02 ? "HEAD" : "GET"} ${path} HTTP/${random.unit() < 0.6 ? "2.0" : "1.1"}" ${status} ${status === 304 ? "-" : 200 + random.below(90_000)}`;
};

const refererOf = (random: Random, site: string, paths: readonly string[]): string => {
  const drawn = random.unit();
  if (drawn < 0.45) return "-";
  if (drawn < 0.6) return "https://search.example/";
  return drawn < 0.8 ? `https://${site}/` : `https://${site}${paths[random.below(paths.length)] as string}`;
};

/** One visitor on one site for a few requests. */
interface Visit {
  readonly address: string;
  readonly agent: string;
  readonly site: number;
  left: number;
  seen: number;
}

const startVisit = (random: Random, { addresses, sites, userAgents }: World): Visit => {
  const address = random.below(addresses.length);
  // The square makes a few sites busy and most quiet, as they are. Half of the visits are one request.
  const site = Math.floor(random.unit() ** 2 * sites.length);
  const left = random.unit() < 0.5 ? 1 : 2 + random.below(14);
  return { address: addresses[address] as string, agent: userAgents[address % userAgents.length] as string, site, left, seen: 0 };
};

/** Visits going on at once. */
const openVisits = 400;
/** Of requests after a visit's first, and of first ones. */
const postShare = { later: 0.056, first: 0.005 };

const requestOf = (random: Random, visit: Visit, { sites, paths }: World): string => {
  const name = sites[visit.site] as string;
  const sitePaths = paths[visit.site] as readonly string[];
  const path = sitePaths[Math.floor(random.unit() ** 2 * sitePaths.length)] as string;
  const isPost = random.unit() < (visit.seen > 0 ? postShare.later : postShare.first);
  const referer = isPost ? `https://${name}${sitePaths[random.below(20)] as string}` : refererOf(random, name, sitePaths);
  return `${isPost ? postLine(random) : readLine(random, path)} "${referer}"`;
};

/** Lines of one vhost_combined access log, in time order with a zone; the same mix and count give the same bytes. */
export function* accessLines(count: number, mix: AccessMix = accessMix): Generator<string> {
  const random = createRandom(mix.seed);
  const world = makeWorld(mix, random);
  const msPerLine = 86_400_000 / mix.linesPerDay;
  const visits = Array.from({ length: openVisits }, () => startVisit(random, world));
  let second = -1;
  let stamp = "";
  for (let at = 0; at < count; at++) {
    const epochMs = firstMoment + Math.floor(at * msPerLine);
    if (Math.floor(epochMs / 1000) !== second) stamp = stampText(epochMs);
    second = Math.floor(epochMs / 1000);
    const place = random.below(visits.length);
    const visit = visits[place] as Visit;
    yield `${world.sites[visit.site] as string}:443 ${visit.address} - - ${stamp} ${requestOf(random, visit, world)} "${visit.agent}"\n`;
    visit.seen++;
    if (--visit.left === 0) visits[place] = startVisit(random, world);
  }
}
