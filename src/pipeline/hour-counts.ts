import { hourMs } from "../kit/time-units.ts";

/** Hours counted from the first on: 400 days, 20 KB for a log that is as old. */
const mostHours = 400 * 24;
const mostCount = 65_535;

/** Lines an hour, from the first hour that had any. Bounded: what would stretch it over more than 400 days is not counted. */
export class HourCounts {
  private counts = new Uint16Array(24);
  private firstHour = Number.NaN;
  private length = 0;

  add(time: number, lines: number): void {
    const hour = Math.floor(time / hourMs);
    if (this.firstHour !== this.firstHour) this.firstHour = hour;
    if (hour < this.firstHour) this.beginAt(hour);
    const at = hour - this.firstHour;
    if (at < 0 || at >= mostHours) return;
    if (at >= this.counts.length) this.grow(Math.max(at + 1, this.counts.length * 2), 0);
    this.counts[at] = Math.min(mostCount, (this.counts[at] ?? 0) + lines);
    this.length = Math.max(this.length, at + 1);
  }

  /** A log whose parts stand in the wrong order begins earlier than its first line says. */
  private beginAt(hour: number): void {
    const earlier = this.firstHour - hour;
    if (earlier + this.length > mostHours) return;
    this.grow(earlier + this.length, earlier);
    this.firstHour = hour;
    this.length += earlier;
  }

  private grow(length: number, from: number): void {
    const grown = new Uint16Array(Math.min(mostHours, length));
    grown.set(this.counts.subarray(0, grown.length - from), from);
    this.counts = grown;
  }

  /** Lines in the hour of this time; 0 where none are counted. */
  at(time: number): number {
    return this.counts[Math.floor(time / hourMs) - this.firstHour] ?? 0;
  }

  /** Whether the hour of this time lies between the first and the last with lines. */
  has(time: number): boolean {
    const at = Math.floor(time / hourMs) - this.firstHour;
    return at >= 0 && at < this.length;
  }

  /** First and last hour, epoch ms of their starts; null while there is none. */
  range(): { readonly from: number; readonly to: number } | null {
    return this.length === 0 ? null : { from: this.firstHour * hourMs, to: (this.firstHour + this.length - 1) * hourMs };
  }
}
