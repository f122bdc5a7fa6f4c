import type { Endpoint } from "./endpoint.ts";

/** Days of a site's log before the first harm that tell who comes regularly, and on how many of them who does has to have written. */
export const regularDays = { looked: 14, least: 10 } as const;

/** A source from abroad that wrote to a site regularly before the first harm and has no part in it. A proposal: a person decides whether it is an exception. */
export interface RegularSource {
  /** One address, or the IPv4 /24 or IPv6 /48 where several addresses of it wrote. */
  readonly cidr: string;
  /** Those that wrote, at most 16, in the order in which they came. */
  readonly addresses: readonly string[];
  /** Of the {@link regularDays} before the first harm, those (UTC) on which it wrote and was answered. */
  readonly days: number;
  /** Its answered writes from the period's start to the day of `lastSeen`, of the last 96 days with writes of it. */
  readonly requests: number;
  /** The day (UTC) of its first write, ISO 8601. Of that day no address and no endpoint is told if it did not use them again. */
  readonly firstSeen: string;
  /** What it wrote to, at most four, those that it used first. */
  readonly endpoints: readonly Pick<Endpoint, "method" | "path" | "query">[];
}

/** Whom a measure against visitors from abroad would meet though they came regularly before; most days first. */
export interface ProposedExceptions {
  /** False: the site's log begins less than {@link regularDays} before the first harm, and nothing can be told. */
  readonly isPastLongEnough: boolean;
  readonly sources: readonly RegularSource[];
}
