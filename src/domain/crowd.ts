import { share } from "./share.ts";
import type { Origin } from "./source.ts";
import type { Suspect } from "./suspect.ts";

/** What a group of suspects looks like together. Shares are 0 to 1. */
export interface Crowd {
  readonly requests: number;
  readonly messages: number;
  readonly sources: number;
  /** Sources that came with one or two requests, among all sources. */
  readonly oneShotShare: number;
  /** Requests from abroad, among those whose origin is known; 0 when none is. */
  readonly foreignShare: number;
  readonly knownOriginShare: number;
  /** Requests from other countries than the most frequent one; 0 when no country is known. */
  readonly scatteredShare: number;
  /** Requests whose source had read nothing of the site before. */
  readonly neverReadShare: number;
  /** Requests whose source had fetched no style sheet, script or image of the site before: browsers do. */
  readonly noAssetsShare: number;
  /** Requests by programs with a name of their own: apps, other servers, payment providers. Spammers call themselves browsers. */
  readonly namedShare: number;
  readonly meanWeight: number;
  /** Distinct recipients. */
  readonly recipients: number;
  /** Recipients that got at most two of the messages: third parties, not the site's owner. */
  readonly outsideRecipients: number;
  readonly bouncedShare: number;
  readonly bounced: number;
}

const countBy = <Key>(keys: Iterable<Key>): Map<Key, number> => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

const scatteredShare = (suspects: readonly Suspect[]): number => {
  const countries = suspects.map(({ request }) => request.source.country).filter((country) => country !== null);
  const most = Math.max(0, ...countBy(countries).values());
  return share(countries.length - most, countries.length);
};

/** Sums up suspects; only what is kept of them counts, so outcomes are those known by now. */
export const crowdOf = (suspects: readonly Suspect[]): Crowd => {
  const requests = suspects.length;
  const sources = countBy(suspects.map(({ request }) => request.source.address));
  const outcomes = suspects.flatMap((suspect) => suspect.outcomes.filter(({ first }) => first));
  const recipients = countBy(outcomes.map(({ recipient }) => recipient));
  const bounced = suspects.flatMap(({ outcomes: all }) => all).filter(({ status }) => status === "bounced" || status === "expired").length;
  const known = suspects.filter(({ request }) => request.source.origin !== "unknown");
  return {
    requests,
    messages: suspects.reduce((sum, { mails }) => sum + mails.length, 0),
    sources: sources.size,
    oneShotShare: share([...sources.values()].filter((count) => count <= 2).length, sources.size),
    foreignShare: share(known.filter(({ request }) => request.source.origin === "foreign").length, known.length),
    knownOriginShare: share(known.length, requests),
    scatteredShare: scatteredShare(suspects),
    neverReadShare: share(suspects.filter(({ request }) => request.before.pages + request.before.assets === 0).length, requests),
    noAssetsShare: share(suspects.filter(({ request }) => request.before.assets === 0).length, requests),
    namedShare: share(suspects.filter(({ request }) => request.agent === "named").length, requests),
    meanWeight: share(
      suspects.reduce((sum, { weight }) => sum + weight, 0),
      requests,
    ),
    recipients: recipients.size,
    outsideRecipients: [...recipients.values()].filter((count) => count <= 2).length,
    bouncedShare: share(bounced, outcomes.length),
    bounced,
  };
};

/** Where most of a crowd is. Behind a proxy nobody is anywhere. */
export const mostlyFrom = ({ foreignShare, knownOriginShare }: Crowd): Origin => {
  if (knownOriginShare <= 0.5) return "unknown";
  return foreignShare > 0.5 ? "foreign" : "home";
};
