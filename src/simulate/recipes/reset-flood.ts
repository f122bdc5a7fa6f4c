import { siteLetter } from "../letters.ts";
import { arrivals, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** Passwords of people who exist are reset over and over; names that do not exist get no letter. Facts: kind 11. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [15, 300],
  outside: [
    [3, 6],
    [800, 1500],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, site, chance } = stage;
  const target =
    site.kind === "shop"
      ? "/my-account/lost-password/"
      : site.kind === "forum"
        ? "/ucp.php?mode=sendpassword"
        : "/wp-login.php?action=lostpassword";
  const endpoint = endpointOf("POST", target);
  const incident = openIncident(stage, {
    kind: "reset-flood",
    class: "reset-flood",
    site,
    cause: { layer: "login", method: "POST", path: endpoint.path, query: endpoint.query },
    endpoints: [endpoint],
    harmfulMeasures: ["stop-mail", "lock-mailbox", "deny-foreign"],
    shows,
  });
  const people = chance.shuffled(site.members).slice(0, chance.int([1, 25]));
  const known = chance.float([0.5, 1]);
  const next = createCrowd(chance, chance.pick([2, 8, 40]), { usesOldBrowsers: chance.bool(0.6) });
  const rate = draw(stage, perHour);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(2, Math.min(chance.scale([2, 24]), stage.mailLimit / rate)) })) {
    const guest = next();
    const exists = chance.bool(known);
    tape.hit(
      hitOf(site, guest, {
        at,
        method: "POST",
        target,
        status: exists ? 302 : 200,
        bytes: exists ? 0 : 5100,
        referer: `https://${site.domain}${target}`,
        incident,
      }),
    );
    if (!exists) continue;
    tape.letter(
      siteLetter(site, {
        at: at + chance.int([200, 900]),
        to: [chance.pick(people)],
        bytes: 1350 + chance.int([0, 20]),
        subject: "パスワードの再設定",
        visitor: guest.source,
        requestPath: target,
        incident,
      }),
    );
  }
};

export const resetFlood: Recipe = {
  kind: "reset-flood",
  class: "reset-flood",
  share: 3,
  days: 2,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => (site.kind === "forum" || site.isWordPress) && site.hasAccessLog,
  play,
};
