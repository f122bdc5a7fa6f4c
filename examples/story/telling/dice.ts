/** Chance that falls the same way every time: one stream of numbers per name, so that a change in one scene leaves the others alone. */
export interface Dice {
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** `length` characters out of `alphabet`. */
  readonly text: (length: number, alphabet: string) => string;
}

const seed = 20260307;

const hash = (name: string): number => {
  let state = seed;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return state;
};

/** The dice of one scene. The generator is mulberry32 (public domain), seeded with the scene's name. */
export const createDice = (scene: string): Dice => {
  let state = hash(scene);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[below(list.length)];
    if (chosen === undefined) throw new RangeError("nothing to pick from");
    return chosen;
  };
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick,
    text: (length, alphabet) => Array.from({ length }, () => pick([...alphabet])).join(""),
  };
};
