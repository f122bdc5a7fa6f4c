import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

describe("canonical JSON", () => {
  it("sorts names by UTF-16 code unit at every depth", () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: null, "10": 1, "9": 2, é: 3, Z: 4 })).toBe(
      '{"10":1,"9":2,"Z":4,"a":null,"b":[{"a":2,"z":1}],"é":3}',
    );
  });

  it("sorts a name outside of the basic plane before U+FB33, as RFC 8785 has it", () => {
    expect(canonicalJson({ "\ufb33": 1, "\u{1f600}": 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}');
  });

  it("leaves out what is undefined", () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it("writes minus zero as zero, and numbers as ECMAScript does", () => {
    expect(canonicalJson([-0, 1e21, 1e-7, 0.1, 100])).toBe("[0,1e+21,1e-7,0.1,100]");
  });

  it("refuses what JSON cannot say", () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, () => 1, [undefined], { a: [Symbol("s")] }, 1n])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it("says the same as JSON, and is its own fixed point", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
