import type { Random } from "../../bench/random.ts";
import { longestLineBytes } from "../../src/ports/log-format.ts";

/** Bytes that mean something to some format, and control bytes. */
const telling = [..."\"'\\[]{}()<>:;,= -\t\r\0/+@0129aZ\x1b\x7f\xff\xe2\x80"].map((char) => char.charCodeAt(0));

/** Share of edits of the kind `repeat` that grow the line as far as it may go. */
const longShare = 1 / 300;
/** Long samples are picked, but seldom: most of what can go wrong goes wrong in short lines, and those are quick. */
const longSampleShare = 0.02;
const longSampleBytes = 4_000;

/** A place for one line, reused. The line is `room[start, end)`; what stands around it is left from earlier lines. */
export interface MutatedLine {
  readonly room: Buffer;
  readonly start: number;
  end: number;
}

type Edit = (line: MutatedLine, random: Random) => void;

const placeIn = ({ start, end }: MutatedLine, random: Random): number => start + random.below(end - start + 1);

/** Makes room for `count` bytes at `at`; false when the line would grow too long. */
const widen = (line: MutatedLine, at: number, count: number): boolean => {
  if (line.end - line.start + count > longestLineBytes) return false;
  line.room.copyWithin(at + count, at, line.end);
  line.end += count;
  return true;
};

const cutOut = (line: MutatedLine, at: number, count: number): void => {
  const removed = Math.min(count, line.end - at);
  line.room.copyWithin(at, at + removed, line.end);
  line.end -= removed;
};

const flip: Edit = (line, random) => {
  const at = Math.min(placeIn(line, random), line.end - 1);
  if (at >= line.start) line.room[at] = (line.room[at] as number) ^ (1 << random.below(8));
};

const replace: Edit = (line, random) => {
  const at = Math.min(placeIn(line, random), line.end - 1);
  if (at >= line.start) line.room[at] = random.unit() < 0.8 ? random.pick(telling) : random.below(256);
};

const cut: Edit = (line, random) => cutOut(line, placeIn(line, random), 1 + random.below(24));

const end: Edit = (line, random) => {
  line.end = placeIn(line, random);
};

const insert: Edit = (line, random) => {
  const at = placeIn(line, random);
  const count = 1 + random.below(6);
  if (!widen(line, at, count)) return;
  for (let i = 0; i < count; i++) line.room[at + i] = random.unit() < 0.8 ? random.pick(telling) : random.below(256);
};

const repeat: Edit = (line, random) => {
  const at = placeIn(line, random);
  const length = Math.min(1 + random.below(12), line.end - at);
  if (length === 0) return;
  const room = longestLineBytes - (line.end - line.start);
  const times = random.unit() < longShare ? Math.floor(room / length) : random.below(20);
  if (times === 0 || !widen(line, at + length, length * times)) return;
  for (let i = 0; i < length * times; i++) line.room[at + length + i] = line.room[at + i] as number;
};

/** Puts a piece of the line at another place of it. */
const echo: Edit = (line, random) => {
  const from = placeIn(line, random);
  const piece = Buffer.from(line.room.subarray(from, Math.min(line.end, from + 1 + random.below(60))));
  const at = placeIn(line, random);
  if (widen(line, at, piece.length)) piece.copy(line.room, at);
};

/** Goes on as another line does. */
const spliceWith =
  (others: readonly Uint8Array[]): Edit =>
  (line, random) => {
    const other = random.pick(others);
    line.end = placeIn(line, random);
    const from = random.below(other.length + 1);
    const count = Math.min(other.length - from, longestLineBytes - (line.end - line.start));
    line.room.set(other.subarray(from, from + count), line.end);
    line.end += count;
  };

/** Returns a function that puts the next mutated line into one and the same place: a line of `from` with one to five edits, rather few. */
export const createMutator = (from: readonly Uint8Array[], random: Random): (() => MutatedLine) => {
  const short = from.filter((line) => line.length < longSampleBytes);
  const edits: readonly Edit[] = [flip, flip, replace, replace, cut, cut, insert, insert, repeat, repeat, echo, end, spliceWith(short)];
  const around = 64;
  const line: MutatedLine = { room: Buffer.alloc(longestLineBytes + around * 2), start: around, end: around };
  return () => {
    const base = random.pick(random.unit() < longSampleShare ? from : short);
    line.room.set(base, line.start);
    line.end = line.start + base.length;
    for (let left = 1 + Math.floor(random.unit() ** 2 * 5); left > 0; left--) random.pick(edits)(line, random);
    return line;
  };
};
