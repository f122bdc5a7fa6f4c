import type { LogFormat } from "../../src/ports/log-format.ts";
import { readWith } from "./span-faults.ts";

/** A line that took a format long. */
interface SlowLine {
  readonly format: LogFormat;
  readonly line: Uint8Array;
  readonly ms: number;
}

/** Keeps the lines that took longest, and reads them again to tell slow lines from a slow moment. */
export interface SlowLines {
  readonly offer: (format: LogFormat, line: Uint8Array, ms: number) => void;
  /** The worst of the medians of `times` readings of each line, in ms, and the line's length in bytes. */
  readonly worstMedian: (times: number) => { readonly ms: number; readonly format: string; readonly bytes: number };
}

const medianMs = ({ format, line }: SlowLine, times: number): number => {
  const figures = Array.from({ length: times }, () => {
    const from = performance.now();
    readWith(format, line, 0, line.length);
    return performance.now() - from;
  });
  return figures.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
};

export const createSlowLines = (kept: number): SlowLines => {
  let slowest: SlowLine[] = [];
  let threshold = 0;
  const offer = (format: LogFormat, line: Uint8Array, ms: number): void => {
    if (ms <= threshold) return;
    slowest.push({ format, line: Uint8Array.from(line), ms });
    if (slowest.length < kept * 2) return;
    slowest = slowest.toSorted((a, b) => b.ms - a.ms).slice(0, kept);
    threshold = slowest.at(-1)?.ms ?? 0;
  };
  const worstMedian = (times: number) =>
    slowest
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, kept)
      .map((slow) => ({ ms: medianMs(slow, times), format: slow.format.name, bytes: slow.line.length }))
      .reduce((worst, one) => (one.ms > worst.ms ? one : worst), { ms: 0, format: "", bytes: 0 });
  return { offer, worstMedian };
};
