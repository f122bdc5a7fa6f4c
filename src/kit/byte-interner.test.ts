import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteInterner, freshHashSeed, hashBytes } from "./byte-interner.ts";

interface Made {
  readonly text: string;
}

const createTexts = (capacity: number) => {
  let made = 0;
  const interner = createByteInterner<Made>({
    capacity,
    make: (bytes, start, end) => {
      made++;
      return { text: Buffer.from(bytes.subarray(start, end)).toString("latin1") };
    },
  });
  /** Looks the text up somewhere inside a larger buffer. */
  const get = (text: string, before = 3): Made => {
    const bytes = Buffer.concat([Buffer.alloc(before, 0x7e), Buffer.from(text, "latin1"), Buffer.from("~~")]);
    return interner.get(bytes, before, before + text.length);
  };
  return { get, made: () => made };
};

const anyText = fc.array(fc.constantFrom("a", "b", "\0", "\xff", "0"), { maxLength: 6 }).map((chars) => chars.join(""));

describe("createByteInterner", () => {
  it("gives equal bytes one value and different bytes different ones, like a Map of strings", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 400 }), (texts) => {
        const { get } = createTexts(100_000);
        const reference = new Map<string, Made>();
        for (const [at, text] of texts.entries()) {
          const value = get(text, at % 5);
          expect(value.text).toBe(text);
          if (reference.has(text)) expect(value).toBe(reference.get(text));
          reference.set(text, value);
        }
      }),
    );
  });

  it("keeps every value while it grows from a few to many thousands", () => {
    const { get, made } = createTexts(50_000);
    const values = Array.from({ length: 30_000 }, (_, at) => get(`key ${at}`));
    expect(values.every((value, at) => get(`key ${at}`) === value)).toBe(true);
    expect(made()).toBe(30_000);
  });

  it("stays right beyond its capacity, and values handed out before stay as they were", () => {
    const { get } = createTexts(1_000);
    const first = get("key 0");
    for (let round = 0; round < 3; round++) for (let at = 0; at < 5_000; at++) expect(get(`key ${at}`).text).toBe(`key ${at}`);
    expect(first.text).toBe("key 0");
  });

  it("keeps a key that is asked for within each generation, and makes it once", () => {
    const { get } = createTexts(1_000);
    const kept = get("kept");
    for (let at = 0; at < 20_000; at++) {
      get(`passing ${at}`);
      if (at % 500 === 0) expect(get("kept")).toBe(kept);
    }
  });

  it("makes the value of a very long key anew each time, and right", () => {
    const { get } = createTexts(10);
    const long = "x".repeat(5_000);
    expect(get(long).text).toBe(long);
    expect(get(long).text).toBe(long);
  });

  it("knows the empty key", () => {
    const { get, made } = createTexts(10);
    expect(get("")).toBe(get(""));
    expect(made()).toBe(1);
  });

  it.each([900, 64 * 1024])("keeps its memory bounded with keys of %d bytes", (length) => {
    const interner = createByteInterner<number>({ capacity: 1_000_000, make: () => 0 });
    const key = new Uint8Array(length);
    const view = new DataView(key.buffer);
    const before = process.memoryUsage().arrayBuffers;
    for (let at = 0; at < (200 * 1024 * 1024) / length; at++) {
      view.setInt32(0, at);
      interner.get(key, 0, key.length);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(120 * 1024 * 1024);
  });
});

describe("hashBytes", () => {
  it("depends on the bytes of the range and the seed alone", () => {
    const seed = freshHashSeed();
    const bytes = Buffer.from("xxsameyysamezz");
    expect(hashBytes(seed, bytes, 2, 6)).toBe(hashBytes(seed, bytes, 8, 12));
    expect(hashBytes(seed, bytes, 2, 6)).not.toBe(hashBytes(seed ^ 1, bytes, 2, 6));
  });

  it("spreads keys that differ in one digit evenly over the low bits", () => {
    const counts = new Array<number>(64).fill(0);
    const seed = freshHashSeed();
    for (let at = 0; at < 64_000; at++) {
      const bytes = Buffer.from(`192.0.2.${at}`);
      const bucket = hashBytes(seed, bytes, 0, bytes.length) & 63;
      counts[bucket] = (counts[bucket] as number) + 1;
    }
    expect(Math.max(...counts)).toBeLessThan(1_400);
    expect(Math.min(...counts)).toBeGreaterThan(600);
  });
});
