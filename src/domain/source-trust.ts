import type { MailFeatures } from "./mail-features.ts";

/**
 * How far a source is one visitor, 0 to 1: behind a proxy that the log does not see through, what one address read before says little
 * about who sends now.
 */
export const ownSources = ({ triggerSources, triggers }: MailFeatures): number => Math.min(1, (2 * triggerSources) / Math.max(1, triggers));
