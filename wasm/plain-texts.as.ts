/** AssemblyScript: numbers for texts that come again and again in a log, sites and user agents. See src/kit/plain-lines.ts. */

/** A table of texts: its head, then slots of four words (hash, place, length, number), then the texts themselves, padded. */
const headBytes: usize = 64;
const slots: u32 = 2048;
const arenaBytes: usize = 131072;
const mostTexts: u32 = 1024;
const longestText: usize = 1024;
/** Words of a head: texts so far, bytes of them, whether one found no room; from the byte 16 on the seed. */
const COUNT: usize = 0;
const USED: usize = 4;
const FULL: usize = 8;
const SEED: usize = 16;

// @ts-ignore: decorator
@inline
function mix(hash: u64, word: u64): u64 {
  const mixed = (hash ^ word) * 0x9e3779b97f4a7c15;
  return mixed ^ (mixed >> 32);
}

/** Eight bytes at a time, the last eight perhaps once more; seeded, so that nobody can aim collisions at it. */
function hashOf(seed: u64, from: usize, length: usize): u32 {
  let hash = seed ^ <u64>length;
  if (length < 8) return <u32>mix(hash, load<u64>(from) & ((<u64>1 << (<u64>length * 8)) - 1));
  const last = from + length - 8;
  for (let at = from; at < last; at += 8) hash = mix(hash, load<u64>(at));
  return <u32>mix(hash, load<u64>(last));
}

function isText(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  const rest = <i32>(length - at);
  return rest == 0 || (~i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at))) & ((1 << rest) - 1)) == 0;
}

/** Puts a text where a slot is free; -1 where there is no room for it. */
function addText(table: usize, slot: usize, from: usize, length: usize): i32 {
  const count = load<u32>(table, COUNT);
  const used = <usize>load<u32>(table, USED);
  if (count == mostTexts || used + length + 16 > arenaBytes) {
    store<u32>(table, 1, FULL);
    return -1;
  }
  const place = table + headBytes + slots * 16 + used;
  for (let at: usize = 0; at < length; at += 8) store<u64>(place + at, load<u64>(from + at));
  store<u32>(slot, place, 4);
  store<u32>(slot, length, 8);
  store<u32>(slot, count, 12);
  store<u32>(table, count + 1, COUNT);
  store<u32>(table, used + ((length + 7) & ~7), USED);
  return count;
}

/** Number of the text in [from, end), counted from 0 in order of first sight; -1 where the table has no room for it. */
export function numberOf(table: usize, from: usize, end: usize): i32 {
  const length = end - from;
  if (length > longestText) return -1;
  const hash = hashOf(load<u64>(table, SEED), from, length);
  for (let at = hash; at - hash < slots; at++) {
    const slot = table + headBytes + (at & (slots - 1)) * 16;
    const place = <usize>load<u32>(slot, 4);
    if (place == 0) {
      store<u32>(slot, hash);
      return addText(table, slot, from, length);
    }
    if (load<u32>(slot) == hash && load<u32>(slot, 8) == <u32>length && isText(place, from, length)) return load<i32>(slot, 12);
  }
  return -1;
}
