import { siteLetter } from "../letters.ts";
import { victim } from "../mail-people.ts";
import { arrivals, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** Somebody else's addresses are signed up for a newsletter, so that they drown in confirmations. Hardly anything bounces. Facts: kind 7. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [8, 150],
  outside: [
    [1, 2.5],
    [500, 900],
  ],
} as const;
const hours = { usual: [6, 70], outside: [[100, 150]] } as const;

const play = (stage: Stage): void => {
  const { tape, site, chance } = stage;
  if (site.newsletter === null) return;
  const { target } = site.newsletter;
  const endpoint = endpointOf("POST", target);
  const incident = openIncident(stage, {
    kind: "signup-bombing",
    class: "subscription-bombing",
    site,
    cause: { layer: "form", method: "POST", path: endpoint.path, query: endpoint.query },
    endpoints: [endpoint],
    bestMeasures: ["deny-foreign-writes", "deny-writes", "hold-mail"],
    harmfulMeasures: ["deny-foreign", "stop-mail", "lock-mailbox"],
    shows,
  });
  const isFew = chance.bool(0.4);
  const outcome = { bounces: chance.float([0.005, 0.04]), late: 0.04 };
  const few = Array.from({ length: chance.int([3, 25]) }, () => victim(chance, outcome));
  const next = createCrowd(chance, chance.pick([1, 2, 3]), { usesOldBrowsers: chance.bool(0.5) });
  const rate = draw(stage, perHour);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(3, Math.min(draw(stage, hours), stage.mailLimit / rate)) })) {
    const guest = next();
    const isSent = !chance.bool(0.06);
    tape.hit(
      hitOf(site, guest, {
        at,
        method: "POST",
        target,
        status: isSent ? 302 : 200,
        bytes: isSent ? 0 : 310,
        referer: `https://${site.domain}/`,
        incident,
      }),
    );
    if (!isSent) continue;
    const to = [isFew && chance.bool(0.9) ? chance.pick(few) : victim(chance, outcome)];
    tape.letter(
      siteLetter(site, {
        at: at + chance.int([200, 1100]),
        to,
        bytes: 2300 + chance.int([0, 40]),
        subject: "メールマガジン登録の確認",
        visitor: guest.source,
        requestPath: target,
        incident,
        isHarmful: true,
      }),
    );
  }
};

export const signupBombing: Recipe = {
  kind: "signup-bombing",
  class: "subscription-bombing",
  share: 2,
  days: 4,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.isWordPress && site.newsletter !== null && site.hasAccessLog,
  play,
};
