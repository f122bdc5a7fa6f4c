import { addressOf, domesticVisitor } from "./address-book.ts";
import { personAgent } from "./agents.ts";
import type { Chance } from "./chance.ts";
import { domesticPerson, localPerson } from "./mail-people.ts";
import type { Account, CdnUse, Form, LogGap, Mailable, Newsletter, Page, Rotation, Site, SiteKind } from "./model.ts";
import { planForm } from "./plan-forms.ts";

/** One site: its pages, forms, visitors and habits, from distributions. */

export interface SiteRequest {
  readonly id: number;
  readonly account: Account;
  readonly chance: Chance;
  readonly kind: SiteKind;
  /** Human visits a day of a site of middling size. */
  readonly visits: number;
  readonly isOutside: boolean;
  readonly firstDay: number;
  readonly hasAccessLog: boolean;
  readonly gaps: readonly LogGap[];
}

const words =
  "sakura yama kawa hana mori umi hoshi kaze tsuki sora asahi midori aoi hikari kodama tanpopo momiji suzume kitsune tanuki kumo yuki natsu haru aki fuyu minato machi mura shima".split(
    " ",
  );
const trades: Readonly<Record<SiteKind, readonly string[]>> = {
  company: ["kogyo", "shoji", "denki", "kensetsu", "clinic", "design", "shika", "law"],
  shop: ["shop", "store", "tea", "sake", "zakka", "farm"],
  forum: ["forum", "bbs", "talk"],
  brochure: ["kobo", "ryokan", "cafe", "hari", "juku"],
  blog: ["blog", "diary", "note", "log"],
  club: ["club", "circle", "npo", "kai"],
  members: ["school", "online", "members", "gym"],
};
const subjects =
  "about company news service products access recruit faq price gallery staff works voice flow history philosophy blog event campaign guide".split(
    " ",
  );

const planPages = (isWordPress: boolean, chance: Chance): Page[] => {
  const bytes = (): number => Math.round(isWordPress ? chance.logNormal(38_000, 0.5) : chance.logNormal(11_000, 0.6));
  const paths = chance.shuffled(subjects).slice(0, chance.int([3, 12]));
  return [{ path: "/", bytes: bytes() }, ...paths.map((path) => ({ path: isWordPress ? `/${path}/` : `/${path}.html`, bytes: bytes() }))];
};

const planArticles = (kind: SiteKind, chance: Chance): Page[] => {
  const count = chance.int(kind === "blog" ? [40, 300] : kind === "shop" ? [20, 150] : [4, 30]);
  const path = (at: number): string => {
    if (kind === "shop") return `/product/${chance.pick(words)}-${chance.pick(words)}-${at}/`;
    if (kind === "forum") return `/viewtopic.php?f=${chance.int([2, 9])}&t=${chance.int([20, 4000])}`;
    return chance.bool(0.5)
      ? `/${chance.int([2019, 2025])}/${String(chance.int([1, 12])).padStart(2, "0")}/${chance.pick(words)}-${at}/`
      : `/archives/${chance.int([100, 9000])}`;
  };
  return Array.from({ length: count }, (_, at) => ({ path: path(at), bytes: Math.round(chance.logNormal(36_000, 0.4)) }));
};

const wordPressAssets = (chance: Chance): string[] => {
  const theme = chance.pick(["lightning", "cocoon-master", "swell", "twentytwentyfour", "astra", "the-thor", "sango"]);
  const version = chance.pick(["6.4.3", "6.5.5", "6.6.2", "6.7.1", "6.8"]);
  return [
    `/wp-content/themes/${theme}/style.css?ver=${version}`,
    `/wp-includes/css/dist/block-library/style.min.css?ver=${version}`,
    "/wp-includes/js/jquery/jquery.min.js?ver=3.7.1",
    "/wp-includes/js/jquery/jquery-migrate.min.js?ver=3.4.1",
    `/wp-content/themes/${theme}/assets/js/main.js?ver=${version}`,
    `/wp-content/themes/${theme}/assets/css/fontawesome/all.min.css?ver=6.4`,
    "/wp-content/plugins/contact-form-7/includes/css/styles.css?ver=5.9.8",
    "/wp-content/plugins/contact-form-7/includes/js/index.js?ver=5.9.8",
  ];
};

const planAssets = (isWordPress: boolean, chance: Chance): Page[] => {
  const images = Array.from({ length: chance.int([8, 26]) }, (_, at) =>
    isWordPress
      ? `/wp-content/uploads/${chance.int([2018, 2025])}/${String(chance.int([1, 12])).padStart(2, "0")}/${chance.pick(words)}-${at}-1024x683.${chance.pick(["jpg", "png", "webp"])}`
      : `/images/${chance.pick(words)}${at}.${chance.pick(["jpg", "gif", "png"])}`,
  );
  const rest = isWordPress ? wordPressAssets(chance) : ["/css/style.css", "/css/base.css", "/js/jquery-3.6.0.min.js", "/js/common.js"];
  return [...rest, "/favicon.ico", ...images].map((path) => ({ path, bytes: Math.round(chance.logNormal(24_000, 1)) }));
};

