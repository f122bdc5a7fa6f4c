import { minuteMs } from "../habits.ts";
import { accountLetter } from "../letters.ts";
import { victim } from "../mail-people.ts";
import { draw, openIncident, type Recipe, type Stage } from "../stage.ts";

/** A crontab entry or a process that mails on its own: steady bursts on the minute, no request anywhere. Facts: kind 4. */

const shows = { mail: true, web: false };
const perBurst = {
  usual: [3, 40],
  outside: [
    [1, 1.4],
    [150, 300],
  ],
} as const;
const everyMinutes = [1, 1, 2, 5, 5, 10, 15];
const outsideMinutes = [30, 60];

const play = (stage: Stage): void => {
  const { tape, account, chance, isOutside, start, end } = stage;
  const file = chance.bool(0.5) ? `${account.home}/.config/.x/s.php` : chance.bool(0.5) ? `${account.home}/tmp/.cache/m.php` : null;
  const incident = openIncident(stage, {
    kind: "cron-mailer",
    class: "cron-mailer",
    site: null,
    cause: { layer: "cron", file },
    bestMeasures: ["hold-mail", "stop-mail", "cap-mail"],
    harmfulMeasures: ["deny-foreign", "deny-foreign-writes", "deny-writes", "lock-mailbox"],
    shows,
  });
  const minutes = chance.pick(isOutside ? outsideMinutes : everyMinutes);
  const size = draw(stage, perBurst);
  const bounces = chance.float([0.1, 0.45]);
  const bursts = Math.min((chance.scale([4, 60]) * 60) / minutes, stage.mailLimit / size);
  let at = Math.ceil(start / minuteMs) * minuteMs;
  for (let left = Math.max(4, bursts); left > 0 && at < end - 2 * minuteMs; left--, at += minutes * minuteMs) {
    let leaves = at + chance.int([900, 2600]);
    for (let letters = Math.max(1, chance.poisson(size)); letters > 0; letters--) {
      tape.letter(
        accountLetter(account, {
          at: leaves,
          to: [victim(chance, { bounces, late: 0.05 })],
          bytes: 2400 + chance.int([0, 1500]),
          subject: "Important notice",
          script: file,
          incident,
          isHarmful: true,
        }),
      );
      leaves += chance.int([90, 700]);
    }
  }
};

export const cronMailer: Recipe = {
  kind: "cron-mailer",
  class: "cron-mailer",
  share: 4,
  days: 4,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => !site.account.isShared || site.account.sites.length > 0,
  play,
};
