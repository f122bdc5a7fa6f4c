import { comment, forgetPassword, logIn, postInForum, register, signUp } from "../actions/log-in.ts";
import { placeOrder } from "../actions/place-order.ts";
import { submitForm } from "../actions/submit-form.ts";
import { personGuest, readAround, Visit } from "../actions/visit.ts";
import type { Chance } from "../chance.ts";
import { momentOf, weekdayFactor } from "../habits.ts";
import { domesticPerson, foreignPerson } from "../mail-people.ts";
import type { Site } from "../model.ts";
import type { Tape } from "../tape.ts";

/** Visitors of a site on one day. */

const writeToOwner = (visit: Visit): void => {
  const { site, chance } = visit;
  const form = chance.pick(site.forms);
  visit.page({ path: form.page, bytes: 30_000 });
  visit.wait(25, 200);
  const isForeign = chance.bool(site.foreignShare);
  const given = { tape: visit.tape, site, form, guest: visit.guest, chance, referer: visit.url(form.page) };
  const sender = isForeign ? foreignPerson(chance) : domesticPerson(chance);
  if (form.kind === "cf7-rest") visit.send("GET", form.steps[0]?.target.replace("/feedback", "/refill") ?? "/", { status: 200, bytes: 31 });
  if (chance.bool(0.12)) {
    visit.at = submitForm({ ...given, at: visit.at, sender, outcome: "invalid" });
    visit.wait(10, 60);
  }
  visit.at = submitForm({ ...given, at: visit.at, sender, outcome: "sent" });
};

type Act = readonly [(visit: Visit) => void, number];

const none = (): void => undefined;

/** What visitors do after reading, by kind of site; shares of all visits are general knowledge of small sites. */
const actsOf = (site: Site): readonly Act[] => {
  const hasForms = site.forms.length > 0;
  const acts: Act[] = [[writeToOwner, hasForms ? (site.kind === "company" || site.kind === "brochure" ? 0.015 : 0.006) : 0]];
  if (site.kind === "shop" && site.isWordPress) acts.push([placeOrder, 0.016], [logIn, 0.02], [register, 0.003], [forgetPassword, 0.002]);
  if (site.kind === "members" && site.isWordPress) acts.push([logIn, 0.2], [register, 0.006], [forgetPassword, 0.008]);
  if (site.kind === "forum") acts.push([postInForum, 0.08], [logIn, 0.08], [register, 0.004], [forgetPassword, 0.003]);
  if (site.kind === "blog" && site.isWordPress) acts.push([comment, 0.006]);
  if (site.newsletter !== null) acts.push([signUp, 0.006]);
  const sum = acts.reduce((all, [, share]) => all + share, 0);
  return [...acts, [none, 1 - sum]];
};

const visitOnce = (tape: Tape, site: Site, at: number, chance: Chance): Visit => {
  const visit = new Visit({ tape, site, guest: personGuest(site, chance), at, chance });
  readAround(visit, chance.bool(0.5) ? 0.3 : 2.4);
  return visit;
};

export const peopleOfDay = (
  tape: Tape,
  site: Site,
  day: { readonly day: number; readonly start: number; readonly chance: Chance },
): void => {
  const { chance } = day;
  const rhythm = site.foreignShare > 0.3 ? "abroad" : site.rhythm;
  const busy = chance.logNormal(1, 0.25) * weekdayFactor(rhythm, day.day);
  const acts = actsOf(site);
  for (let left = chance.poisson(site.visitsPerDay * busy); left > 0; left--) {
    const visit = visitOnce(tape, site, momentOf(rhythm, day.start, chance), chance);
    chance.weighted(acts)(visit);
  }
};
