import { personAgent, programAgent } from "../agents.ts";
import { arrivals, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** Passwords are tried in great numbers, and none fits. */

const shows = { mail: false, web: true };
const perHour = {
  usual: [60, 1500],
  outside: [
    [12, 25],
    [4000, 8000],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, site, chance, variant, isOutside } = stage;
  const isXmlRpc = variant === "xmlrpc" && site.isWordPress;
  const target = isXmlRpc ? "/xmlrpc.php" : site.kind === "forum" ? "/ucp.php?mode=login" : "/wp-login.php";
  const endpoint = endpointOf("POST", target);
  const incident = openIncident(stage, {
    kind: "login-attack",
    class: "login-attack",
    site,
    cause: { layer: "login", method: "POST", path: endpoint.path, query: endpoint.query },
    endpoints: [endpoint],
    harmfulMeasures: ["hold-mail", "stop-mail", "cap-mail", "lock-mailbox"],
    shows,
    tags: [`login-${variant}`],
  });
  const agents = [isOutside ? programAgent(chance, true) : chance.bool(0.6) ? personAgent(chance) : programAgent(chance)];
  const next = createCrowd(chance, variant === "few" ? 900 : chance.pick([2, 10, 40]), { agents });
  const rate = draw(stage, perHour);
  const hours = Math.max(0.7, Math.min(chance.scale([1, 40]), (stage.mailLimit * 1.5) / rate));
  for (const at of arrivals(stage, { perHour: rate, hours })) {
    const isRefused = site.hasFirewall && chance.bool(0.3);
    tape.hit(
      hitOf(site, next(), {
        at,
        method: "POST",
        target,
        status: isRefused ? 403 : 200,
        bytes: isRefused ? 199 : isXmlRpc ? 403 : 3480,
        incident,
      }),
    );
  }
};

export const loginAttack: Recipe = {
  kind: "login-attack",
  class: "login-attack",
  share: 4,
  days: 3,
  shows,
  startsAt: "any",
  variants: ["many", "xmlrpc", "few"],
  fits: (site) => (site.isWordPress || site.kind === "forum") && site.hasAccessLog,
  play,
};
