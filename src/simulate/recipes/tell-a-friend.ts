import { programAgent } from "../agents.ts";
import { siteLetter } from "../letters.ts";
import { victim } from "../mail-people.ts";
import { arrivals, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** An old script that mails an article to a friend: recipient and text are free. Few addresses, thousands of requests. Facts: kind 8. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [60, 700],
  outside: [
    [8, 20],
    [2500, 5000],
  ],
} as const;
const addresses = { usual: [30, 400], outside: [[2, 5]] } as const;
const scripts = ["/tellafriend.php", "/friend.php", "/recommend.php", "/send-article.php", "/cgi-bin/tellafriend.cgi"];
const outsideScripts = ["/blog/mailto.php", "/share/by-mail.php", "/tell/send.cgi"];

const play = (stage: Stage): void => {
  const { tape, site, chance, isOutside } = stage;
  const target = chance.pick(isOutside ? outsideScripts : scripts);
  const endpoint = endpointOf("POST", target);
  const incident = openIncident(stage, {
    kind: "tell-a-friend",
    class: "form-relay",
    site,
    cause: { layer: "form", method: "POST", path: endpoint.path },
    endpoints: [endpoint],
    bestMeasures: ["deny-path", "deny-writes", "deny-foreign-writes", "hold-mail"],
    harmfulMeasures: ["deny-foreign", "stop-mail", "lock-mailbox"],
    shows,
    tags: ["hard:few-sources"],
  });
  const rate = draw(stage, perHour);
  const next = createCrowd(chance, Math.round(draw(stage, addresses)), {
    agents: [programAgent(chance, isOutside), programAgent(chance, isOutside)],
  });
  const bounces = chance.float([0.15, 0.45]);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(1, Math.min(chance.float([4, 30]), stage.mailLimit / rate)) })) {
    const guest = next();
    const isSent = !chance.bool(0.03);
    tape.hit(hitOf(site, guest, { at, method: "POST", target, status: 200, bytes: isSent ? 1980 : 2400, incident }));
    if (!isSent) continue;
    const to = Array.from({ length: chance.bool(0.7) ? 1 : chance.int([2, 5]) }, () => victim(chance, { bounces, late: 0.06 }));
    const script = target.endsWith(".php") ? `${site.root}${target}` : null;
    tape.letter(
      siteLetter(site, {
        at: at + chance.int([60, 500]),
        to,
        bytes: 1500 + chance.int([0, 900]),
        subject: "A friend sends you this page",
        script,
        visitor: guest.source,
        requestPath: target,
        incident,
        isHarmful: true,
      }),
    );
  }
};

export const tellAFriend: Recipe = {
  kind: "tell-a-friend",
  class: "form-relay",
  share: 2,
  days: 3,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => !site.isWordPress && site.hasAccessLog,
  play,
};
