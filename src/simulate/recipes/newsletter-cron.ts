import { minuteMs } from "../habits.ts";
import { accountLetter } from "../letters.ts";
import { drawCount, openIncident, type Recipe, type Stage } from "../stage.ts";
import { readersOf } from "./readers.ts";

/** The owner's own script mails the members, started by cron: no request anywhere, and nothing wrong with it. */

const shows = { mail: true, web: false };
const readers = {
  usual: [80, 2500],
  outside: [
    [20, 50],
    [6000, 9000],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, site, account, chance, end } = stage;
  const incident = openIncident(stage, {
    kind: "newsletter-cron",
    class: "newsletter",
    site: null,
    cause: { layer: "none" },
    shows,
    harmfulMeasures: ["stop-mail", "hold-mail", "deny-writes"],
  });
  const all = readersOf(site, Math.min(drawCount(stage, readers), stage.mailLimit), chance.int([0, 99]));
  const size = chance.pick([20, 30, 50, 100, 4000]);
  const script = `${account.home}/batch/magazine/${chance.pick(["send.php", "deliver.php"])}`;
  let at = Math.ceil(stage.start / (5 * minuteMs)) * 5 * minuteMs;
  for (let from = 0; from < all.length && at < end - 60_000; from += size, at += 5 * minuteMs) {
    let leaves = at + chance.int([900, 2200]);
    for (const reader of all.slice(from, from + size)) {
      tape.letter(
        accountLetter(account, {
          at: leaves,
          to: [reader],
          bytes: 9400 + chance.int([0, 30]),
          subject: "会員の皆様へ",
          script,
          incident,
          sender: `magazine@${site.domain}`,
        }),
      );
      leaves += chance.int([40, 260]);
    }
  }
};

export const newsletterCron: Recipe = {
  kind: "newsletter-cron",
  class: "newsletter",
  share: 2,
  days: 2,
  shows,
  startsAt: "daytime",
  variants: ["plain"],
  fits: (site) => !site.account.isShared && site.account.host.hasMailLog,
  play,
};
