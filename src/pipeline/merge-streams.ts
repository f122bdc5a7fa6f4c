import type { LogStream } from "./log-stream.ts";

/** Streams that stand on a line, the earliest on top. */
class Heap {
  private readonly items: LogStream[] = [];

  get top(): LogStream | undefined {
    return this.items[0];
  }

  /** Time of the second earliest; infinity when there is none. */
  get nextTime(): number {
    return Math.min(this.items[1]?.time ?? Number.POSITIVE_INFINITY, this.items[2]?.time ?? Number.POSITIVE_INFINITY);
  }

  push(stream: LogStream): void {
    this.items.push(stream);
    let at = this.items.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.timeAt(parent) <= this.timeAt(at)) return;
      this.swap(parent, at);
      at = parent;
    }
  }

  pop(): void {
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return;
    this.items[0] = last;
    this.sink();
  }

  /** Restores the order after the top's time has changed. */
  sink(): void {
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let least = at;
      if (left < this.items.length && this.timeAt(left) < this.timeAt(least)) least = left;
      if (right < this.items.length && this.timeAt(right) < this.timeAt(least)) least = right;
      if (least === at) return;
      this.swap(least, at);
      at = least;
    }
  }

  private timeAt(at: number): number {
    return (this.items[at] as LogStream).time;
  }

  private swap(a: number, b: number): void {
    const kept = this.items[a] as LogStream;
    this.items[a] = this.items[b] as LogStream;
    this.items[b] = kept;
  }
}

/** Brings a stream to its next line; false when it has ended. */
const bring = async (stream: LogStream): Promise<boolean> => {
  while (!stream.advance()) if (!(await stream.fill())) return false;
  return true;
};

/** Event time is about to come to this moment; returns when to be called again. The lines wait for it. */
export type Pass = (time: number) => Promise<number>;

/**
 * Dispatches the lines of all streams in order of event time. Within one log the order of its lines is kept, even
 * where a server logged a slow request late. With `until` it ends before the first line that is later; streams that have one
 * stand on it then.
 */
export const mergeStreams = async (streams: readonly LogStream[], pass?: Pass, until = Number.POSITIVE_INFINITY): Promise<void> => {
  const heap = new Heap();
  let nextPass = pass === undefined ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  for (const stream of streams) if (await bring(stream)) heap.push(stream);
  for (let stream = heap.top; stream !== undefined; stream = heap.top) {
    if (stream.time > until) return;
    const next = Math.min(until, heap.nextTime);
    let standing = true;
    do {
      if (stream.time >= nextPass) nextPass = (await pass?.(stream.time)) ?? Number.POSITIVE_INFINITY;
      stream.dispatch();
      standing = stream.advance() || (await bring(stream));
    } while (standing && stream.time <= next);
    if (standing) heap.sink();
    else heap.pop();
  }
};
