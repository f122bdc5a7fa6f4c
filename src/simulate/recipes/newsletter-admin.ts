import { Visit } from "../actions/visit.ts";
import { siteLetter } from "../letters.ts";
import { drawCount, openIncident, type Recipe, type Stage } from "../stage.ts";
import { readersOf } from "./readers.ts";

/** The owner sends a newsletter from the administration: the page asks for batch after batch until all have it. */

const shows = { mail: true, web: true };
const readers = {
  usual: [120, 2000],
  outside: [
    [30, 70],
    [5000, 8000],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, site, chance, start, end } = stage;
  const incident = openIncident(stage, {
    kind: "newsletter-admin",
    class: "newsletter",
    site,
    cause: { layer: "none" },
    shows,
    harmfulMeasures: ["stop-mail", "hold-mail", "deny-writes"],
  });
  const guest = { source: site.adminAddress, agent: site.adminAgent, protocol: "HTTP/2.0" };
  const visit = new Visit({ tape, site, guest, at: start, chance, incident });
  visit.send("POST", "/wp-login.php", { status: 302, bytes: 0 });
  visit.send("GET", "/wp-admin/admin.php?page=mailster_dashboard", { status: 200, bytes: 40_000 });
  visit.comeFrom(visit.url("/wp-admin/admin.php?page=mailster_dashboard"));
  visit.wait(240, 1200);
  const all = readersOf(site, Math.min(drawCount(stage, readers), stage.mailLimit), chance.int([0, 99]));
  const size = chance.int([5, 50]);
  for (let from = 0; from < all.length && visit.at < end - 60_000; from += size) {
    visit.send("POST", "/wp-admin/admin-ajax.php", { status: 200, bytes: 96 });
    let leaves = visit.at + 200;
    for (const reader of all.slice(from, from + size)) {
      tape.letter(
        siteLetter(site, {
          at: leaves,
          to: [reader],
          bytes: 18_200 + chance.int([0, 60]),
          subject: "お得意様へのお知らせ",
          incident,
          requestPath: "/wp-admin/admin-ajax.php",
          visitor: guest.source,
        }),
      );
      leaves += chance.int([60, 300]);
    }
    visit.at = leaves + chance.int([700, 3000]);
  }
};

export const newsletterAdmin: Recipe = {
  kind: "newsletter-admin",
  class: "newsletter",
  share: 2,
  days: 2,
  shows,
  startsAt: "daytime",
  variants: ["plain"],
  fits: (site) => site.isWordPress && site.hasAccessLog && site.kind !== "blog",
  play,
};
