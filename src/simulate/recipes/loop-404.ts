import { otherBots, programAgent } from "../agents.ts";
import { siteLetter } from "../letters.ts";
import { arrivals, attacker, draw, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** A plugin writes to the owner at every page that is not there, and a scanner asks for thousands. Facts: kind 14. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [80, 1200],
  outside: [
    [15, 30],
    [3000, 5000],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, site, chance } = stage;
  const incident = openIncident(stage, {
    kind: "loop-404",
    class: "mail-loop",
    site,
    cause: { layer: "plugin", file: `${site.root}/wp-content/plugins/404-notifier/404-notifier.php` },
    shows,
    harmfulMeasures: ["deny-foreign", "deny-writes", "stop-mail", "quarantine-file"],
  });
  const guests = Array.from({ length: chance.int([1, 6]) }, () =>
    attacker(chance, { agents: [chance.bool(0.5) ? programAgent(chance) : chance.pick(otherBots)] }),
  );
  const rate = draw(stage, perHour);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(0.6, Math.min(chance.float([0.7, 9]), stage.mailLimit / rate)) })) {
    const guest = chance.pick(guests);
    const target = `/${chance.word(chance.int([3, 10]))}${chance.pick(["/", ".php", ".bak", "/index.php", ".zip"])}`;
    tape.hit(hitOf(site, guest, { at, target, status: 404, bytes: 9120, incident }));
    if (chance.bool(0.97))
      tape.letter(
        siteLetter(site, {
          at: at + chance.int([200, 900]),
          to: [site.owner],
          bytes: 1100 + chance.int([0, 120]),
          subject: "404 error notification",
          visitor: guest.source,
          requestPath: target,
          incident,
        }),
      );
  }
};

export const loop404: Recipe = {
  kind: "loop-404",
  class: "mail-loop",
  share: 1,
  days: 2,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.isWordPress && site.hasAccessLog && site.account.host.hasMailLog,
  play,
};
