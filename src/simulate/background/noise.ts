import { submitForm } from "../actions/submit-form.ts";
import { addressOf, countryOfAttackers } from "../address-book.ts";
import { oldBrowser, personAgent, programAgent } from "../agents.ts";
import type { Chance } from "../chance.ts";
import { dayMs } from "../habits.ts";
import { siteLetter } from "../letters.ts";
import { victim } from "../mail-people.ts";
import type { Site } from "../model.ts";
import { type Guest, hitOf, type Tape } from "../tape.ts";

/** What every site on the internet gets every day: scanners, guessed passwords, spam in forms and comments, broken requests. */

const probes =
  "/.env /.git/config /wp-config.php.bak /phpinfo.php /admin/ /administrator/ /phpmyadmin/ /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php /wp-content/plugins/wp-file-manager/readme.txt /backup.zip /shell.php /alfa.php /wp-includes/wlwmanifest.xml /cgi-bin/luci /actuator/health /owa/ /wp-content/uploads/wp.php /radio.php /about.php /xmlrpc.php?rsd".split(
    " ",
  );

const attacker = (chance: Chance, agent: string): Guest => ({
  source: addressOf(chance.bool(0.7) ? "hosting" : "home", countryOfAttackers(chance), chance),
  agent,
  protocol: chance.bool(0.15) ? "HTTP/1.0" : "HTTP/1.1",
});

const scan = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  for (let scans = chance.poisson(site.scansPerDay); scans > 0; scans--) {
    const guest = attacker(chance, programAgent(chance));
    let at = start + Math.floor(chance.next() * dayMs);
    for (let left = chance.bool(0.1) ? chance.int([40, 120]) : chance.int([1, 9]); left > 0; left--) {
      const isRefused = site.hasFirewall && chance.bool(0.4);
      const method = chance.bool(0.06) ? "POST" : chance.bool(0.05) ? "HEAD" : "GET";
      tape.hit(
        hitOf(site, guest, {
          at,
          method,
          target: chance.pick(probes),
          status: isRefused ? 403 : 404,
          bytes: isRefused ? 199 : site.isWordPress ? 9120 : 315,
        }),
      );
      at += chance.int([120, 2200]);
    }
  }
};

/** Passwords guessed at a low rate, which never gets anywhere. */
const guess = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  if (!site.isWordPress) return;
  for (let left = chance.poisson(Math.min(6, 0.5 + site.visitsPerDay * 0.12)); left > 0; left--) {
    const guest = attacker(chance, chance.bool(0.6) ? personAgent(chance) : programAgent(chance));
    const at = start + Math.floor(chance.next() * dayMs);
    const isXmlRpc = chance.bool(0.35);
    const isRefused = site.hasFirewall && chance.bool(0.6);
    const target = isXmlRpc ? "/xmlrpc.php" : "/wp-login.php";
    if (!isXmlRpc && chance.bool(0.5)) tape.hit(hitOf(site, guest, { at: at - 1200, target, bytes: 3100 }));
    tape.hit(
      hitOf(site, guest, { at, method: "POST", target, status: isRefused ? 403 : 200, bytes: isRefused ? 199 : isXmlRpc ? 403 : 3480 }),
    );
  }
};

const spamForms = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  if (site.forms.length === 0) return;
  for (let left = Math.min(12, chance.poisson(site.spamPerDay)); left > 0; left--) {
    const guest = attacker(chance, chance.bool(0.5) ? oldBrowser(chance) : personAgent(chance));
    const form = chance.pick(site.forms);
    const at = start + Math.floor(chance.next() * dayMs);
    if (chance.bool(0.5)) tape.hit(hitOf(site, guest, { at: at - chance.int([1500, 9000]), target: form.page, bytes: 11_000 }));
    const outcome = form.usesCaptcha
      ? "captcha"
      : chance.weighted([["sent", 45] as const, ["invalid", 45] as const, ["refused", site.hasFirewall ? 30 : 4] as const]);
    submitForm({
      tape,
      site,
      form,
      guest,
      at,
      chance,
      sender: victim(chance, { bounces: 0.1, late: 0.05 }),
      outcome,
      referer: `https://${site.domain}${form.page}`,
      stepSeconds: 1,
    });
  }
};

const spamComments = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  if (site.kind !== "blog" || !site.isWordPress) return;
  for (let left = Math.min(20, chance.poisson(site.spamPerDay * 2)); left > 0; left--) {
    const guest = attacker(chance, oldBrowser(chance));
    const at = start + Math.floor(chance.next() * dayMs);
    const isHeld = chance.bool(0.25);
    const article = chance.pick(site.articles);
    tape.hit(
      hitOf(site, guest, {
        at,
        method: "POST",
        target: "/wp-comments-post.php",
        status: isHeld ? 302 : chance.pick([302, 403, 200]),
        bytes: isHeld ? 0 : 2600,
        referer: `https://${site.domain}${article.path}`,
      }),
    );
    if (isHeld)
      tape.letter(
        siteLetter(site, {
          at: at + 500,
          to: [site.owner],
          bytes: 2100,
          subject: "コメントの承認待ち",
          visitor: guest.source,
          requestPath: "/wp-comments-post.php",
        }),
      );
  }
};

const brokenTargets = [
  "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03",
  "\\x03\\x00\\x00/*\\xE0\\x00\\x00\\x00\\x00\\x00Cookie: mstshash=Administr",
];

/** Requests that are none: time-outs, TLS to a plain port, a proxy check, a cross-origin question. */
const breakIn = (tape: Tape, site: Site, start: number, chance: Chance): void => {
  for (let left = chance.poisson(0.3 + site.visitsPerDay * 0.03); left > 0; left--) {
    const guest = { ...attacker(chance, "-"), protocol: "" };
    const at = start + Math.floor(chance.next() * dayMs);
    const drawn = chance.next();
    if (drawn < 0.5) tape.hit(hitOf(site, guest, { at, method: "", target: "-", status: 408, bytes: 0 }));
    else if (drawn < 0.8) tape.hit(hitOf(site, guest, { at, method: "", target: chance.pick(brokenTargets), status: 400, bytes: 226 }));
    else
      tape.hit(
        hitOf(
          site,
          { ...attacker(chance, personAgent(chance)), protocol: "HTTP/1.1" },
          { at, method: "OPTIONS", target: "/wp-json/wp/v2/posts", status: 200, bytes: 0 },
        ),
      );
  }
};

export const noiseOfDay = (tape: Tape, site: Site, { start, chance }: { readonly start: number; readonly chance: Chance }): void => {
  scan(tape, site, start, chance);
  guess(tape, site, start, chance);
  spamForms(tape, site, start, chance);
  spamComments(tape, site, start, chance);
  breakIn(tape, site, start, chance);
};
