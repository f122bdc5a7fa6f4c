import fc from "fast-check";
import { expect, it } from "vitest";
import { createKeyTable } from "./key-table.ts";

const find = (names: readonly string[], text: string): number => {
  const bytes = Buffer.from(`[${text}]`, "latin1");
  return createKeyTable(names).find(bytes, 1, bytes.length - 1);
};

const name = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 });

it("finds each of its names at its place and no other text", () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 60 }), fc.oneof(name, fc.constant("")), (names, other) => {
      for (const [index, own] of names.entries()) expect(find(names, own)).toBe(index);
      expect(find(names, other)).toBe(names.indexOf(other));
    }),
  );
});
