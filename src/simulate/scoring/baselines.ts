import { hourMs, minuteMs } from "../../kit/time-units.ts";
import { toleranceMs } from "./match-cases.ts";
import { accountKey } from "./read-truth.ts";
import type { Incident, MailRow, RequestRow, Truth } from "./truth.ts";

/** What common practice would have done on the same world, every mail and request known and tied to its owner without a mistake. */

export const baselineNames = ["mails-per-hour", "posts-per-address", "ten-times-median"] as const;
export type BaselineName = (typeof baselineNames)[number];

export interface Baseline {
  readonly name: BaselineName;
  /** Abuse incidents that can be known, and how many were noticed while they ran. */
  readonly abuseIncidents: number;
  readonly noticed: number;
  /** Accounts (sites, for addresses) accused without abuse, once per 72 h. */
  readonly wrongful: number;
  /** Those of them where a nuisance ran. */
  readonly wrongfulInNuisance: number;
  /** Harmful mails before each notice. */
  readonly harmfulMails: readonly number[];
}

/** LFD's usual limit. Source: LF_SCRIPT_LIMIT of ConfigServer Firewall. */
const mailsPerHour = 100;
/** As a fail2ban jail for POSTs is commonly set. */
const postsPerAddress = 10;
const postsWithinMs = 10 * minuteMs;
const timesMedian = 10;
const leastMails = 20;

/** Moments at which more than `limit` came within the window, the last of them included. */
const overLimit = (times: readonly number[], limit: number, windowMs: number): number[] =>
  times.filter((time, at) => {
    const before = times[at - limit];
    return before !== undefined && time - before <= windowMs;
  });

/** Moments at which an hour held 10 times the median of the hours with mail before it, and at least 20. */
const overOwnMedian = (times: readonly number[]): number[] => {
  const past: number[] = [];
  const flags: number[] = [];
  const byHour = Map.groupBy(times, (time) => Math.floor(time / hourMs));
  for (const inHour of byHour.values()) {
    const sorted = past.toSorted((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    const crossing = inHour[Math.max(leastMails, timesMedian * median) - 1];
    if (crossing !== undefined) flags.push(crossing);
    past.push(inHour.length);
  }
  return flags;
};

/** First moments of each spell; a spell ends after 72 h of quiet, as a case does. */
const spells = (flags: readonly number[]): readonly number[] =>
  flags.filter((flag, at) => at === 0 || flag - (flags[at - 1] ?? flag) > toleranceMs);

interface Accused {
  /** Moments, in order. */
  readonly flags: readonly number[];
  readonly incidents: readonly Incident[];
}

const isNear = ({ start, end }: Incident, time: number): boolean => time >= start - toleranceMs && time <= end + toleranceMs;

const noticedAt = ({ flags }: Accused, { start, end }: Incident): number | null =>
  flags.find((flag) => flag >= start && flag <= end + minuteMs) ?? null;

const harmfulBefore = (mails: readonly MailRow[], incident: Incident, time: number): number =>
  mails.filter((row) => row.incident === incident.id && row.isHarmful && row.at < time).length;

const mailsOf = (truth: Truth, { host, account }: Incident): readonly MailRow[] =>
  truth.mailsByAccount.get(accountKey(host, account ?? "")) ?? [];

const judge = (name: BaselineName, truth: Truth, accused: readonly Accused[]): Baseline => {
  const abuse = truth.incidents.filter(({ verdict, knowable }) => verdict === "abuse" && knowable);
  const noticed = new Map<Incident, number>();
  const wrongful: boolean[] = [];
  for (const one of accused) {
    for (const incident of one.incidents) {
      const at = noticedAt(one, incident);
      if (at !== null && incident.verdict === "abuse" && incident.knowable) noticed.set(incident, at);
    }
    for (const flag of spells(one.flags)) {
      const near = one.incidents.filter((incident) => isNear(incident, flag));
      if (!near.some(({ verdict }) => verdict === "abuse")) wrongful.push(near.some(({ verdict }) => verdict === "nuisance"));
    }
  }
  return {
    name,
    abuseIncidents: abuse.length,
    noticed: noticed.size,
    wrongful: wrongful.length,
    wrongfulInNuisance: wrongful.filter((isNuisance) => isNuisance).length,
    harmfulMails: [...noticed].map(([incident, time]) => harmfulBefore(mailsOf(truth, incident), incident, time)),
  };
};

const perAccount = (truth: Truth, flagsOf: (times: readonly number[]) => number[]): readonly Accused[] => {
  const incidents = Map.groupBy(truth.incidents, ({ host, account }) => accountKey(host, account ?? ""));
  return [...truth.mailsByAccount].map(([key, mails]) => ({
    flags: flagsOf(mails.map(({ at }) => at)),
    incidents: incidents.get(key) ?? [],
  }));
};

const postFlags = (rows: readonly RequestRow[]): number[] => {
  const bySource = Map.groupBy(
    rows.filter(({ method }) => method === "POST"),
    ({ source }) => source,
  );
  return [...bySource.values()]
    .flatMap((posts) =>
      overLimit(
        posts.map(({ at }) => at),
        postsPerAddress,
        postsWithinMs,
      ),
    )
    .sort((a, b) => a - b);
};

const perSite = (truth: Truth): readonly Accused[] => {
  const incidents = Map.groupBy(truth.incidents, ({ site }) => site ?? "");
  return [...truth.writesBySite].map(([site, rows]) => ({ flags: postFlags(rows), incidents: incidents.get(site) ?? [] }));
};

/** Scores the three on one world. */
export const scoreBaselines = (truth: Truth): readonly Baseline[] => [
  judge(
    "mails-per-hour",
    truth,
    perAccount(truth, (times) => overLimit(times, mailsPerHour, hourMs)),
  ),
  judge("posts-per-address", truth, perSite(truth)),
  judge("ten-times-median", truth, perAccount(truth, overOwnMedian)),
];
