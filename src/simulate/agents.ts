import type { Chance } from "./chance.ts";

/** What clients call themselves. Shapes as browsers and programs send them; versions of the years around 2025. */

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const iphone = (version: string): string =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${version.replace(".", "_")} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Mobile/15E148 Safari/604.1`;

const people: readonly (readonly [string, number])[] = [
  ...[124, 126, 128, 129, 130, 131, 132, 133, 134, 135, 136].flatMap((version) => [
    [`${windows} Chrome/${version}.0.0.0 Safari/537.36`, 3] as const,
    [`${windows} Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`, 1.6] as const,
    [`Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Mobile Safari/537.36`, 2] as const,
    [`${mac} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`, 0.9] as const,
  ]),
  ...["16.6", "17.5", "17.6", "18.1", "18.2", "18.3", "18.5"].map((version) => [iphone(version), 6] as const),
  ...["17.6", "18.1", "18.3"].map(
    (version) => [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Safari/605.1.15`, 2] as const,
  ),
  ...["128", "133", "135", "136"].map(
    (version) => [`Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`, 1] as const,
  ),
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.8.0", 3],
  ["Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36", 0.6],
];

const oldBrowsers: readonly string[] = [
  "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36",
  "Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2227.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36",
  "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.186 Safari/537.36 OPR/51.0.2830.55",
  "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:57.0) Gecko/20100101 Firefox/57.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:45.0) Gecko/20100101 Firefox/45.0",
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)",
  "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)",
  "Opera/9.80 (Windows NT 6.1; U; ru) Presto/2.10.229 Version/11.64",
  "Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/46.0.2490.71 Safari/537.36",
];

const programs: readonly string[] = [
  "python-requests/2.31.0",
  "python-requests/2.28.1",
  "-",
  "Mozilla/5.0",
  "Go-http-client/1.1",
  "Mozlila/5.0 (Linux; Android 7.0; SM-G892A Bulid/NRD90M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/60.0.3112.107 Moblie Safari/537.36",
];

// Never drawn by ordinary worlds.
const outsidePrograms: readonly string[] = [
  "okhttp/4.9.3",
  "Java/1.8.0_292",
  "Wget/1.21.2",
  "axios/1.6.7",
  "Apache-HttpClient/4.5.14 (Java/17.0.9)",
  "Dalvik/2.1.0 (Linux; U; Android 13; SM-A515F Build/TP1A.220624.014)",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/122.0.6261.94 Safari/537.36",
  "PostmanRuntime/7.36.1",
];

export const personAgent = (chance: Chance): string => chance.weighted(people);
export const oldBrowser = (chance: Chance): string => chance.pick(oldBrowsers);
export const programAgent = (chance: Chance, isOutside = false): string => chance.pick(isOutside ? outsidePrograms : programs);

/** Search engines with the third number of their network, 198.18.X.0/24. */
export const crawlers: readonly { readonly name: string; readonly agent: string; readonly block: number; readonly weight: number }[] = [
  { name: "googlebot", agent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", block: 128, weight: 8 },
  {
    name: "googlebot",
    agent:
      "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/135.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    block: 128,
    weight: 8,
  },
  {
    name: "bingbot",
    agent:
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
    block: 129,
    weight: 6,
  },
];

/** Programs that read whole sites and prove nothing about who they are. */
export const otherBots: readonly string[] = [
  "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
  "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
  "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
  "Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
  "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Twitterbot/1.0",
];

export const monitorAgent = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)";

export const feedReaders: readonly string[] = [
  "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 4 subscribers; )",
  "Tiny Tiny RSS/24.01 (https://tt-rss.org/)",
  "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 2 subscribers; )",
];
