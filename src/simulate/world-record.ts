import { dayMs, japanDay, japanDayStart } from "./habits.ts";
import type { Incident, World } from "./model.ts";

/** What world.json says: the size of the world and how much of it was quiet. */

const iso = (at: number): string => new Date(at).toISOString();

/** Site-days on which no abuse or nuisance of the account was going on, nor within the day after. */
const quietDays = (world: World, incidents: readonly Incident[]): number => {
  const busy = new Set<string>();
  for (const { account, tally, class: kind } of incidents) {
    if (kind === "newsletter" || kind === "order-surge" || kind === "mail-loop") continue;
    for (let day = japanDay(tally.start); day <= japanDay(tally.end + dayMs); day++)
      busy.add(`${account.host.name}/${account.name}/${day}`);
  }
  let quiet = 0;
  for (const { account, firstDay } of world.sites) {
    for (let day = Math.max(firstDay, world.firstDay); day < world.endDay; day++)
      if (!busy.has(`${account.host.name}/${account.name}/${day}`)) quiet++;
  }
  return quiet;
};

export const worldRecord = (world: World, incidents: readonly Incident[], lines: { readonly access: number; readonly mail: number }) => ({
  schema: "sekisho.world/1",
  seed: world.options.seed,
  from: iso(japanDayStart(world.firstDay)),
  to: iso(japanDayStart(world.endDay)),
  hosts: world.hosts.length,
  accounts: world.accounts.length,
  sites: world.sites.length,
  siteDays: world.sites.reduce((sum, { firstDay }) => sum + Math.max(0, world.endDay - Math.max(firstDay, world.firstDay)), 0),
  quietSiteDays: quietDays(world, incidents),
  lines,
  incidents: incidents.length,
  options: world.options,
});
