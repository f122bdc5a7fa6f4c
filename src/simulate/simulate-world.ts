import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { mailOfDay } from "./background/mail-of-day.ts";
import { noiseOfDay } from "./background/noise.ts";
import { ownerOfDay } from "./background/owner.ts";
import { peopleOfDay } from "./background/people.ts";
import { robotsOfDay } from "./background/robots.ts";
import { Chance } from "./chance.ts";
import { DayBook } from "./day-book.ts";
import { japanDayStart } from "./habits.ts";
import { type AccessWriter, createAccessWriter } from "./logs/access-writer.ts";
import { createMailWriter, type MailWriter } from "./logs/mail-writer.ts";
import type { Incident, SimulateOptions, Site, World } from "./model.ts";
import { type PlannedIncident, planIncidents } from "./plan-incidents.ts";
import { linesPerVisit, planWorld } from "./plan-world.ts";
import { recipes } from "./recipes/all-recipes.ts";
import { Truth } from "./truth.ts";
import { worldRecord } from "./world-record.ts";
import { writeConfig } from "./write-config.ts";

/** What came out of a simulation. */
export interface SimulatedWorld {
  readonly accounts: number;
  readonly sites: number;
  readonly siteDays: number;
  readonly incidents: number;
  /** Kinds that were wanted and found no place; a kind twice if two of it did not. */
  readonly unplaced: readonly string[];
  readonly lines: { readonly access: number; readonly mail: number };
}

export interface DayProgress {
  readonly daysDone: number;
  readonly days: number;
}

interface Run {
  readonly world: World;
  readonly book: DayBook;
  readonly chance: Chance;
  readonly planned: readonly PlannedIncident[];
  readonly incidents: Incident[];
}

/** Most attacks leave the site's ordinary traffic in the majority by far; some drown a site that hardly anybody knows. */
const mailLimitOf = (site: Site, { options, firstDay, endDay }: World, chance: Chance): number => {
  const most = Math.max(60, Math.min(9000, options.lines / 400));
  const background = site.visitsPerDay * linesPerVisit * (endDay - Math.max(firstDay, site.firstDay));
  return chance.bool(0.75) ? Math.min(most, Math.max(150, background / 6)) : most;
};

const playStarting = (run: Run, day: number): void => {
  const { world, book, chance, planned, incidents } = run;
  const [from, to] = [japanDayStart(day), japanDayStart(day + 1)];
  for (const { id, recipe, variant, site, start, tags } of planned) {
    if (start < from || start >= to) continue;
    const { options, firstDay, endDay } = world;
    const own = chance.fork("incident", id);
    const parts = {
      tape: book,
      chance: own,
      id,
      account: site.account,
      site,
      start,
      tags,
      variant,
      mailLimit: mailLimitOf(site, world, own),
    };
    const opened: Incident[] = [];
    recipe.play({ ...parts, begin: japanDayStart(firstDay), end: japanDayStart(endDay), isOutside: options.outsideRange, opened });
    incidents.push(...opened);
  }
};

const siteDay = (run: Run, site: Site, day: number): void => {
  const chance = run.chance.fork("day", site.id, day);
  const given = { day, start: japanDayStart(day), chance };
  peopleOfDay(run.book, site, given);
  ownerOfDay(run.book, site, given);
  robotsOfDay(run.book, site, given);
  noiseOfDay(run.book, site, given);
};

const isOnline = (site: Site, day: number): boolean => day >= site.firstDay;

const writeDay = (
  run: Run,
  day: number,
  writers: { readonly access: AccessWriter; readonly mail: readonly MailWriter[]; readonly truth: Truth },
) => {
  const { world, book } = run;
  playStarting(run, day);
  let access = 0;
  for (const account of world.accounts)
    mailOfDay(book, account, { day, start: japanDayStart(day), chance: run.chance.fork("mail", account.host.name, account.name, day) });
  for (const site of world.sites) {
    if (isOnline(site, day)) siteDay(run, site, day);
    access += writers.access.write(site, day, book.takeHits(site));
  }
  const mail = world.hosts.reduce((sum, host, at) => sum + (writers.mail[at]?.write(day, book.takeLetters(host)) ?? 0), 0);
  book.closeDay();
  writers.truth.flush();
  return { access, mail };
};

/** Simulates a world into an empty directory. Deterministic: the same options give the same bytes. */
export const simulateWorld = (options: SimulateOptions, directory: string, progress: (done: DayProgress) => void): SimulatedWorld => {
  const world = planWorld(options);
  const { firstDay, endDay } = world;
  const logs = join(directory, "logs");
  mkdirSync(logs, { recursive: true });
  const truth = new Truth(join(directory, "truth"));
  const chance = new Chance(options.seed).fork("run");
  const access = createAccessWriter({ directory: logs, endDay, chance, truth });
  const mail = world.hosts.map((host) => createMailWriter({ directory: logs, host, endDay, chance, truth }));
  const { planned, unplaced } = planIncidents(world, recipes);
  const run: Run = { world, book: new DayBook(firstDay, endDay), chance, planned, incidents: [] };
  const lines = { access: 0, mail: 0 };
  for (let day = firstDay; day < endDay; day++) {
    const written = writeDay(run, day, { access, mail, truth });
    lines.access += written.access;
    lines.mail += written.mail;
    progress({ daysDone: day + 1 - firstDay, days: endDay - firstDay });
  }
  access.finish();
  for (const writer of mail) writer.finish();
  const happened = run.incidents.filter(({ tally }) => tally.end > 0);
  truth.writeIncidents(happened);
  const record = worldRecord(world, happened, lines);
  truth.writeWorld({ ...record, unplaced });
  writeConfig(world, directory);
  return {
    accounts: world.accounts.length,
    sites: world.sites.length,
    siteDays: record.siteDays,
    incidents: happened.length,
    unplaced,
    lines,
  };
};
