import { programAgent } from "../agents.ts";
import { hourMs } from "../habits.ts";
import type { Incident } from "../model.ts";
import { attacker, draw, drawCount, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { type Guest, hitOf } from "../tape.ts";
import { sendBurst } from "./mail-burst.ts";

/** A PHP file left in the uploads through a plugin's hole; each request to it sends tens to thousands. Facts: kind 2. */

const shows = { mail: true, web: true };
const letters = {
  usual: [250, 3000],
  outside: [
    [40, 90],
    [6000, 9000],
  ],
} as const;
const perRequest = {
  usual: [40, 900],
  outside: [
    [3, 8],
    [2500, 5000],
  ],
} as const;
const holes = [
  "/wp-content/plugins/wp-file-manager/lib/php/connector.minimal.php",
  "/wp-admin/admin-ajax.php?action=revslider_upload",
  "/wp-content/plugins/formcraft/file-upload/server/php/",
  "/wp-content/plugins/gallery-tool/upload.php",
];
const names = ["x.php", "wp-blog.php", "cache.php", "image_01.php", "tmp-7f.php", "leaf.php"];
const folders = [
  "/wp-content/uploads/2021/02/",
  "/wp-content/uploads/2024/11/",
  "/wp-content/uploads/",
  "/wp-content/uploads/woocommerce_uploads/",
];
const outsideFolders = ["/wp-content/languages/plugins/", "/.well-known/pki/", "/wp-content/cache/et/", "/images/2019/"];

const breakIn = (stage: Stage, guest: Guest, { incident, path }: { readonly incident: Incident; readonly path: string }): void => {
  const { tape, site, chance, start } = stage;
  const before = start - Math.floor(chance.scale([0.05, 40]) * hourMs);
  tape.hit(hitOf(site, guest, { at: before, method: "POST", target: chance.pick(holes), status: 200, bytes: 612, incident }));
  tape.hit(hitOf(site, guest, { at: before + chance.int([900, 9000]), target: path, bytes: 24, incident }));
};

const play = (stage: Stage): void => {
  const { tape, site, chance, isOutside, variant } = stage;
  const path = `${chance.pick(isOutside ? outsideFolders : folders)}${chance.pick(names)}`;
  const endpoint = endpointOf("POST", path);
  const script = `${site.root}${path}`;
  const incident = openIncident(stage, {
    kind: "uploaded-mailer",
    class: "script-mailer",
    site,
    cause: { layer: "file", method: "POST", path: endpoint.path, file: script },
    endpoints: [endpoint],
    bestMeasures: ["quarantine-file", "deny-path", "hold-mail"],
    harmfulMeasures: ["deny-foreign", "stop-mail", "lock-mailbox"],
    shows,
    tags: variant === "domestic" ? ["hard:domestic"] : [],
  });
  const agents = [programAgent(chance, isOutside)];
  const guests = Array.from({ length: chance.int([1, 4]) }, () =>
    attacker(chance, { agents, domestic: variant === "domestic" ? 1 : 0.05 }),
  );
  breakIn(stage, chance.pick(guests), { incident, path });
  const bounces = chance.float([0.12, 0.4]);
  let at = stage.start;
  for (let left = Math.min(drawCount(stage, letters), Math.ceil(stage.mailLimit)); left > 0 && at < stage.end - hourMs; ) {
    const count = Math.min(left, Math.max(1, Math.round(draw(stage, perRequest) * chance.float([0.6, 1.3]))));
    const guest = chance.pick(guests);
    tape.hit(hitOf(site, guest, { at, method: "POST", target: path, status: 200, bytes: 180 + count * 41, incident }));
    at =
      sendBurst(stage, {
        at,
        count,
        script,
        requestPath: path,
        visitor: guest.source,
        bounces,
        incident,
        perLetterMs: chance.scale([120, 900]),
      }) + Math.floor(chance.wait(20 * 60_000));
    left -= count;
  }
};

export const uploadedMailer: Recipe = {
  kind: "uploaded-mailer",
  class: "script-mailer",
  share: 4,
  days: 3,
  shows,
  startsAt: "any",
  variants: ["plain", "domestic", "plain"],
  fits: (site) => site.isWordPress,
  play,
};
