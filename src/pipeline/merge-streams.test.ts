import fc from "fast-check";
import { expect, it } from "vitest";
import { LogClock } from "./log-clock.ts";
import type { LogStream } from "./log-stream.ts";
import { mergeStreams } from "./merge-streams.ts";

interface Dispatched {
  readonly stream: number;
  readonly at: number;
  readonly time: number;
}

/** A stream over times in memory; `piece` lines are ready at once, then it must be filled. */
const streamOf = (times: readonly number[], piece: number, dispatched: (at: number, time: number) => void): LogStream => {
  let at = -1;
  let ready = 0;
  const stream: LogStream = {
    time: 0,
    advance: () => {
      if (at + 1 >= ready) return false;
      stream.time = times[++at] as number;
      return true;
    },
    fill: async () => {
      if (ready >= times.length) return false;
      ready = Math.min(times.length, ready + piece);
      return true;
    },
    dispatch: () => dispatched(at, stream.time),
    standing: () => null,
    clock: new LogClock(),
    close: async () => undefined,
  };
  return stream;
};

const merge = async (logs: readonly (readonly number[])[], piece: number): Promise<Dispatched[]> => {
  const seen: Dispatched[] = [];
  await mergeStreams(logs.map((times, stream) => streamOf(times, piece, (at, time) => seen.push({ stream, at, time }))));
  return seen;
};

const anyLogs = fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 }), { maxLength: 8 });
const piece = fc.integer({ min: 1, max: 10 });

it("dispatches every line of every log exactly once, each log in its own order", async () => {
  await fc.assert(
    fc.asyncProperty(anyLogs, piece, async (logs, size) => {
      const seen = await merge(logs, size);
      for (const [stream, times] of logs.entries()) {
        expect(seen.filter((one) => one.stream === stream).map(({ at }) => at)).toEqual(times.map((_, at) => at));
      }
    }),
  );
});

it("dispatches logs that are each in order in order of time overall", async () => {
  await fc.assert(
    fc.asyncProperty(anyLogs, piece, async (logs, size) => {
      const sorted = logs.map((times) => times.toSorted((a, b) => a - b));
      const times = (await merge(sorted, size)).map(({ time }) => time);
      expect(times).toEqual(sorted.flat().toSorted((a, b) => a - b));
    }),
  );
});

it("lets a line that was logged late hold back no other log", async () => {
  const seen = await merge(
    [
      [10, 5, 11],
      [6, 12],
    ],
    1,
  );
  expect(seen.map(({ time }) => time)).toEqual([6, 10, 5, 11, 12]);
});

it("ends at once without streams", async () => expect(await merge([], 1)).toEqual([]));

it("ends before the first line that is later than it was told to go, and leaves every log at one", async () => {
  await fc.assert(
    fc.asyncProperty(anyLogs, piece, fc.integer({ min: -1, max: 51 }), async (logs, size, until) => {
      const sorted = logs.map((times) => times.toSorted((a, b) => a - b));
      const seen: number[] = [];
      await mergeStreams(
        sorted.map((times) => streamOf(times, size, (_, time) => seen.push(time))),
        undefined,
        until,
      );
      expect(seen).toEqual(
        sorted
          .flat()
          .filter((time) => time <= until)
          .toSorted((a, b) => a - b),
      );
    }),
  );
});
