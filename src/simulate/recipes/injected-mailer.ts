import { personAgent, programAgent } from "../agents.ts";
import { arrivals, attacker, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";
import { sendBurst } from "./mail-burst.ts";

/** Code slipped into a file that belongs there: requests look almost ordinary, the mail does not come from the mailer. Facts: kind 3. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [10, 120],
  outside: [
    [1, 3],
    [500, 900],
  ],
} as const;
const perRequest = { usual: [1, 12], outside: [[40, 90]] } as const;
const places: readonly (readonly [target: string, file: string])[] = [
  ["/wp-content/plugins/akismet/class.akismet-widget.php", "/wp-content/plugins/akismet/class.akismet-widget.php"],
  ["/wp-content/themes/twentytwentyone/404.php", "/wp-content/themes/twentytwentyone/404.php"],
  ["/wp-content/plugins/contact-form-7/includes/l10n.php", "/wp-content/plugins/contact-form-7/includes/l10n.php"],
  ["/wp-includes/class-wp-hook.php", "/wp-includes/class-wp-hook.php"],
  ["/index.php?x=7c1", "/index.php"],
  ["/wp-blog-header.php?c=2", "/wp-blog-header.php"],
];
const outsidePlaces: readonly (readonly [target: string, file: string])[] = [
  ["/wp-content/plugins/wordpress-seo/src/loader.php?t=9", "/wp-content/plugins/wordpress-seo/src/loader.php"],
  ["/wp-content/themes/astra/inc/core/common.php", "/wp-content/themes/astra/inc/core/common.php"],
];

const play = (stage: Stage): void => {
  const { tape, site, chance, isOutside } = stage;
  const [target, file] = chance.pick(isOutside ? outsidePlaces : places);
  const method = chance.bool(0.75) ? "POST" : "GET";
  const endpoint = endpointOf(method, target);
  const script = `${site.root}${file}`;
  const incident = openIncident(stage, {
    kind: "injected-mailer",
    class: "injected-mailer",
    site,
    cause: { layer: "file", method, path: endpoint.path, query: endpoint.query, file: script },
    endpoints: [endpoint],
    bestMeasures:
      file === "/index.php" ? ["hold-mail", "deny-network", "deny-foreign-writes"] : ["quarantine-file", "deny-path", "hold-mail"],
    harmfulMeasures: file === "/index.php" ? ["quarantine-file", "deny-path", "lock-mailbox"] : ["lock-mailbox", "stop-mail"],
    shows,
    tags: method === "GET" ? ["hard:get-trigger"] : [],
  });
  const agents = [chance.bool(0.5) ? personAgent(chance) : programAgent(chance, isOutside)];
  const guests = Array.from({ length: chance.int([1, 9]) }, () => attacker(chance, { agents }));
  const each = draw(stage, perRequest);
  const rate = draw(stage, perHour);
  const bounces = chance.float([0.1, 0.35]);
  const hours = Math.max(1, Math.min(chance.scale([3, 50]), stage.mailLimit / (rate * each)));
  for (const at of arrivals(stage, { perHour: rate, hours })) {
    const guest = chance.pick(guests);
    tape.hit(hitOf(site, guest, { at, method, target, status: 200, bytes: chance.int([2, 90]), incident }));
    const count = Math.max(1, chance.poisson(each));
    sendBurst(stage, { at, count, script, requestPath: target, visitor: guest.source, bounces, incident, perLetterMs: 150 });
  }
};

export const injectedMailer: Recipe = {
  kind: "injected-mailer",
  class: "injected-mailer",
  share: 4,
  days: 3,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.isWordPress,
  play,
};
