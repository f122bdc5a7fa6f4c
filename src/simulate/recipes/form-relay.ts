import { type Outcome, submitForm } from "../actions/submit-form.ts";
import { oldBrowser, programAgent } from "../agents.ts";
import { victim } from "../mail-people.ts";
import type { Form, Incident, Site } from "../model.ts";
import { arrivals, createCrowd, draw, formEndpoints, openIncident, type Recipe, type Stage } from "../stage.ts";
import { type Guest, hitOf } from "../tape.ts";

/**
 * A contact form whose automatic reply carries somebody's text to addresses from a list. Facts: kind 1 (5 to 200 an hour, one or two requests
 * an address, 10 to 40 % of the mail bounces, 5 to 20 % fail the form's own checks, which no status shows).
 */

const shows = { mail: true, web: true };

const perHour = {
  usual: [9, 200],
  outside: [
    [2, 4],
    [700, 2400],
  ],
} as const;
const slowPerHour = { usual: [5, 8], outside: [[1.5, 3]] } as const;
const bounces = {
  usual: [0.1, 0.4],
  outside: [
    [0.01, 0.04],
    [0.55, 0.8],
  ],
} as const;
const invalid = { usual: [0.05, 0.2], outside: [[0.35, 0.6]] } as const;
const hours = { usual: [4, 60], outside: [[90, 160]] } as const;

const isOpen = (form: Form): boolean => form.repliesToSender && !form.usesCaptcha;
const openForms = (site: Site): Form[] => site.forms.filter(isOpen);

interface Wave {
  readonly stage: Stage;
  readonly incident: Incident;
  readonly bounces: number;
  readonly invalid: number;
  readonly refused: number;
  readonly readsPages: boolean;
}

const scout = (stage: Stage, incident: Incident, { form, guest }: { readonly form: Form; readonly guest: Guest }): void => {
  const { tape, site, chance, start } = stage;
  for (let left = chance.int([2, 6]); left > 0; left--) {
    tape.hit(
      hitOf(site, guest, {
        at: start - chance.int([60_000, 7_200_000]),
        target: chance.bool(0.6) ? form.page : "/",
        bytes: 11_000,
        incident,
      }),
    );
  }
};

/** Some bots load the page and what belongs to it, as a browser would. */
const readPage = (
  { stage, incident }: Wave,
  { form, guest, at }: { readonly form: Form; readonly guest: Guest; readonly at: number },
): void => {
  const { tape, site, chance } = stage;
  const lead = chance.int([3000, 20_000]);
  tape.hit(hitOf(site, guest, { at: at - lead, target: form.page, bytes: 11_000, incident }));
  for (const { path, bytes } of site.assets.slice(0, chance.int([3, 9]))) {
    tape.hit(
      hitOf(site, guest, {
        at: at - lead + chance.int([80, 1500]),
        target: path,
        bytes,
        referer: `https://${site.domain}${form.page}`,
        incident,
      }),
    );
  }
};

const outcomeOf = ({ stage, invalid: share, refused }: Wave): Outcome => {
  const drawn = stage.chance.next();
  if (drawn < refused) return "refused";
  return drawn < refused + share ? "invalid" : "sent";
};

const send = (wave: Wave, { form, guest, at }: { readonly form: Form; readonly guest: Guest; readonly at: number }): void => {
  const { stage, incident } = wave;
  const { tape, site, chance } = stage;
  if (wave.readsPages) readPage(wave, { form, guest, at });
  const referer = chance.weighted([
    [`https://${site.domain}${form.page}`, 70] as const,
    [`https://${site.domain}`, 15] as const,
    ["-", 15] as const,
  ]);
  const sender = victim(chance, { bounces: wave.bounces, late: 0.06 });
  submitForm({
    tape,
    site,
    form,
    guest,
    at,
    chance,
    sender,
    outcome: outcomeOf(wave),
    referer,
    incident,
    isHarmful: true,
    stepSeconds: chance.float([0.6, 4]),
  });
};

/** Which forms are used: one, all of them, or one after the other. */
const formFor = (forms: readonly Form[], variant: string, share: number): Form => {
  const [first] = forms as [Form];
  if (variant === "several-forms") return forms[Math.floor(share * 7919) % forms.length] ?? first;
  return variant === "moves-on" && share > 0.5 ? (forms[1] ?? first) : first;
};

const styleOf = (stage: Stage) => {
  const { variant, isOutside, chance } = stage;
  const agents = isOutside
    ? [programAgent(chance, true), programAgent(chance, true)]
    : Array.from({ length: chance.int([2, 7]) }, () => oldBrowser(chance));
  if (variant === "domestic") return { domestic: 0.97, usesOldBrowsers: false };
  return variant === "assets-first" ? { usesOldBrowsers: false } : { agents };
};

const paceOf = (stage: Stage) => {
  const isSlow = stage.variant === "low-slow";
  const rate = draw(stage, isSlow ? slowPerHour : perHour);
  const wanted = draw(stage, hours) * (isSlow ? 1.5 : 1);
  const slowStart = stage.variant === "slow-start" ? 0.7 : 0;
  return { perHour: rate, hours: Math.max(isSlow ? 12 : 3, Math.min(wanted, stage.mailLimit / rate / 2)), slowStart };
};

const tagsOf = (stage: Stage, forms: readonly Form[]): string[] => {
  const tags = stage.variant === "plain" ? [] : [`hard:${stage.variant}`];
  if (forms.some(({ steps }) => steps.length > 1)) tags.push("hard:confirm-screen");
  if (forms.some(({ kind }) => kind === "ajax")) tags.push("hard:admin-ajax");
  if (forms.some(({ steps }) => steps.some(({ status }) => status === 302))) tags.push("hard:302");
  return tags;
};

const play = (stage: Stage): void => {
  const { site, chance, variant } = stage;
  const all = openForms(site);
  const forms = variant === "several-forms" || variant === "moves-on" ? all : all.slice(0, 1);
  const endpoints = forms.flatMap(formEndpoints);
  const [endpoint] = endpoints;
  if (endpoint === undefined) return;
  const incident = openIncident(stage, {
    kind: "form-relay",
    class: "form-relay",
    site,
    cause: { layer: "form", method: endpoint.method, path: endpoint.path, query: endpoint.query },
    endpoints,
    bestMeasures: variant === "domestic" ? ["deny-writes", "hold-mail"] : ["deny-foreign-writes", "deny-writes", "hold-mail"],
    harmfulMeasures: ["deny-foreign", "stop-mail", "quarantine-file", "lock-mailbox"],
    shows,
    tags: tagsOf(stage, forms),
  });
  const refused = site.hasFirewall ? chance.float([0.02, 0.1]) : 0;
  const wave: Wave = {
    stage,
    incident,
    bounces: draw(stage, bounces),
    invalid: draw(stage, invalid),
    refused,
    readsPages: variant === "assets-first",
  };
  const next = createCrowd(chance, variant === "low-slow" ? 1 : chance.pick([1, 2, 2]), styleOf(stage));
  scout(stage, incident, { form: formFor(forms, variant, 0), guest: next() });
  const times = arrivals(stage, paceOf(stage));
  for (const [index, at] of times.entries()) send(wave, { form: formFor(forms, variant, index / times.length), guest: next(), at });
};

export const formRelay: Recipe = {
  kind: "form-relay",
  class: "form-relay",
  share: 12,
  days: 7,
  shows,
  startsAt: "any",
  variants: ["plain", "low-slow", "several-forms", "domestic", "slow-start", "moves-on", "assets-first", "plain", "low-slow", "plain"],
  fits: (site) => openForms(site).length > 0,
  play,
};
