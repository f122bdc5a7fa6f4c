import type { AbuseClass } from "../domain/abuse-class.ts";
import { addressOf, countryOfAttackers } from "./address-book.ts";
import { oldBrowser, personAgent } from "./agents.ts";
import type { Chance } from "./chance.ts";
import { dayMs, hourMs, momentOf, type Rhythm } from "./habits.ts";
import type { Account, Endpoint, Form, Incident, IncidentCause, IncidentTally, Range, Site } from "./model.ts";
import type { Guest, Tape } from "./tape.ts";

/** Where one incident is played: the place, the time, and what a recipe needs to fill it. */
export interface Stage {
  readonly tape: Tape;
  readonly chance: Chance;
  readonly id: string;
  readonly account: Account;
  /** The site it happens on; of an incident without one, some site of the account. */
  readonly site: Site;
  readonly start: number;
  /** When the logs begin, and end. */
  readonly begin: number;
  readonly end: number;
  readonly isOutside: boolean;
  readonly variant: string;
  readonly tags: readonly string[];
  /** Most messages that an incident of a world of this size has. */
  readonly mailLimit: number;
  readonly opened: Incident[];
}

/** One kind of incident. */
export interface Recipe {
  readonly kind: string;
  readonly class: AbuseClass;
  /** How many a world of 200 accounts and 30 days has. */
  readonly share: number;
  /** Days that it lasts at most, its quiet included. */
  readonly days: number;
  /** Which logs it shows in: without them nobody can know. */
  readonly shows: { readonly mail: boolean; readonly web: boolean };
  readonly startsAt: "any" | "daytime";
  /** Hard cases and ways of doing it that every world tries in turn. */
  readonly variants: readonly string[];
  readonly fits: (site: Site) => boolean;
  readonly play: (stage: Stage) => void;
}

export interface IncidentParts {
  readonly kind: string;
  readonly class: AbuseClass;
  readonly site: Site | null;
  readonly cause: Partial<IncidentCause> & Pick<IncidentCause, "layer">;
  readonly endpoints?: readonly Endpoint[];
  readonly bestMeasures?: readonly string[];
  readonly harmfulMeasures?: readonly string[];
  readonly shows: Recipe["shows"];
  readonly tags?: readonly string[];
  readonly unknowable?: string;
}

const freshTally = (): IncidentTally => ({
  start: Number.POSITIVE_INFINITY,
  end: 0,
  harmStart: null,
  requests: 0,
  refusedRequests: 0,
  reads: 0,
  messages: 0,
  harmfulMessages: 0,
  recipients: 0,
  bounced: 0,
  lostRequests: 0,
  lostMessages: 0,
  sources: new Set(),
});

const unknowableOf = ({ account, site }: Stage, { shows, cause }: IncidentParts): string | null => {
  if (shows.mail && !account.host.hasMailLog) return "The mail log of the host is not among the logs.";
  const namesScript = (cause.layer === "file" || cause.layer === "plugin") && (account.hasPhpLog || account.host.cwdLines);
  if (shows.web && !site.hasAccessLog && !namesScript) return "The access log of the site is not among the logs.";
  return null;
};

const placeTags = ({ account, site, start, begin }: Stage, { shows, site: named }: IncidentParts): string[] => {
  const { host } = account;
  const found: [string, boolean][] = [
    ["hard:cdn", site.cdn === "known" && named !== null],
    ["hard:cdn-unlisted", site.cdn === "unknown" && named !== null],
    ["hard:shared-uid", account.isShared],
    ["several-sites", account.sites.length > 1],
    ["hard:no-past", start - Math.max(begin, site.firstDay * dayMs) < 4 * dayMs && (site.firstDay > 0 || start - begin < 1.5 * dayMs)],
    ["hard:foreign-visitors", site.foreignShare > 0.3],
    ["hard:smart-host", host.smartHost !== null],
    ["hard:no-mail-log", !host.hasMailLog],
    ["hard:no-access-log", !site.hasAccessLog && shows.web],
    ["hard:gap", [...host.gaps, ...site.gaps].some(({ from, to }) => to > start - hourMs && from < start + 48 * hourMs)],
    ["php-log", account.hasPhpLog],
    [host.kind, true],
    ["exim-script-details", host.scriptDetails],
    ["exim-cwd", host.cwdLines],
  ];
  return found.flatMap(([tag, holds]) => (holds ? [tag] : []));
};

