import { verdictOf } from "../domain/abuse-class.ts";
import { Chance } from "./chance.ts";
import { dayMs, hourMs, japanDayStart } from "./habits.ts";
import type { Site, World } from "./model.ts";
import { formRelay } from "./recipes/form-relay.ts";
import type { Recipe } from "./stage.ts";

/** Decides what happens where and when: so many of each kind, never two at once on one account unless that is the point. */

export interface PlannedIncident {
  readonly id: string;
  readonly recipe: Recipe;
  readonly variant: string;
  readonly site: Site;
  readonly start: number;
  readonly tags: readonly string[];
}

interface Busy {
  readonly from: number;
  readonly to: number;
}

const usualSize = { accounts: 200, days: 30 } as const;
/** Quiet between two incidents of one account, so that nobody could take them for one. */
const restMs = 4 * dayMs;

const isBenign = (recipe: Recipe): boolean => verdictOf(recipe.class) === "benign";

const wantedTotal = ({ options }: World, recipes: readonly Recipe[]): number => {
  const size = (options.accounts / usualSize.accounts) * Math.min(2, Math.max(0.3, options.days / usualSize.days));
  const all = recipes.reduce((sum, { share }) => sum + share, 0);
  return options.incidents ?? Math.max(1, Math.round(all * size));
};

/** The kinds in the order in which they are placed; every kind once before any comes twice, as far as the number goes. */
const inOrder = (recipes: readonly Recipe[], total: number, chance: Chance): Recipe[] => {
  const all = recipes.reduce((sum, { share }) => sum + share, 0);
  const first = chance.shuffled(recipes);
  const more = recipes.flatMap((recipe) => Array.from({ length: Math.max(0, Math.round((recipe.share / all) * total) - 1) }, () => recipe));
  const rest = Array.from({ length: Math.max(0, total - first.length - more.length) }, () =>
    chance.weighted(recipes.map((recipe) => [recipe, recipe.share] as const)),
  );
  return [...first, ...chance.shuffled(more), ...rest].slice(0, total);
};

const variantFits = (variant: string, site: Site): boolean =>
  (variant !== "several-forms" && variant !== "moves-on") ||
  site.forms.filter(({ repliesToSender, usesCaptcha }) => repliesToSender && !usesCaptcha).length > 1;

class Planner {
  private readonly world: World;
  private readonly chance: Chance;
  private readonly mixesRelays: boolean;
  private readonly busy = new Map<string, Busy[]>();
  private readonly turns = new Map<Recipe, number>();
  readonly planned: PlannedIncident[] = [];
  /** Kinds for which the world had no place left. */
  readonly unplaced: string[] = [];

  constructor(world: World, chance: Chance, recipes: readonly Recipe[]) {
    this.world = world;
    this.mixesRelays = recipes.includes(formRelay);
    this.chance = chance;
  }

  place(recipe: Recipe): void {
    const turn = this.turns.get(recipe) ?? 0;
    this.turns.set(recipe, turn + 1);
    const variant = recipe.variants[turn % recipe.variants.length] ?? "plain";
    const sites = this.chance.shuffled(this.world.sites.filter((site) => recipe.fits(site) && variantFits(variant, site)));
    // Unused accounts first, and rather the busier sites, as those are what is found.
    const order = sites.map((site) => ({
      site,
      key: this.busyOf(site).length * 10 - Math.min(2, Math.log10(1 + site.visitsPerDay)) * this.chance.next(),
    }));
    order.sort((a, b) => a.key - b.key);
    for (const { site } of order.slice(0, 40)) {
      const start = this.startFor(recipe, site);
      if (start === null) continue;
      this.add(recipe, { variant, site, start, tags: [] });
      if (recipe.class === "newsletter" && this.chance.bool(0.5)) this.addEarlierIssue(recipe, { variant, site, start, tags: [] });
      if (variant === "with-relay" && this.mixesRelays && formRelay.fits(site))
        this.add(formRelay, { variant: "plain", site, start: start + this.chance.int([10, 120]) * 60_000, tags: ["hard:mixed"] });
      return;
    }
    this.unplaced.push(recipe.kind);
  }

  /** Many newsletters come weekly or fortnightly, to nearly the same readers. */
  private addEarlierIssue(recipe: Recipe, issue: Omit<PlannedIncident, "id" | "recipe">): void {
    const start = issue.start - this.chance.pick([7, 14]) * dayMs;
    const end = start + recipe.days * dayMs;
    const isFree = this.busyOf(issue.site).every(({ from, to }) => end < from || start > to + restMs);
    const isOnline = start > japanDayStart(Math.max(this.world.firstDay, issue.site.firstDay));
    if (isFree && isOnline) this.add(recipe, { ...issue, start });
  }

  private busyOf(site: Site): Busy[] {
    const key = `${site.account.host.name}/${site.account.name}`;
    const known = this.busy.get(key);
    if (known !== undefined) return known;
    const made: Busy[] = [];
    this.busy.set(key, made);
    return made;
  }

  private add(recipe: Recipe, { variant, site, start, tags }: Omit<PlannedIncident, "id" | "recipe">): void {
    const id = `i${String(this.planned.length + 1).padStart(3, "0")}`;
    this.planned.push({ id, recipe, variant, site, start, tags });
    this.busyOf(site).push({ from: start, to: start + recipe.days * dayMs });
  }

  private startFor(recipe: Recipe, site: Site): number | null {
    const { firstDay, endDay } = this.world;
    const from = Math.max(firstDay, site.firstDay + (site.firstDay > 0 ? 1 : 0));
    const room = Math.min(recipe.days, Math.max(1, Math.floor((endDay - firstDay) / 3)));
    const latest = endDay - room;
    if (latest < from) return null;
    // A few are there from the first hours on: sites of which nobody knows a past.
    const isEarly = site.firstDay > 0 || this.chance.bool(0.08);
    for (let tries = 0; tries < 12; tries++) {
      const earliest = isEarly ? from : Math.min(latest, from + Math.ceil((endDay - firstDay) * 0.2));
      const day = isEarly ? Math.min(latest, from + this.chance.int([0, 1])) : this.chance.int([earliest, latest]);
      const hour = recipe.startsAt === "daytime" ? this.chance.float([8.5, 17]) : this.chance.float([0.5, 23]);
      const start = japanDayStart(day) + Math.floor(hour * hourMs);
      const end = start + recipe.days * dayMs;
      if (this.busyOf(site).every((busy) => start > busy.to + restMs || end + restMs < busy.from)) return start;
    }
    return null;
  }
}

/** What is going to happen, by time, and the kinds that found no place. */
export interface IncidentPlan {
  readonly planned: readonly PlannedIncident[];
  readonly unplaced: readonly string[];
}

export const planIncidents = (world: World, recipes: readonly Recipe[]): IncidentPlan => {
  const { options } = world;
  const chance = new Chance(options.seed).fork("incidents");
  const wanted = recipes.filter(
    (recipe) => (options.kinds.length === 0 || options.kinds.includes(recipe.kind)) && (!options.quiet || isBenign(recipe)),
  );
  if (wanted.length === 0 || options.incidents === 0) return { planned: [], unplaced: [] };
  const planner = new Planner(world, chance, wanted);
  for (const recipe of inOrder(wanted, wantedTotal(world, wanted), chance)) planner.place(recipe);
  return { planned: planner.planned.toSorted((a, b) => a.start - b.start), unplaced: planner.unplaced };
};
