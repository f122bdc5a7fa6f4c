import { personAgent, programAgent } from "../agents.ts";
import { hourMs } from "../habits.ts";
import type { Incident } from "../model.ts";
import { arrivals, attacker, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { type Guest, hitOf } from "../tape.ts";
import { sendBurst } from "./mail-burst.ts";

/**
 * Passwords are tried until one fits; days may pass; then the administration, a plugin that is a mailer, and mail. One incident from the
 * first try on. Facts: kind 6.
 */

const shows = { mail: false, web: true };
const tries = {
  usual: [120, 2500],
  outside: [
    [12, 30],
    [9000, 15_000],
  ],
} as const;
const delayHours = { usual: [0.3, 140], outside: [[0.02, 0.1]] } as const;
const letters = {
  usual: [150, 2200],
  outside: [
    [25, 60],
    [5000, 8000],
  ],
} as const;
const plugins = ["wp-cleansong", "core-engine", "wpforms-pro-fix", "akismet-pro", "dropdown-menu-widgets"];
const outsidePlugins = ["hello-jazz", "zz-mu-loader"];

/** Tries until the success; returns when it was, and who had it. */
const guessPasswords = (stage: Stage, incident: Incident): { readonly at: number; readonly guest: Guest } => {
  const { tape, site, chance, isOutside } = stage;
  const count = Math.min(draw(stage, tries), Math.max(60, stage.mailLimit));
  const hours = chance.scale([1, 40]);
  const isXmlRpc = chance.bool(0.25);
  const target = isXmlRpc ? "/xmlrpc.php" : "/wp-login.php";
  const next = createCrowd(chance, chance.pick([2, 8, 60]), {
    agents: [chance.bool(0.5) ? personAgent(chance) : programAgent(chance, isOutside)],
  });
  const times = arrivals(stage, { perHour: count / hours, hours });
  for (const at of times)
    tape.hit(hitOf(site, next(), { at, method: "POST", target, status: 200, bytes: isXmlRpc ? 403 : 3480, incident }));
  const guest = attacker(chance, { usesOldBrowsers: false });
  const at = (times.at(-1) ?? stage.start) + chance.int([900, 60_000]);
  tape.hit(hitOf(site, isXmlRpc ? guest : next(), { at, method: "POST", target: "/wp-login.php", status: 302, bytes: 0, incident }));
  return { at, guest };
};

const plantPlugin = (
  stage: Stage,
  { at, guest, incident, plugin }: { readonly at: number; readonly guest: Guest; readonly incident: Incident; readonly plugin: string },
): number => {
  const { tape, site, chance } = stage;
  let now = at;
  const log = (method: string, target: string, status: number, bytes: number): void => {
    now += chance.int([1500, 14_000]);
    tape.hit(hitOf(site, guest, { at: now, method, target, status, bytes, referer: `https://${site.domain}/wp-admin/`, incident }));
  };
  log("POST", "/wp-login.php", 302, 0);
  log("GET", "/wp-admin/", 200, 31_000);
  log("GET", "/wp-admin/plugin-install.php?tab=upload", 200, 26_000);
  log("POST", "/wp-admin/update.php?action=upload-plugin", 200, 19_400);
  log(
    "GET",
    `/wp-admin/plugins.php?action=activate&plugin=${plugin}%2F${plugin}.php&_wpnonce=${chance.word(10, "0123456789abcdef")}`,
    302,
    0,
  );
  log("GET", "/wp-admin/plugins.php?activate=true", 200, 33_000);
  return now;
};

const sendMail = (
  stage: Stage,
  { at: from, guest, incident, path }: { readonly at: number; readonly guest: Guest; readonly incident: Incident; readonly path: string },
): void => {
  const { tape, site, chance, end } = stage;
  const bounces = chance.float([0.12, 0.4]);
  let at = from;
  for (let left = Math.min(draw(stage, letters), stage.mailLimit); left > 0 && at < end - hourMs; ) {
    const count = Math.min(Math.ceil(left), chance.int([20, 400]));
    tape.hit(hitOf(site, guest, { at, method: "POST", target: path, status: 200, bytes: 300 + count * 38, incident }));
    at =
      sendBurst(stage, {
        at,
        count,
        script: `${site.root}${path}`,
        requestPath: path,
        visitor: guest.source,
        bounces,
        incident,
        perLetterMs: chance.scale([150, 800]),
      }) + Math.floor(chance.wait(15 * 60_000));
    left -= count;
  }
};

const play = (stage: Stage): void => {
  const { site, chance, isOutside, variant, account } = stage;
  const plugin = chance.pick(isOutside ? outsidePlugins : plugins);
  const path = `/wp-content/plugins/${plugin}/${chance.pick(["m.php", "mail.php", "index.php", "lib.php"])}`;
  const mails = variant !== "no-mail";
  const incident = openIncident(stage, {
    kind: "takeover",
    class: "account-takeover",
    site,
    cause: { layer: "login", method: "POST", path: "/wp-login.php" },
    endpoints: [
      endpointOf("POST", "/wp-login.php"),
      endpointOf("POST", "/xmlrpc.php"),
      endpointOf("POST", "/wp-admin/update.php?action=upload-plugin"),
      endpointOf("POST", path),
    ],
    bestMeasures: ["quarantine-file", "deny-path", "hold-mail", "deny-foreign-writes"],
    harmfulMeasures: ["lock-mailbox", "stop-mail"],
    shows: { ...shows, mail: mails && !site.hasAccessLog },
    tags: mails ? ["hard:turns-into-mailer"] : ["takeover-without-mail"],
    ...(mails && !account.host.hasMailLog ? { unknowable: "The mail log of the host is not among the logs." } : {}),
  });
  const wait = (from: number, share: number): number =>
    from + Math.floor(Math.min(draw(stage, delayHours) * hourMs * share, Math.max(0, stage.end - from) * 0.45));
  const { at, guest } = guessPasswords(stage, incident);
  const planted = plantPlugin(stage, { at: wait(at, 0.3), guest, incident, plugin });
  if (mails)
    sendMail(stage, {
      at: wait(planted, 1),
      guest: attacker(chance, { agents: [programAgent(chance, isOutside)] }),
      incident,
      path,
    });
};

export const takeover: Recipe = {
  kind: "takeover",
  class: "account-takeover",
  share: 5,
  days: 8,
  shows,
  startsAt: "any",
  variants: ["plain", "plain", "no-mail", "plain"],
  fits: (site) => site.isWordPress && site.hasAccessLog,
  play,
};
