import { minute, second } from "./clock.ts";
import { request, type Scene, shop } from "./scene.ts";
import type { RequestPurpose } from "./web-log.ts";

/** Who walks through the shop. */
export interface Visitor {
  readonly source: string;
  readonly userAgent: string;
  readonly purpose: RequestPurpose;
}

const currentBrowsers = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36 Edg/145.0.0.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.3 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.3 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.3 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0",
] as const;

/** A browser of the time of the story. */
export const currentBrowser = ({ dice }: Scene): string => dice.pick(currentBrowsers);

// The slugs are Japanese, as WordPress makes them from titles: products, then posts of the blog.
const products = [
  "%e9%89%84%e7%93%b6",
  "%e6%80%a5%e9%a0%88",
  "%e6%b9%af%e5%91%91",
  "%e8%8c%b6%e7%ad%92",
  "%e9%a2%a8%e5%91%82%e6%95%b7",
].map((slug) => `/product/${slug}/`);
const posts = [
  "/2026/01/%e6%96%b0%e8%8c%b6/",
  "/2026/02/%e9%89%84%e7%93%b6%e3%81%ae%e6%89%8b%e5%85%a5%e3%82%8c/",
  "/2026/02/%e5%b7%a5%e6%88%bf%e4%be%bf%e3%82%8a/",
  "/2025/12/%e5%b9%b4%e6%9c%ab%e5%b9%b4%e5%a7%8b/",
];
const pages = ["/", "/", "/shop/", "/shop/", "/blog/", "/about/", "/shop/?orderby=date", ...products, ...products, ...posts, ...posts];
const entrances = ["-", "-", "https://search.example/", "https://search.example/", "https://social.example/"];

const furniture = [
  ["/wp-content/themes/hatago/style.css?ver=2.4.1", 24_816],
  ["/wp-includes/js/jquery/jquery.min.js?ver=3.7.1", 87_553],
  ["/wp-content/plugins/woocommerce/assets/css/woocommerce.css?ver=10.5.1", 14_902],
  ["/wp-content/plugins/contact-form-7/includes/js/index.js?ver=6.1.4", 13_011],
  ["/wp-content/uploads/2025/11/logo.png", 9_377],
  ["/favicon.ico", 1_150],
] as const;

/** Opens a page; a first page brings the files that every page needs, a later one only its pictures. Returns when it is read. */
export const openPage = (
  scene: Scene,
  visitor: Visitor,
  page: { at: number; path: string; referer: string; isFirst: boolean; bytes?: number },
): number => {
  const { web, dice } = scene;
  const address = `${shop.url}${page.path}`;
  web.add(
    request({
      ...visitor,
      at: page.at,
      tookMs: dice.between(90, 420),
      target: page.path,
      bytes: page.bytes ?? dice.between(38_000, 61_000),
      referer: page.referer,
    }),
  );
  const files = page.isFirst ? furniture : [];
  const pictures = Array.from(
    { length: dice.between(0, 2) },
    () => [`/wp-content/uploads/2026/0${dice.between(1, 2)}/p${dice.between(100, 139)}-600x600.jpg`, 0] as const,
  );
  for (const [target, bytes] of [...files, ...pictures]) {
    const at = page.at + dice.between(450, 1900);
    web.add(
      request({
        ...visitor,
        at,
        tookMs: dice.between(2, 60),
        target,
        bytes: bytes || 30_000 + ((target.charCodeAt(30) * 337) % 25_000),
        referer: address,
      }),
    );
  }
  return page.at + dice.between(9 * second, 110 * second);
};

/** A walk through a few pages of the shop; returns where and when it ended. */
export const walk = (scene: Scene, visitor: Visitor, at: number): { readonly at: number; readonly page: string } => {
  const { dice } = scene;
  const steps = dice.pick([1, 1, 2, 2, 3, 4, 5]);
  let [now, path, referer]: [number, string, string] = [at, dice.pick(pages), dice.pick(entrances)];
  for (let step = 0; step < steps; step += 1) {
    now = openPage(scene, visitor, { at: now, path, referer, isFirst: step === 0 });
    referer = `${shop.url}${path}`;
    path = dice.pick(pages);
  }
  return { at: Math.min(now, at + 20 * minute), page: referer };
};
