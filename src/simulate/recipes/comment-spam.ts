import { oldBrowser, programAgent } from "../agents.ts";
import { siteLetter } from "../letters.ts";
import { arrivals, createCrowd, draw, endpointOf, openIncident, type Recipe, type Stage } from "../stage.ts";
import { hitOf } from "../tape.ts";

/** A storm of comments with links in them; the only mail goes to the owner, who has to approve them. Facts: kind 10. */

const shows = { mail: false, web: true };
const perHour = {
  usual: [25, 400],
  outside: [
    [5, 10],
    [1200, 2500],
  ],
} as const;

const play = (stage: Stage): void => {
  const { tape, site, chance, isOutside } = stage;
  const target = "/wp-comments-post.php";
  const endpoint = endpointOf("POST", target);
  const incident = openIncident(stage, {
    kind: "comment-spam",
    class: "comment-spam",
    site,
    cause: { layer: "form", method: "POST", path: endpoint.path },
    endpoints: [endpoint],
    harmfulMeasures: ["hold-mail", "stop-mail", "cap-mail", "lock-mailbox", "deny-foreign"],
    shows,
  });
  const agents = isOutside ? [programAgent(chance, true)] : Array.from({ length: 5 }, () => oldBrowser(chance));
  const next = createCrowd(chance, chance.pick([1, 3, 12]), { agents });
  const tells = chance.bool(0.75) ? chance.float([0.3, 1]) : 0;
  const rate = draw(stage, perHour);
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(2, Math.min(chance.scale([3, 40]), stage.mailLimit / rate)) })) {
    const guest = next();
    const article = chance.pick(site.articles);
    const status = chance.weighted([[302, 80] as const, [409, 7] as const, [429, 7] as const, [403, 6] as const]);
    tape.hit(
      hitOf(site, guest, {
        at,
        method: "POST",
        target,
        status,
        bytes: status === 302 ? 0 : 2600,
        referer: `https://${site.domain}${article.path}`,
        incident,
      }),
    );
    if (status !== 302 || !chance.bool(tells)) continue;
    tape.letter(
      siteLetter(site, {
        at: at + chance.int([150, 900]),
        to: [site.owner],
        bytes: 2000 + chance.int([0, 700]),
        subject: "コメントの承認待ち",
        visitor: guest.source,
        requestPath: target,
        incident,
      }),
    );
  }
};

export const commentSpam: Recipe = {
  kind: "comment-spam",
  class: "comment-spam",
  share: 3,
  days: 3,
  shows,
  startsAt: "any",
  variants: ["plain"],
  fits: (site) => site.isWordPress && (site.kind === "blog" || site.kind === "club" || site.kind === "company") && site.hasAccessLog,
  play,
};
