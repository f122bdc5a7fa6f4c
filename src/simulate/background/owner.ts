import { Visit } from "../actions/visit.ts";
import type { Chance } from "../chance.ts";
import { momentOf, weekdayFactor } from "../habits.ts";
import { siteLetter } from "../letters.ts";
import type { Site } from "../model.ts";
import { hitOf, type Tape } from "../tape.ts";

/** The owner at work in the site's administration, and what the site asks of itself. */

const adminPages = [
  "/wp-admin/",
  "/wp-admin/edit.php",
  "/wp-admin/upload.php",
  "/wp-admin/plugins.php",
  "/wp-admin/edit-comments.php",
  "/wp-admin/post-new.php",
];

const heartbeats = (visit: Visit, minutes: number): void => {
  for (let beat = 0; beat < minutes; beat++) {
    visit.at += 60_000 + visit.chance.int([-400, 900]);
    visit.send("POST", "/wp-admin/admin-ajax.php", { status: 200, bytes: visit.chance.int([47, 120]) });
  }
};

const writePost = (visit: Visit): void => {
  const { chance } = visit;
  const id = chance.int([200, 9000]);
  const path = `/wp-admin/post.php?post=${id}&action=edit`;
  visit.send("GET", path, { status: 200, bytes: 61_000 });
  visit.comeFrom(visit.url(path));
  heartbeats(visit, chance.int([1, 9]));
  visit.send("POST", `/wp-json/wp/v2/posts/${id}/autosaves?_locale=user`, { status: 200, bytes: 5200 });
  visit.wait(20, 120);
  visit.send("POST", `/wp-json/wp/v2/posts/${id}?_locale=user`, { status: 200, bytes: 9400 });
};

const workInAdmin = (visit: Visit): void => {
  const { chance, site } = visit;
  visit.send("GET", "/wp-login.php", { status: 200, bytes: 3100 });
  visit.comeFrom(visit.url("/wp-login.php"));
  visit.wait(4, 12);
  visit.send("POST", "/wp-login.php", { status: 302, bytes: 0 });
  visit.send("GET", "/wp-admin/", { status: 200, bytes: 31_000 });
  for (let pages = chance.int([1, 6]); pages > 0; pages--) {
    const path = chance.pick(adminPages);
    visit.wait(5, 70);
    visit.send("GET", path, { status: 200, bytes: 24_000 });
    visit.comeFrom(visit.url(path));
  }
  if (chance.bool(0.6)) writePost(visit);
  if (chance.bool(0.1)) visit.send("POST", "/wp-admin/async-upload.php", { status: 200, bytes: 640 });
  if (chance.bool(0.08)) visit.send("POST", "/wp-admin/update-core.php?action=do-plugin-upgrade", { status: 200, bytes: 19_000 });
  if (site.kind === "shop")
    visit.send("POST", "/wp-admin/admin-ajax.php?action=woocommerce_mark_order_status", { status: 200, bytes: 210 });
};

const ownerGuest = (site: Site) => ({ source: site.adminAddress, agent: site.adminAgent, protocol: "HTTP/2.0" });

/** wp-cron runs when somebody comes and something is due: the site calls itself. */
const selfCalls = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  const guest = { source: site.account.host.address, agent: `WordPress/6.5.5; https://${site.domain}`, protocol: "HTTP/1.1" };
  for (let left = Math.min(40, chance.poisson(site.visitsPerDay * 0.5)); left > 0; left--) {
    const at = momentOf(site.rhythm, start, chance);
    const target =
      `/wp-cron.php?doing_wp_cron=${Math.floor(at / 1000)}.${chance.int([1_000_000_000, 9_999_999_999])}${"0".repeat(12)}`.slice(0, 61);
    tape.hit(hitOf(site, guest, { at, method: "POST", target, status: 200, bytes: 20 }));
  }
};

export const ownerOfDay = (
  tape: Tape,
  site: Site,
  day: { readonly day: number; readonly start: number; readonly chance: Chance },
): void => {
  const { chance } = day;
  if (!site.isWordPress) return;
  selfCalls(tape, site, day.start, chance);
  const isBusy = site.kind === "shop" || site.kind === "blog";
  const activity = Math.min(1, site.visitsPerDay / 12) * (isBusy ? 0.5 : 0.15);
  if (chance.bool(activity * Math.min(1.2, weekdayFactor("business", day.day)))) {
    workInAdmin(new Visit({ tape, site, guest: ownerGuest(site), at: momentOf("business", day.start, chance), chance }));
  }
  if (chance.bool(0.02)) {
    const at = day.start + chance.int([3, 9]) * 3_600_000 + chance.int([0, 3_500_000]);
    tape.letter(siteLetter(site, { at, to: [site.owner], bytes: 1600, subject: "プラグインの自動更新が完了しました" }));
  }
};
