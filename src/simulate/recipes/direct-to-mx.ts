import { programAgent } from "../agents.ts";
import { arrivals, attacker, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** A planted script that speaks to others' mail servers itself: nothing of it is in any mail log. Facts: kind 9. */

const shows = { mail: false, web: true };
const perHour = { usual: [4, 60], outside: [[200, 400]] } as const;

const play = (stage: Stage): void => {
  const { tape, site, chance, isOutside } = stage;
  const path = chance.pick(["/wp-content/uploads/2023/05/s.php", "/wp-includes/images/smtp.php", "/cache/send.php"]);
  const incident = openIncident(stage, {
    kind: "direct-to-mx",
    class: "script-mailer",
    site,
    cause: { layer: "file", method: "POST", path, file: `${site.root}${path}` },
    endpoints: [endpointOf("POST", path)],
    bestMeasures: ["quarantine-file", "deny-path"],
    harmfulMeasures: ["hold-mail", "stop-mail", "lock-mailbox"],
    shows,
    unknowable: "The script speaks to the recipients' servers itself; no mail log can show it.",
    tags: ["hard:direct-to-mx"],
  });
  const guests = Array.from({ length: chance.int([1, 3]) }, () => attacker(chance, { agents: [programAgent(chance, isOutside)] }));
  for (const at of arrivals(stage, { perHour: draw(stage, perHour), hours: chance.float([3, 20]) })) {
    tape.hit(hitOf(site, chance.pick(guests), { at, method: "POST", target: path, status: 200, bytes: chance.int([20, 400]), incident }));
  }
};

export const directToMx: Recipe = {
  kind: "direct-to-mx",
  class: "script-mailer",
  share: 1,
  days: 2,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.isWordPress && site.hasAccessLog,
  play,
};
