import { hourMs, minuteMs } from "../kit/time-units.ts";
import { type Crowd, crowdOf } from "./crowd.ts";
import { isSignUp } from "./sign-up.ts";
import type { Suspect } from "./suspect.ts";
import { reason, weigh } from "./weigh.ts";

/** What it takes to open a case of form-relay. Reasons beside each; the policy of a later issue makes them data. */
export const relayThresholds = {
  /** Fewer than five sending requests are told apart from odd visitors only by luck. */
  sendingRequests: 5,
  /** In the story every address posted once; a payment provider's few addresses post again and again. */
  sources: 5,
  /** Few addresses are believed only in numbers (a tell-a-friend script that a handful of addresses use thousands of times). */
  fewSourcesRequests: 40,
  /** Nobody orders to dead mailboxes: above this share of bounces it is no shop's own mail. */
  bounced: 0.1,
  /** Fewer bounces say nothing about a share. */
  bouncedMails: 8,
  /** An endpoint at which this share of the requests says what program it is is an interface between servers, no form. */
  interfaceShare: 0.8,
  /** Mail that comes by itself (newsletter, cron job) falls behind strangers' requests by chance: the ties must be this many times more. */
  overChance: 3,
  /** Mail that only reaches the owner is contact spam, no relay. */
  outsideRecipients: 3,
  /**
   * Nats by which a burst explains the requests better than the usual rate. Every mail is a new look at every window
   * that ends with it, thousands in a month: 11 nats a window keep a steady trickle from ever looking like a burst.
   */
  surprise: 11,
  /** A form mails the visitor, the owner and perhaps a colleague; more for each request is a script that works through a list. */
  mailsPerRequest: 4,
  confidence: 0.9,
  /** Requests with mail among the answered ones; less is chance, not a form that mails. */
  mailShare: 0.25,
  /** Usual strangers' mails a day before anything is known of a site. */
  usualPerDay: 2,
  /** A trickle comes in the site's waking hours, not evenly over the day: within them it is about twice as dense. */
  wakingFactor: 2,
  /** The burst must reach this many within some hour, so that a daily trickle of contact spam stays a trickle … */
  perHour: 4.5,
  /** … or be this long. */
  longBurst: 16,
  /** A wave pauses when nothing came for this long, and for so many times its longest pause before. */
  leastPauseMs: hourMs,
  pauseFactor: 4,
  /** What a source sent this shortly before belongs to the same visit. */
  sameVisitMs: 10 * minuteMs,
} as const;

/** People abroad may come together to an honest form; what tells a program that behaves like them is whom it mails. */
const isHumanLike = ({ noAssetsShare, bouncedShare }: Crowd): boolean => noAssetsShare < 0.5 && bouncedShare < relayThresholds.bounced;

/** What a burst of sending requests shows. */
export interface RelaySigns {
  readonly crowd: Crowd;
  readonly surprise: number;
  readonly usualPerHour: number;
  /** Requests with mail among the answered ones. */
  readonly mailShare: number;
}

/** How sure it is that a burst is abuse of a form, with the reasons. */
export const judgeRelay = ({ crowd, surprise, usualPerHour, mailShare }: RelaySigns) =>
  weigh(-4, [
    reason("more-than-usual", Math.min(25, surprise) * 0.2, { value: crowd.requests, usual: usualPerHour }),
    reason("mail-follows-posts", (mailShare - 0.25) * 2, { value: mailShare }),
    reason("strangers", (crowd.meanWeight - 0.5) * 2, { value: crowd.meanWeight }),
    reason("one-shot-sources", crowd.oneShotShare, { value: crowd.oneShotShare }),
    reason("foreign-sources", crowd.foreignShare * crowd.knownOriginShare, { value: crowd.foreignShare }),
    reason("never-read-the-page", crowd.neverReadShare - 0.5, { value: crowd.neverReadShare }),
    reason("many-recipients", Math.min(2, crowd.outsideRecipients / 5), { value: crowd.outsideRecipients }),
    ...(isHumanLike(crowd) ? [reason("read-like-visitors", -4.5, { value: 1 - crowd.noAssetsShare })] : []),
    reason("bounces", Math.min(1, crowd.bouncedShare * 5) * 0.7, { value: crowd.bouncedShare }),
  ]);

/** Mail to third parties. At a sign-up each victim may get it again and again; one recipient or two may be the owner's own. */
export const reachesThirdParties = ({ outsideRecipients, recipients }: Crowd, members: readonly Suspect[]): boolean => {
  if (outsideRecipients >= relayThresholds.outsideRecipients) return true;
  const signUps = members.filter(({ request }) => isSignUp(request.endpoint)).length;
  return recipients >= relayThresholds.outsideRecipients && signUps * 2 > members.length;
};

/** Many addresses, or a few in great numbers. */
export const hasManySources = ({ sources, requests }: Crowd): boolean =>
  sources >= relayThresholds.sources || requests >= relayThresholds.fewSourcesRequests;

/** Payment callbacks, web hooks, apps: told by what their clients call themselves, unless the mail bounces like spam. */
const isInterface = (suspects: readonly Suspect[]): boolean => {
  const { namedShare, bouncedShare, bounced } = crowdOf(suspects);
  return namedShare >= relayThresholds.interfaceShare && (bouncedShare < relayThresholds.bounced || bounced < relayThresholds.bouncedMails);
};

/** The suspects at endpoints that look like forms. */
export const atForms = (suspects: readonly Suspect[]): readonly Suspect[] => {
  const byEndpoint = Map.groupBy(suspects, ({ request }) => request.endpoint.id);
  const interfaces = new Set([...byEndpoint].filter(([, group]) => isInterface(group)).map(([id]) => id));
  return interfaces.size === 0 ? suspects : suspects.filter(({ request }) => !interfaces.has(request.endpoint.id));
};

/** Weight of the suspects in the hour that holds most. */
export const busiestHour = (members: readonly Suspect[]): number => {
  let most = 0;
  let from = 0;
  let weight = 0;
  for (const member of members) {
    weight += member.weight;
    while ((members[from] as Suspect).request.time < member.request.time - hourMs) weight -= (members[from++] as Suspect).weight;
    most = Math.max(most, weight);
  }
  return most;
};
