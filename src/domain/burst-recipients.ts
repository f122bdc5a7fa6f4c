import { DigestTally } from "../kit/digest-tally.ts";
import { hourMs } from "../kit/time-units.ts";
import { type RecentMail, recentOutcomes } from "./recent-mail.ts";
import type { RecentOutcomes } from "./recent-outcomes.ts";
import { isDomainAbroad } from "./recipient-origin.ts";
import { share } from "./share.ts";

/** Above this share of all mail a recipient is the one whose copies they are. */
const ownersShare = 0.3;

/** Fewer domains may share a mail provider. */
const fewDomains = 5;

/** Hours before the burst since when a recipient that the account knows was mailed: what began just before it is the burst's. */
const knownForHours = 11;

/** One table for all bursts: it is started anew for each. */
const tally = new DigestTally(recentOutcomes);

/** What is counted of a burst's outcomes. */
interface Counted {
  outcomes: number;
  known: number;
  bounced: number;
  putOff: number;
  foreign: number;
}

/** Counts the outcomes of the messages from number `first` on; the recipients are counted in the table. */
const countFrom = (all: RecentOutcomes, first: number, { knownBefore, home }: { knownBefore: number; home: string | null }): Counted => {
  const { messages, recipients, domains, firstHours } = all;
  const counted = { outcomes: 0, known: 0, bounced: 0, putOff: 0, foreign: 0 };
  tally.start();
  for (let at = 0; at < messages.length; at++) {
    if ((messages[at] as number) < first) continue;
    const status = all.statusAt(at);
    if (status === "bounced" || status === "expired") counted.bounced++;
    const firstHour = firstHours[at] as number;
    if (firstHour < 0) continue;
    counted.outcomes++;
    if (status !== "sent" && status !== "held") counted.putOff++;
    if (firstHour < knownBefore) counted.known++;
    if (tally.add(recipients[at] as number) === 1 && isDomainAbroad(domains[at] as string, home) === true) counted.foreign++;
  }
  return counted;
};

/** Whether one relay took the mail of the messages from number `first` on, for many domains. */
const hidesBounces = ({ messages, firstHours, relays, domains }: RecentOutcomes, first: number): boolean => {
  let relay: string | null = null;
  const seen = new Set<string>();
  for (let at = 0; at < messages.length; at++) {
    if ((messages[at] as number) < first || (firstHours[at] as number) < 0) continue;
    const one = relays[at] as string | null;
    if (one === null || (relay !== null && relay !== one)) return false;
    relay = one;
    if (seen.size < fewDomains) seen.add(domains[at] as string);
  }
  return seen.size >= fewDomains;
};

/** What a burst of a stream tells of its recipients; `index`: that of its first message. */
export const burstRecipients = (recent: RecentMail, index: number, home: string | null) => {
  const first = recent.numberAt(index);
  const knownBefore = Math.floor((recent.times[index] ?? 0) / hourMs) - knownForHours;
  const { outcomes, known, bounced, putOff, foreign } = countFrom(recent.outcomes, first, { knownBefore, home });
  const { size, most } = tally;
  const hasOwner = most > outcomes * ownersShare;
  return {
    recipients: size,
    outcomes,
    hidesBounces: hidesBounces(recent.outcomes, first),
    thirdOutcomes: hasOwner ? outcomes - most : outcomes,
    perThirdParty: share(hasOwner ? outcomes - most : outcomes, size - (hasOwner ? 1 : 0)),
    mostToOneShare: share(most, outcomes),
    knownRecipientShare: share(known, outcomes),
    bounced,
    putOffShare: share(putOff, outcomes),
    bouncedShare: Math.min(1, share(bounced, outcomes)),
    foreignRecipientShare: share(foreign, size),
  };
};