const hasWordPress = (kind: SiteKind, chance: Chance): boolean => kind !== "forum" && chance.bool(kind === "brochure" ? 0.15 : 0.95);

const formCount = (kind: SiteKind, chance: Chance): number => {
  if (kind === "forum") return chance.bool(0.4) ? 1 : 0;
  return chance.weighted([[1, 70] as const, [2, 22] as const, [3, 8] as const]);
};

const distinctForms = (forms: readonly Form[]): Form[] => [...new Map(forms.map((form) => [form.page, form])).values()];

const planNewsletter = (kind: SiteKind, isOutside: boolean, chance: Chance): Newsletter | null => {
  if (kind !== "club" && !chance.bool(kind === "shop" || kind === "members" ? 0.5 : 0.08)) return null;
  const target = isOutside
    ? chance.pick(["/subscribe.php?list=2", "/mm/regist/"])
    : chance.pick(["/?na=s", "/wp-admin/admin-ajax.php?action=tnp&na=s", "/?wysija-page=1&controller=subscribers&action=wysija_outter"]);
  return {
    target,
    page: "/",
    script: "/wp-content/plugins/newsletter/vendor/phpmailer.php",
    readers: Math.round(chance.scale([300, 4000])),
  };
};

const planCdn = (chance: Chance): CdnUse => chance.weighted([["none", 88] as const, ["known", 7] as const, ["unknown", 5] as const]);

const planMembers = (kind: SiteKind, domain: string, chance: Chance): Mailable[] => {
  const count = chance.int(kind === "members" || kind === "forum" || kind === "shop" ? [30, 300] : [1, 4]);
  return Array.from({ length: count }, (_, at) =>
    at === 0 && chance.bool(0.5) ? localPerson(`info@${domain}`) : domesticPerson(chance, { bounces: 0.01, late: 0.01 }),
  );
};

const domainOf = (kind: SiteKind, id: number, chance: Chance): string => `${chance.pick(words)}-${chance.pick(trades[kind])}${id}.example`;

const planRotation = (chance: Chance): Rotation =>
  chance.weighted([["none", 50] as const, ["numbered", 25] as const, ["dated", 25] as const]);

export const planSite = (request: SiteRequest): Site => {
  const { id, account, chance, kind, isOutside } = request;
  const domain = domainOf(kind, id, chance);
  const isWordPress = hasWordPress(kind, chance);
  const cdn = planCdn(chance);
  const visits = request.visits * chance.logNormal(1, 0.9);
  return {
    id,
    domain,
    alias: chance.bool(0.8) ? `www.${domain}` : null,
    kind,
    isWordPress,
    account,
    root: account.isShared ? `${account.home}/${domain}/html` : `${account.home}/${domain}/public_html`,
    pages: planPages(isWordPress, chance),
    articles: planArticles(kind, chance),
    assets: planAssets(isWordPress, chance),
    forms: distinctForms(Array.from({ length: formCount(kind, chance) }, () => planForm(isWordPress, isOutside, chance))),
    visitsPerDay: visits,
    rhythm: kind === "company" || kind === "brochure" ? "business" : "evening",
    foreignShare: chance.bool(0.07) ? chance.float([0.4, 0.85]) : chance.float([0.01, 0.09]),
    cdn,
    cdnAddresses: Array.from({ length: 40 }, () => addressOf(cdn === "known" ? "cdn-known" : "cdn-unknown", "*", chance)),
    firstDay: request.firstDay,
    hasAccessLog: request.hasAccessLog,
    lostShare: chance.float([0.01, 0.03]),
    gaps: request.gaps,
    rotation: planRotation(chance),
    isMonitored: chance.bool(0.15),
    feedReaders: kind === "blog" ? chance.int([1, 4]) : chance.int([0, 1]),
    spamPerDay: chance.logNormal(0.6, 1),
    scansPerDay: chance.logNormal(0.8, 0.7),
    hasFirewall: chance.bool(0.3),
    owner: chance.bool(0.55) ? localPerson(`info@${domain}`) : domesticPerson(chance, { bounces: 0, late: 0.01 }),
    adminAddress: domesticVisitor(chance),
    adminAgent: personAgent(chance),
    members: planMembers(kind, domain, chance),
    newsletter: isWordPress ? planNewsletter(kind, isOutside, chance) : null,
  };
};
