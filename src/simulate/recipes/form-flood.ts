import { type Outcome, submitForm } from "../actions/submit-form.ts";
import { oldBrowser, programAgent } from "../agents.ts";
import { victim } from "../mail-people.ts";
import { arrivals, createCrowd, draw, formEndpoints, openIncident, type Recipe, type Stage } from "../stage.ts";

/** Many strangers' requests to one form of which hardly any gets through: a field is wrong, the CAPTCHA fails, the firewall refuses. */

const shows = { mail: true, web: true };
const perHour = {
  usual: [10, 220],
  outside: [
    [2, 4],
    [800, 2000],
  ],
} as const;
const hours = { usual: [4, 60], outside: [[90, 150]] } as const;

const outcomes: Readonly<Record<string, Outcome>> = { invalid: "invalid", captcha: "captcha", refused: "refused" };

const play = (stage: Stage): void => {
  const { tape, site, chance, variant, isOutside } = stage;
  const [form] = site.forms;
  if (form === undefined) return;
  const [endpoint] = formEndpoints(form);
  if (endpoint === undefined) return;
  const incident = openIncident(stage, {
    kind: "form-flood",
    class: "form-flood",
    site,
    cause: { layer: "form", method: endpoint.method, path: endpoint.path, query: endpoint.query },
    endpoints: formEndpoints(form),
    harmfulMeasures: ["hold-mail", "stop-mail", "cap-mail", "lock-mailbox", "deny-foreign"],
    shows: { ...shows, mail: false },
    tags: [`flood-${variant}`],
  });
  const agents = isOutside ? [programAgent(chance, true)] : Array.from({ length: chance.int([2, 6]) }, () => oldBrowser(chance));
  const next = createCrowd(chance, chance.pick([1, 2, 3]), { agents });
  const rate = draw(stage, perHour);
  const outcome = outcomes[variant] ?? "invalid";
  for (const at of arrivals(stage, { perHour: rate, hours: Math.max(3, Math.min(draw(stage, hours), stage.mailLimit / rate)) })) {
    const referer = chance.bool(0.8) ? `https://${site.domain}${form.page}` : "-";
    submitForm({
      tape,
      site,
      form,
      guest: next(),
      at,
      chance,
      sender: victim(chance, { bounces: 0.2, late: 0.05 }),
      outcome,
      referer,
      incident,
    });
  }
};

export const formFlood: Recipe = {
  kind: "form-flood",
  class: "form-flood",
  share: 5,
  days: 5,
  shows,
  startsAt: "any",
  variants: ["invalid", "captcha", "refused"],
  fits: (site) => site.forms.length > 0 && site.hasAccessLog,
  play,
};
