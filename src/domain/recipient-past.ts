/** Slots at the start and at most: 24 KiB for a busy account. */
const firstSlots = 64;
const mostSlots = 4_096;
const slackHours = 48;
const mostHours = 65_535;

/**
 * Whom an account mailed before, and since when, by the recipients' digests: a table in which each digest has two places. What
 * finds both taken replaces the younger, so that old acquaintances stay.
 */
export class RecipientPast {
  private digests = new Int32Array(firstSlots);
  /** Hour of the first mail to the recipient, in hours since `zeroHour`, seven years at most; 0 = free. */
  private hours = new Uint16Array(firstSlots);
  private zeroHour = 0;
  private used = 0;

  /** Hour in which the recipient was first mailed, in hours since 1970; `hour` itself when it is new. */
  note(digest: number, hour: number): number {
    // Lines of the first hours may come out of order.
    if (this.zeroHour === 0) this.zeroHour = hour - slackHours;
    return this.zeroHour + this.noteShort(digest, Math.max(1, Math.min(mostHours, hour - this.zeroHour)));
  }

  private noteShort(digest: number, hour: number): number {
    const at = this.placeOf(digest);
    if (this.hours[at] !== 0 && this.digests[at] === (digest | 0)) return this.hours[at] as number;
    if (this.hours[at] === 0 && ++this.used * 2 > this.hours.length && this.hours.length < mostSlots) {
      this.grow();
      return this.noteShort(digest, hour);
    }
    this.digests[at] = digest;
    this.hours[at] = hour;
    return hour;
  }

  get size(): number {
    return this.used;
  }

  private placeOf(digest: number): number {
    const mask = this.hours.length - 1;
    const one = (digest ^ (digest >>> 15)) & mask;
    const two = one ^ 1;
    if (this.digests[one] === (digest | 0) && this.hours[one] !== 0) return one;
    if (this.digests[two] === (digest | 0) && this.hours[two] !== 0) return two;
    return (this.hours[one] as number) <= (this.hours[two] as number) && this.hours[one] !== 0 && this.hours[two] !== 0
      ? two
      : this.free(one, two);
  }

  private free(one: number, two: number): number {
    return this.hours[one] === 0 ? one : this.hours[two] === 0 || (this.hours[two] as number) > (this.hours[one] as number) ? two : one;
  }

  private grow(): void {
    const { digests, hours } = this;
    this.digests = new Int32Array(hours.length * 2);
    this.hours = new Uint16Array(hours.length * 2);
    this.used = 0;
    for (let at = 0; at < hours.length; at++) if (hours[at] !== 0) this.noteShort(digests[at] as number, hours[at] as number);
  }
}
