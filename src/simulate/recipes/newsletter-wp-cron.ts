import { Visit } from "../actions/visit.ts";
import { siteLetter } from "../letters.ts";
import { drawCount, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";
import { readersOf } from "./readers.ts";

/** The owner writes a newsletter; WordPress sends it in even batches, each time the site calls its own cron. Facts: kind 12. */

const shows = { mail: true, web: true };
const readers = {
  usual: [300, 3500],
  outside: [
    [60, 150],
    [7000, 9000],
  ],
} as const;
const batch = {
  usual: [20, 100],
  outside: [
    [4, 8],
    [300, 500],
  ],
} as const;

const compose = (stage: Stage, incident: ReturnType<typeof openIncident>): void => {
  const { tape, site, chance, start } = stage;
  const guest = { source: site.adminAddress, agent: site.adminAgent, protocol: "HTTP/2.0" };
  const visit = new Visit({ tape, site, guest, at: start - 1_500_000, chance, incident });
  visit.send("POST", "/wp-login.php", { status: 302, bytes: 0 });
  visit.send("GET", "/wp-admin/admin.php?page=newsletter_emails_index", { status: 200, bytes: 28_000 });
  visit.wait(300, 900);
  visit.send("POST", "/wp-admin/admin.php?page=newsletter_emails_edit&id=12", { status: 200, bytes: 31_000 });
  visit.wait(20, 100);
  visit.send("POST", "/wp-admin/admin.php?page=newsletter_emails_edit&id=12", { status: 302, bytes: 0 });
};

const play = (stage: Stage): void => {
  const { tape, site, chance, start, end, account } = stage;
  const incident = openIncident(stage, {
    kind: "newsletter-wp-cron",
    class: "newsletter",
    site,
    cause: { layer: "none" },
    shows,
    harmfulMeasures: ["stop-mail", "deny-writes", "hold-mail"],
  });
  compose(stage, incident);
  const all = readersOf(site, Math.min(drawCount(stage, readers), stage.mailLimit), chance.int([0, 99]));
  const size = drawCount(stage, batch);
  const everyMs = chance.pick([60_000, 300_000, 300_000, 600_000]);
  const guest = { source: account.host.address, agent: `WordPress/6.5.5; https://${site.domain}`, protocol: "HTTP/1.1" };
  for (let from = 0, at = start; from < all.length && at < end - 60_000; from += size, at += everyMs) {
    tape.hit(
      hitOf(site, guest, {
        at,
        method: "POST",
        target: `/wp-cron.php?doing_wp_cron=${Math.floor(at / 1000)}.8713550567626953125000`,
        bytes: 20,
        incident,
      }),
    );
    let leaves = at + 600;
    for (const reader of all.slice(from, from + size)) {
      leaves += chance.int([60, 420]);
      tape.letter(
        siteLetter(site, {
          at: leaves,
          to: [reader],
          bytes: 21_500,
          subject: "会報 今月のお知らせ",
          incident,
          requestPath: "/wp-cron.php",
          visitor: guest.source,
        }),
      );
    }
  }
};

export const newsletterWpCron: Recipe = {
  kind: "newsletter-wp-cron",
  class: "newsletter",
  share: 3,
  days: 3,
  shows,
  startsAt: "daytime",
  variants: ["plain"],
  fits: (site) => site.isWordPress && site.newsletter !== null,
  play,
};
