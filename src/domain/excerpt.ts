import type { LinePlace } from "./line-place.ts";

/** Lines quoted of one kind at most. */
export const evidencePerSide = 10;

/** A line worth quoting, with the time of its event. */
export interface TimedPlace {
  readonly place: LinePlace;
  readonly time: number;
}

/**
 * Lines worth quoting: the first five, then ever sparser ones, so that the choice depends on the order of events
 * only and needs no look ahead.
 */
export class Excerpt {
  private readonly places: TimedPlace[] = [];
  private seen = 0;
  private nextKept = 8;

  offer(place: LinePlace, time: number): void {
    this.seen++;
    if (this.places.length >= evidencePerSide) return;
    if (this.seen > 5 && this.seen < this.nextKept) return;
    if (this.seen > 5) this.nextKept = this.seen * 2;
    this.places.push({ place, time });
  }

  get lines(): readonly TimedPlace[] {
    return this.places;
  }
}
