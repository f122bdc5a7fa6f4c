/** A repeatable source of numbers for tests (mulberry32): whole numbers from 0 to `below` - 1. */
export const createRandom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

/** `SEED` from the environment, or a fresh one; put it in the test's name so that a failure can be repeated. */
export const testSeed = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
