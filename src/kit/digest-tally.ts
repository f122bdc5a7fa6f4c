import { freshHashSeed } from "./byte-interner.ts";

/**
 * Counts how often each of many 32-bit digests comes. Made once and used over and over: starting anew costs nothing and no call allocates,
 * where a Map per use would. The hash is seeded per table, so that nobody can aim collisions at it.
 */
export class DigestTally {
  private readonly seed = freshHashSeed();
  private readonly shift: number;
  private readonly digests: Int32Array;
  private readonly counts: Int32Array;
  /** The round in which a slot was taken: another one's slots are free. */
  private readonly rounds: Int32Array;
  private round = 0;
  /** Distinct digests since the start. */
  size = 0;
  /** How often the most frequent one came. */
  most = 0;

  /** `capacity`: distinct digests between two starts at most; more never end. */
  constructor(capacity: number) {
    const bits = Math.ceil(Math.log2(capacity)) + 1;
    this.shift = 32 - bits;
    this.digests = new Int32Array(1 << bits);
    this.counts = new Int32Array(1 << bits);
    this.rounds = new Int32Array(1 << bits);
  }

  /** Forgets all. */
  start(): void {
    this.round = (this.round + 1) | 0;
    this.size = 0;
    this.most = 0;
  }

  /** Counts a digest; how often it has come since the start. */
  add(digest: number): number {
    const { digests, rounds, counts, round } = this;
    const mask = digests.length - 1;
    let slot = Math.imul(digest ^ this.seed, 0x9e3779b1) >>> this.shift;
    while (rounds[slot] === round && digests[slot] !== (digest | 0)) slot = (slot + 1) & mask;
    const count = rounds[slot] === round ? (counts[slot] as number) + 1 : 1;
    rounds[slot] = round;
    digests[slot] = digest;
    counts[slot] = count;
    if (count === 1) this.size++;
    if (count > this.most) this.most = count;
    return count;
  }
}
