import { hourMs, minuteMs } from "../kit/time-units.ts";
import { HourCounts } from "./hour-counts.ts";

/** A stretch of event time, epoch ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of a log without lines, and where the line after it stands. */
export interface Pause extends Stretch {
  readonly input: string;
  readonly offset: number;
}

/** Where the times of a log jump, and by how much: below 0 back, above 0 ahead. */
export interface ClockJump {
  readonly input: string;
  readonly offset: number;
  /** Epoch ms of the last line before it. */
  readonly at: number;
  readonly byMs: number;
}

/** Lines that stand later in the file than their time says, one by one. */
export interface LateLines {
  readonly lines: number;
  readonly mostMs: number;
}

/**
 * Servers log a request at its end and mail servers write through one process: lines are seconds late, downloads a minute or two. The
 * join of the two logs waits 22 s at the most.
 */
const lateMs = 2 * minuteMs;
/** From here on a step ahead may be a clock that was set; shorter ones are a server that was started anew. */
const aheadMs = 10 * minuteMs;
/** A shorter one is looked at again only where so many lines are missing in it, by the hour before. */
const aheadLines = 100;
/** A step ahead of this and more is a silence: nobody can tell the two apart. */
export const silenceMs = 3 * hourMs;
/** A back step after which fewer lines come before the time is caught up again is lines that are late. */
const jumpLines = 3;
const jumpsKept = 16;
const pausesKept = 64;

/** Lines that are behind the time that the log had reached. */
interface Behind {
  readonly jump: ClockJump;
  latest: number;
  mostMs: number;
  lines: number;
  /** Lines that are late among themselves too. */
  unordered: number;
}

/**
 * Follows the times of one log, line by line: long stretches without lines, jumps, lines out of order. What is usual for the log is
 * its count of lines an hour. Fixed memory; two comparisons a line while nothing is odd.
 */
export class LogClock {
  readonly hours = new HourCounts();
  /** Whether or not they are odd for the log; of very many the longest. */
  readonly pauses: Pause[] = [];
  readonly jumps: ClockJump[] = [];
  jumpCount = 0;
  private high = Number.NEGATIVE_INFINITY;
  private first = Number.NaN;
  private hourEnd = Number.NEGATIVE_INFINITY;
  private inHour = 0;
  private behind: Behind | null = null;
  private lateCount = 0;
  private latestMs = 0;

  /** Takes the time of a line; `input` and `offset` say where it stands. */
  see(time: number, input: string, offset: number): void {
    const step = time - this.high;
    if (step < 0) {
      if (step < -lateMs) return this.late(time, input, offset);
      if (this.behind !== null) this.catchUp();
    } else {
      if (step > aheadMs || time >= this.hourEnd || this.behind !== null) this.goOn(time, input, offset);
      this.high = time;
    }
    this.inHour++;
  }

  /** First and last time; null for a log without lines. */
  span = (): Stretch | null => (this.high === Number.NEGATIVE_INFINITY ? null : { from: this.first, to: this.high });

  lateLines(): LateLines {
    return { lines: this.lateCount, mostMs: this.latestMs };
  }

  /** Counts what is still open; after the last line. */
  finish(): void {
    this.catchUp();
    this.turnHour(this.high);
  }

  private late(time: number, input: string, offset: number): void {
    const byMs = time - this.high;
    this.behind ??= { jump: { input, offset, at: this.high, byMs }, latest: time, mostMs: 0, lines: 0, unordered: 0 };
    const { behind } = this;
    behind.lines++;
    behind.mostMs = Math.max(behind.mostMs, -byMs);
    if (time < behind.latest - lateMs) behind.unordered++;
    behind.latest = Math.max(behind.latest, time);
    this.first = Math.min(this.first, time);
    this.hours.add(time, 1);
  }

  private catchUp(): void {
    const { behind } = this;
    if (behind === null) return;
    this.behind = null;
    if (behind.lines >= jumpLines && behind.unordered * 10 < behind.lines) return this.jump(behind.jump);
    this.lateCount += behind.lines;
    this.latestMs = Math.max(this.latestMs, behind.mostMs);
  }

  private goOn(time: number, input: string, offset: number): void {
    this.catchUp();
    if (this.first !== this.first) this.first = time;
    const step = time - this.high;
    if (time >= this.hourEnd) this.turnHour(this.high);
    if (step < Number.POSITIVE_INFINITY && (step >= silenceMs || (step > aheadMs && this.missing(step) >= aheadLines)))
      this.pause({ from: this.high, to: time, input, offset });
    this.hourEnd = Math.floor(time / hourMs) * hourMs + hourMs;
  }

  private turnHour(last: number): void {
    if (this.inHour > 0) this.hours.add(last, this.inHour);
    this.inHour = 0;
  }

  /** Lines that a stretch would have had, by the fuller of the hour that it begins in and the one before. */
  private missing(stepMs: number): number {
    const perHour = Math.max(this.hours.at(this.high) + this.inHour, this.hours.at(this.high - hourMs));
    return (perHour * stepMs) / hourMs;
  }

  private pause(pause: Pause): void {
    this.pauses.push(pause);
    if (this.pauses.length < pausesKept * 2) return;
    this.pauses.sort((a, b) => b.to - b.from - (a.to - a.from));
    this.pauses.length = pausesKept;
  }

  private jump(jump: ClockJump): void {
    this.jumpCount++;
    if (this.jumps.length < jumpsKept) this.jumps.push(jump);
  }
}
