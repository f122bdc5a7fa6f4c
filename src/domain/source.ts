/** Whose visitor an address is, seen from the operator's home country. `unknown` is never treated as foreign. */
export type Origin = "home" | "foreign" | "unknown";

/** Where an address is from, as far as the geo data and the operator's overrides can tell. */
export interface Placement {
  /** ISO 3166-1 alpha-2 in upper case; null when no database, or disagreeing ones, place it. */
  readonly country: string | null;
  /** Autonomous system, `AS` and the number; null when no network data is installed or it has no entry. */
  readonly network: string | null;
  readonly origin: Origin;
}

/** A client address as the log shows it. Addresses are evidence, never the key of a case. */
export interface Source extends Placement {
  /** Small integer, unique within one run; lets tables use numbers instead of strings. */
  readonly id: number;
  /** Canonical text: IPv4 dotted, IPv6 compressed in lower case; a host name where the server logs names. */
  readonly address: string;
}
