/** Slots; a power of two. */
const slots = 131_072;
const mostWrites = 65_535;

/** Mixes site and block into 32 bits; murmur3's last steps, so that every bit counts. */
const mix = (site: number, block: number): number => {
  let hash = Math.imul(block | 0, 0x9e3779b1) ^ Math.imul(Math.floor(block / 2 ** 32) + 1, 0x85ebca6b) ^ Math.imul(site + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * The last day on which a network that is not known yet wrote to a site, and how often on that day. A table of fixed size that asks nothing of memory for
 * each newcomer: two that fall on one slot push each other out, and who was pushed out begins anew with the next day. 1 MiB for all sites.
 */
export class Newcomers {
  private readonly tags = new Uint32Array(slots);
  /** Days since 1970; 0 is an empty slot. */
  private readonly days = new Uint16Array(slots);
  private readonly writes = new Uint16Array(slots);

  /** Notes a write; the day before this one on which the network wrote, with its writes, or null. */
  note(site: number, block: number, day: number): { readonly day: number; readonly writes: number } | null {
    const tag = mix(site, block);
    const at = tag & (slots - 1);
    const lastDay = this.days[at] as number;
    if (lastDay !== 0 && this.tags[at] === tag) {
      const writes = this.writes[at] as number;
      if (lastDay < day) {
        this.take(at, tag, day);
        return { day: lastDay, writes };
      }
      if (lastDay === day && writes < mostWrites) this.writes[at] = writes + 1;
      return null;
    }
    this.take(at, tag, day);
    return null;
  }

  private take(at: number, tag: number, day: number): void {
    this.tags[at] = tag;
    this.days[at] = day;
    this.writes[at] = 1;
  }
}
