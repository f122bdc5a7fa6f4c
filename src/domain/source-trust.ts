import type { MailFeatures } from "./mail-features.ts";

/**
 * How far a source is one visitor, 0 to 1: behind a proxy that the log does not see through, what one address read before says little
 * about who sends now.
 */
export const ownSources = ({ triggerSources, triggers }: MailFeatures): number => Math.min(1, (2 * triggerSources) / Math.max(1, triggers));

/**
 * How far visitors call a script, 0 to 1. A browser that a page of the site sends there says so in its referer. Without one, that the address
 * read pages before tells only of addresses that come a time or two: one that calls again and again has many people behind it, or a program.
 */
export const callingVisitors = (seen: MailFeatures): number => Math.max(seen.refererVisitorShare, seen.visitorShare * ownSources(seen));

/** What the looks of a script's callers say, log-odds; that they look like visitors counts as far as each is one person. */
export const strangersWeight = (seen: MailFeatures): number => {
  const weight = seen.triggers === 0 ? 0 : (seen.strangerShare - 0.5) * 3;
  return weight > 0 ? weight : weight * ownSources(seen);
};
