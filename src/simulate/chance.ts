/** A repeatable source of chance (sfc32). The same seed and labels give the same numbers, whatever else was drawn in between. */

const hashInto = (state: number, text: string): number => {
  let hash = state;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
};

/** From and to, both included where whole numbers are drawn. */
export type Span = readonly [number, number];

export class Chance {
  private readonly seed: number;
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.a = this.seed;
    this.b = hashInto(this.seed, "b");
    this.c = hashInto(this.seed, "c");
    for (let turn = 0; turn < 12; turn++) this.next();
  }

  /** From 0 to just below 1. */
  next(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** Another source for a named part; drawing from one does not move the other. */
  fork(...labels: readonly (string | number)[]): Chance {
    return new Chance(hashInto(this.seed, labels.join("/")));
  }

  bool(share: number): boolean {
    return this.next() < share;
  }

  float([from, to]: Span): number {
    return from + (to - from) * this.next();
  }

  int([from, to]: Span): number {
    return from + Math.floor((to - from + 1) * this.next());
  }

  /** Spread evenly over orders of magnitude. */
  scale([from, to]: Span): number {
    return Math.exp(this.float([Math.log(from), Math.log(to)]));
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of list) {
      left -= weight;
      if (left < 0) return item;
    }
    return (list.at(-1) as readonly [T, number])[0];
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Time to the next of events that come `mean` apart. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  poisson(mean: number): number {
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    let count = -1;
    let left = 1;
    const floor = Math.exp(-mean);
    do {
      left *= this.next();
      count++;
    } while (left > floor);
    return count;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let at = copy.length - 1; at > 0; at--) {
      const other = Math.floor(this.next() * (at + 1));
      const held = copy[at] as T;
      copy[at] = copy[other] as T;
      copy[other] = held;
    }
    return copy;
  }

  word(length: number, alphabet = "abcdefghijklmnopqrstuvwxyz"): string {
    let text = "";
    for (let at = 0; at < length; at++) text += alphabet[Math.floor(this.next() * alphabet.length)];
    return text;
  }
}
