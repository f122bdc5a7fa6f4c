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
  return { get, interner, made: () => made };
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
    const { get, interner, made } = createTexts(50_000);
    const values = Array.from({ length: 30_000 }, (_, at) => get(`key ${at}`));
    for (const [at, value] of values.entries()) expect(get(`key ${at}`)).toBe(value);
    expect(made()).toBe(30_000);
    expect(interner.restarts()).toBe(0);
  });

  it("starts afresh at its capacity and stays right, old values included", () => {
    const { get, interner } = createTexts(1_000);
    const first = get("key 0");
    for (let round = 0; round < 3; round++) for (let at = 0; at < 1_500; at++) expect(get(`key ${at}`).text).toBe(`key ${at}`);
    expect(interner.restarts()).toBeGreaterThanOrEqual(3);
    expect(first.text).toBe("key 0");
  });

  it("holds exactly its capacity before it starts afresh", () => {
    const { get, interner } = createTexts(1_000);
    for (let at = 0; at < 1_000; at++) get(`key ${at}`);
    expect(interner.restarts()).toBe(0);
    get("one more");
    expect(interner.restarts()).toBe(1);
  });

  it("knows the empty key", () => {
    const { get, made } = createTexts(10);
    expect(get("")).toBe(get(""));
    expect(made()).toBe(1);
  });

  it("keeps its memory bounded when keys are long", () => {
    const interner = createByteInterner<number>({ capacity: 65_536, make: () => 0 });
    const key = new Uint8Array(64 * 1024);
    const view = new DataView(key.buffer);
    const before = process.memoryUsage().arrayBuffers;
    for (let at = 0; at < 2_000; at++) {
      view.setInt32(0, at);
      interner.get(key, 0, key.length);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80 * 1024 * 1024);
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
