import { Chance } from "../chance.ts";
import { domesticPerson } from "../mail-people.ts";
import type { Mailable, Site } from "../model.ts";

/** The readers of a site's newsletter: the same at every issue, but for the few who come and go. */
export const readersOf = (site: Site, count: number, issue: number): Mailable[] => {
  const chance = new Chance(site.id).fork("readers", site.domain);
  return Array.from({ length: count }, (_, at) =>
    domesticPerson(chance.fork(at, at % 37 === 0 ? issue : 0), { bounces: 0.025, late: 0.03 }),
  );
};
