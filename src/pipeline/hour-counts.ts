import { hourMs } from "../kit/time-units.ts";

/** Hours counted from the first on: 400 days, 20 KB for a log that is as old. */
const mostHours = 400 * 24;
const mostCount = 65_535;

/** Lines an hour, from the first hour that had any. Bounded: what is older than the first hour, or too long after it, is not counted. */
export class HourCounts {
  private counts = new Uint16Array(24);
  private firstHour = Number.NaN;
  private length = 0;

  add(time: number, lines: number): void {
    const hour = Math.floor(time / hourMs);
    if (this.firstHour !== this.firstHour) this.firstHour = hour;
    const at = hour - this.firstHour;
    if (at < 0 || at >= mostHours) return;
    if (at >= this.counts.length) {
      const grown = new Uint16Array(Math.min(mostHours, Math.max(at + 1, this.counts.length * 2)));
      grown.set(this.counts);
      this.counts = grown;
    }
    this.counts[at] = Math.min(mostCount, (this.counts[at] ?? 0) + lines);
    this.length = Math.max(this.length, at + 1);
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
