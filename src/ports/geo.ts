import type { Placement } from "../domain/source.ts";

/** How old and how trustworthy the data behind a placement is; shown in every report. */
export interface GeoData {
  readonly file: string;
  /** What the file answers. */
  readonly answers: "country" | "network";
  /** Epoch ms at which the publisher built it. */
  readonly builtAt: number;
  /** A publisher's own warning about the data, in English; null when there is none. */
  readonly warning: string | null;
}

/** Tells where an address is from. Never throws for an address: what it cannot place is unknown. */
export interface Geo {
  /** Text of an IPv4 or IPv6 address, or a host name (which is always unknown). */
  readonly place: (address: string) => Placement;
  /** The same for the 32-bit value of an IPv4 address, for the hot path: no text is made. */
  readonly placeIpv4: (value: number) => Placement;
  /** ISO 3166-1 alpha-2 of the operator's home; null when not told, and then no origin is ever `foreign`. */
  readonly home: string | null;
  readonly data: readonly GeoData[];
}
