import type { Measure } from "../measure.ts";

/** Measures that act on a site as a whole: their target names a site and neither path nor file, so others than the abused part meet them. */
export const overSite: ReadonlySet<Measure> = new Set([
  "deny-network",
  "deny-foreign-writes",
  "challenge-foreign",
  "deny-foreign",
  "deny-writes",
]);

/** Measures that act on all mail of an account. */
export const overAccount: ReadonlySet<Measure> = new Set(["cap-mail", "hold-mail", "stop-mail"]);
