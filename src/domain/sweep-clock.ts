import { hourMs } from "../kit/time-units.ts";

const everyMs = 6 * hourMs;

/**
 * Says every six hours of event time that it is time to forget what is too old to matter: otherwise what happened last at a quiet site
 * would be remembered for ever. Part of a detector's state, so that a run that was put back sweeps when the first would have.
 */
export class SweepClock {
  private next = 0;

  isDue(time: number): boolean {
    if (time < this.next) return false;
    this.next = time + everyMs;
    return true;
  }
}
