/** A repeatable source of numbers. Everything the benchmark generates comes from one of these with a fixed seed. */
export interface Random {
  /** In [0, 1). */
  readonly unit: () => number;
  /** An integer in [0, below). */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, equal on every machine. */
export const createRandom = (seed: number): Random => {
  let state = seed | 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(unit() * limit);
  return { unit, below, pick: <T>(from: readonly T[]): T => from[below(from.length)] as T };
};
