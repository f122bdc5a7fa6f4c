import type { HeldAtLift } from "../held-mail.ts";
import type { Measure } from "../measure.ts";
import type { Actor } from "./actor.ts";
import type { MeasureTarget } from "./claimed-abuse.ts";

/**
 * Where a measure stands. `ordered`: not yet proven; `in-force`: proven by a probe; `failed`: refused or could not be applied, nothing is in
 * force; `lifting`: its end is ordered, not yet proven; `lifted`: proven gone.
 */
export type ContainmentState = "ordered" | "in-force" | "failed" | "lifting" | "lifted";

/** The decision that ends a containment: who or which policy, why, and with whose second signature. */
export interface Release {
  readonly by: Actor;
  readonly second: string | null;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * What a measure turned away or held while it stood: requests, or mails for a measure on mail. `from` and `to` are when the first and the last of
 * them was counted, epoch ms; where none was, both are when counting began.
 */
export interface Stopped {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** Set where some of it may have gone uncounted, as with a log that was cut: then it is so many at the least. */
  readonly isLeast?: boolean;
}

/** A reversible, reviewed measure on a target that stops the harm. */
export interface Containment {
  /** Also the id of the order that imposes it. */
  readonly id: string;
  readonly measure: Measure;
  readonly target: MeasureTarget;
  readonly state: ContainmentState;
  readonly decidedBy: Actor;
  readonly reason: string;
  readonly orderedAt: number;
  /** When the effect was proven; null before. */
  readonly provenAt: number | null;
  /** When the person who ordered it wants it looked at again; as the policy says where it is left out. Looking changes nothing by itself. */
  readonly reviewBy?: number;
  /** What the last probe said, in the enforcer's words. */
  readonly proof: string | null;
  /** Set while the last probe found it otherwise than ordered. */
  readonly driftedAt: number | null;
  /** Without it nothing is ever lifted. */
  readonly release: Release | null;
  /** The last order to end it; null before. */
  readonly liftOrder: string | null;
  /** When its end was proven; absent before, and in cases that ended before this was kept. */
  readonly liftedAt?: number;
  /** What it stopped, asked of its server when it was lifted; null and absent: nobody can tell. */
  readonly stopped?: Stopped | null;
  /** What became of the mail that it held; absent where it held none, or no server was asked. */
  readonly held?: HeldAtLift;
}

/** Whether a measure holds or may come to hold: until its end is proven. */
export const isStanding = ({ state }: Containment): boolean => state === "ordered" || state === "in-force" || state === "lifting";
