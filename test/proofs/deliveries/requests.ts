import { createRandom } from "../../seeded-random.ts";
import type { Spool } from "./spools.ts";

/** Numbers of one spool that come in one request. */
export interface SentRequest {
  readonly spool: Spool;
  readonly sequences: readonly number[];
}

const perRequest = 200;

const cut = (spool: Spool, sequences: readonly number[]): readonly SentRequest[] =>
  Array.from({ length: Math.ceil(sequences.length / perRequest) }, (_, index) => ({
    spool,
    sequences: sequences.slice(index * perRequest, (index + 1) * perRequest),
  }));

const shuffle = <Item>(items: Item[], random: (below: number) => number): Item[] => {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [items[last], items[other]] = [items[other] as Item, items[last] as Item];
  }
  return items;
};

const numbersOf = ({ length }: Spool): number[] => Array.from({ length }, (_, index) => index + 1);

/** Each message once, one agent after the other, as they were written. */
export const inOrder = (spools: readonly Spool[]): readonly SentRequest[] => spools.flatMap((spool) => cut(spool, numbersOf(spool)));

/** Each message twice, in any order, and the requests of all agents in any order. */
export const shuffledAndDoubled = (spools: readonly Spool[], seed: number): readonly SentRequest[] => {
  const random = createRandom(seed);
  const requests = spools.flatMap((spool) => cut(spool, shuffle([...numbersOf(spool), ...numbersOf(spool)], random)));
  return shuffle([...requests], random);
};
