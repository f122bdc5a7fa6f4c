import { siteLetter } from "../letters.ts";
import { victim } from "../mail-people.ts";
import { arrivals, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** Accounts are registered in other people's names: each gets a letter they never asked for, and the owner one too. Facts: kind 7. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [8, 130],
  outside: [
    [1, 2.5],
    [450, 800],
  ],
} as const;
const hours = { usual: [6, 60], outside: [[100, 150]] } as const;

const play = (stage: Stage): void => {
  const { tape, site, chance, isOutside } = stage;
  const target =
    site.kind === "forum"
      ? "/ucp.php?mode=register"
      : site.kind === "shop"
        ? isOutside
          ? "/account/signup/"
          : "/my-account/"
        : "/wp-login.php?action=register";
  const endpoint = endpointOf("POST", target);
  const incident = openIncident(stage, {
    kind: "registration-bombing",
    class: "subscription-bombing",
    site,
    cause: { layer: "form", method: "POST", path: endpoint.path, query: endpoint.query },
    endpoints: [endpoint],
    bestMeasures: ["deny-foreign-writes", "deny-writes", "hold-mail"],
    harmfulMeasures: ["deny-foreign", "stop-mail", "lock-mailbox"],
    shows,
  });
  const tellsOwner = chance.bool(0.7);
  const outcome = { bounces: chance.float([0.01, 0.06]), late: 0.04 };
  const next = createCrowd(chance, chance.pick([1, 2, 4]), { usesOldBrowsers: chance.bool(0.5) });
  const rate = draw(stage, perHour);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(3, Math.min(draw(stage, hours), stage.mailLimit / rate / 2)) })) {
    const guest = next();
    const isSent = !chance.bool(0.1);
    if (chance.bool(0.3)) tape.hit(hitOf(site, guest, { at: at - chance.int([900, 6000]), target, bytes: 8000, incident }));
    tape.hit(
      hitOf(site, guest, {
        at,
        method: "POST",
        target,
        status: isSent ? 302 : 200,
        bytes: isSent ? 0 : 7600,
        referer: `https://${site.domain}${target}`,
        incident,
      }),
    );
    if (!isSent) continue;
    const parts = { visitor: guest.source, requestPath: target, incident, subject: "登録のご案内" };
    if (tellsOwner)
      tape.letter(siteLetter(site, { ...parts, at: at + chance.int([200, 600]), to: [site.owner], bytes: 900 + chance.int([0, 30]) }));
    tape.letter(
      siteLetter(site, {
        ...parts,
        at: at + chance.int([620, 1300]),
        to: [victim(chance, outcome)],
        bytes: 1700 + chance.int([0, 60]),
        isHarmful: true,
      }),
    );
  }
};

export const registrationBombing: Recipe = {
  kind: "registration-bombing",
  class: "subscription-bombing",
  share: 2,
  days: 4,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) =>
    (site.kind === "shop" || site.kind === "members" || site.kind === "forum") &&
    (site.kind === "forum" || site.isWordPress) &&
    site.hasAccessLog,
  play,
};