/** Begins the record of an incident; everything that belongs to it carries what this returns. */
export const openIncident = (stage: Stage, parts: IncidentParts): Incident => {
  const none: IncidentCause = { layer: parts.cause.layer, method: null, path: null, query: null, file: null, mailbox: null };
  const incident: Incident = {
    id: stage.opened.length === 0 ? stage.id : `${stage.id}-${stage.opened.length + 1}`,
    kind: parts.kind,
    class: parts.class,
    account: stage.account,
    site: parts.site,
    cause: { ...none, ...parts.cause },
    endpoints: parts.endpoints ?? [],
    bestMeasures: parts.bestMeasures ?? [],
    harmfulMeasures: parts.harmfulMeasures ?? [],
    tags: [...new Set([...stage.tags, ...(parts.tags ?? []), ...placeTags(stage, parts)])],
    unknowable: parts.unknowable ?? unknowableOf(stage, parts),
    tally: freshTally(),
  };
  stage.opened.push(incident);
  return incident;
};

/** A number of this incident, from the range that the world draws from; spread over orders of magnitude. */
export const draw = ({ chance, isOutside }: Stage, range: Range): number =>
  chance.scale(isOutside ? chance.pick(range.outside) : range.usual);

export const drawCount = (stage: Stage, range: Range): number => Math.max(1, Math.round(draw(stage, range)));

/** Path and selecting parameter of a target. */
export const endpointOf = (method: string, target: string): Endpoint => {
  const [path = "/", query] = target.split("?");
  return { method, path: decodeURIComponent(path), query: query ?? null };
};

export const formEndpoints = (form: Form): Endpoint[] => {
  const endpoints = form.steps.map(({ method, target }) => endpointOf(method, target));
  return [...new Map(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint])).values()];
};

export interface Pace {
  readonly perHour: number;
  readonly hours: number;
  readonly rhythm?: Rhythm;
  /** Share of the time over which it grows to its full pace. */
  readonly slowStart?: number;
}

/** Moments of a wave, in order, up to the end of the logs. */
export const arrivals = ({ chance, start, end }: Stage, pace: Pace): number[] => {
  const { perHour, hours, rhythm = "flat", slowStart = 0 } = pace;
  const count = Math.max(1, chance.poisson(perHour * hours));
  const times = Array.from({ length: count }, () => {
    if (rhythm !== "flat") return momentOf(rhythm, start + Math.floor((chance.next() * hours) / 24) * 24 * hourMs, chance);
    const share = chance.next();
    const ramped = share < slowStart * 0.3 ? Math.sqrt(share / (slowStart * 0.3)) * slowStart : share;
    return start + Math.floor(ramped * hours * hourMs);
  });
  return times.filter((at) => at >= start && at < end - 60_000).sort((a, b) => a - b);
};

export interface AttackerStyle {
  /** Share that comes through homes in Japan. */
  readonly domestic?: number;
  readonly usesOldBrowsers?: boolean;
  readonly agents?: readonly string[];
}

/** A machine that attacks: rented, or somebody's at home that is misused. */
export const attacker = (chance: Chance, style: AttackerStyle = {}): Guest => {
  const isDomestic = chance.bool(style.domestic ?? 0);
  const source = isDomestic
    ? addressOf(chance.bool(0.8) ? "home" : "mobile", "JP", chance)
    : addressOf(chance.bool(0.55) ? "hosting" : "home", countryOfAttackers(chance), chance);
  const own = style.usesOldBrowsers === false ? personAgent(chance) : oldBrowser(chance);
  return {
    source,
    agent: style.agents === undefined ? own : chance.pick(style.agents),
    protocol: chance.bool(0.12) ? "HTTP/1.0" : "HTTP/1.1",
  };
};

/** Guests of a wave: each comes back `uses` times at most. */
export const createCrowd = (chance: Chance, uses: number, style: AttackerStyle): (() => Guest) => {
  let guest = attacker(chance, style);
  let left = chance.int([1, uses]);
  return () => {
    if (left-- <= 0) {
      guest = attacker(chance, style);
      left = chance.int([1, uses]) - 1;
    }
    return guest;
  };
};
