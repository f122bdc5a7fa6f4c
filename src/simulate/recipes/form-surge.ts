import { submitForm } from "../actions/submit-form.ts";
import { readAround, Visit } from "../actions/visit.ts";
import { addressOf, domesticVisitor } from "../address-book.ts";
import { personAgent } from "../agents.ts";
import { domesticPerson } from "../mail-people.ts";
import { arrivals, draw, formEndpoints, openIncident, type Recipe, type Stage } from "../stage.ts";

/** A sign-up for an event opens, or a company was on television: many real people write through the form within hours. */

const shows = { mail: true, web: true };
const visits = {
  usual: [40, 300],
  outside: [
    [12, 20],
    [700, 1200],
  ],
} as const;
const writers = { usual: [0.15, 0.7], outside: [[0.03, 0.07]] } as const;

const play = (stage: Stage): void => {
  const { tape, site, chance, end } = stage;
  const form = site.forms.find(({ usesCaptcha }) => !usesCaptcha);
  if (form === undefined) return;
  const incident = openIncident(stage, {
    kind: "form-surge",
    class: "order-surge",
    site,
    cause: { layer: "none" },
    endpoints: formEndpoints(form),
    shows,
    harmfulMeasures: ["deny-foreign-writes", "deny-writes", "deny-path", "hold-mail", "stop-mail"],
  });
  const share = draw(stage, writers);
  const hours = chance.float([2, 8]);
  for (const at of arrivals(stage, { perHour: Math.min(draw(stage, visits), stage.mailLimit / hours / 2), hours, slowStart: 0.15 })) {
    const source = chance.bool(0.65) ? addressOf("mobile", "JP", chance) : domesticVisitor(chance);
    const visit = new Visit({ tape, site, guest: { source, agent: personAgent(chance), protocol: "HTTP/2.0" }, at, chance, incident });
    readAround(visit, 0.4);
    if (!chance.bool(share) || visit.at > end - 600_000) continue;
    visit.page({ path: form.page, bytes: 30_000 });
    visit.wait(30, 240);
    const given = { tape, site, form, guest: visit.guest, chance, sender: domesticPerson(chance), referer: visit.url(form.page), incident };
    if (chance.bool(0.1)) visit.at = submitForm({ ...given, at: visit.at, outcome: "invalid" }) + 20_000;
    submitForm({ ...given, at: visit.at, outcome: "sent" });
  }
};

export const formSurge: Recipe = {
  kind: "form-surge",
  class: "order-surge",
  share: 2,
  days: 2,
  shows,
  startsAt: "daytime",
  variants: ["plain", "with-relay"],
  fits: (site) => site.forms.some(({ usesCaptcha, repliesToSender }) => !usesCaptcha && repliesToSender) && site.hasAccessLog,
  play,
};
