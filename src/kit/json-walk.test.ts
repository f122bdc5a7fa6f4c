import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createJsonMember,
  deepestJson,
  enterJsonObject,
  firstJsonElement,
  jsonArray,
  jsonEnd,
  jsonLiteral,
  jsonNumber,
  jsonObject,
  jsonString,
  nextJsonMember,
} from "./json-walk.ts";

interface Found {
  readonly key: string;
  readonly kind: number;
  readonly value: string;
}

/** The members of the object; null when the walker refuses the text. */
const walkMembers = (text: string): readonly Found[] | null => {
  const bytes = Buffer.from(text);
  const member = createJsonMember();
  const found: Found[] = [];
  let at = enterJsonObject(bytes, 0, bytes.length);
  while (at >= 0) {
    at = nextJsonMember(bytes, at, bytes.length, member);
    if (at === jsonEnd) return found;
    const textOf = (start: number, end: number): string => bytes.toString("utf8", start, end);
    if (at > 0)
      found.push({ key: textOf(member.keyStart, member.keyEnd), kind: member.kind, value: textOf(member.valueStart, member.valueEnd) });
  }
  return null;
};

/** Members as `key=kind:value`. */
const walk = (text: string): readonly string[] | null =>
  walkMembers(text)?.map(({ key, kind, value }) => `${key}=${kind}:${value}`) ?? null;

const walkPairs = (text: string): readonly (readonly string[])[] | undefined => walkMembers(text)?.map(({ key, value }) => [key, value]);

describe("walking a JSON object", () => {
  it("gives each member with its kind, strings without their quotes", () => {
    expect(walk('{"a":"x","b":-1.5e3,"c":null,"d":{"e":1},"f":[1,{"g":"}"}]}')).toEqual([
      `a=${jsonString}:x`,
      `b=${jsonNumber}:-1.5e3`,
      `c=${jsonLiteral}:null`,
      `d=${jsonObject}:{"e":1}`,
      `f=${jsonArray}:[1,{"g":"}"}]`,
    ]);
  });

  it("takes blanks between all parts, and an empty object", () => {
    expect(walk(' { "a" : 1 ,\t"b" : 2 } ')).toEqual([`a=${jsonNumber}:1`, `b=${jsonNumber}:2`]);
    expect(walk("{}")).toEqual([]);
  });

  it("keeps escapes as they stand, and quotes behind them inside the string", () => {
    expect(walk('{"a\\"b":"c\\\\","d":"\\x22"}')).toEqual([`a\\"b=${jsonString}:c\\\\`, `d=${jsonString}:\\x22`]);
  });

  it.each([
    '{"a":1',
    '{"a"}',
    '{"a":}',
    '{"a":"x',
    '{"a":1,}',
    '{"a":1 "b":2}',
    "{a:1}",
    '{"a":1}x',
    '{"a":[1}',
    '{"a":{]}',
    "[]",
    "",
    "{",
    '{"a":"x\\',
  ])("refuses %s", (text) => {
    expect(walk(text)).toBeNull();
  });

  it("stops at its depth", () => {
    const nested = (depth: number): string => `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(walk(nested(deepestJson - 1))).not.toBeNull();
    expect(walk(nested(deepestJson))).toBeNull();
  });

  it("finds the same members as JSON.parse in whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (object) => {
        const written = (value: unknown): string => {
          const text = JSON.stringify(value);
          return typeof value === "string" ? text.slice(1, -1) : text;
        };
        expect(walkPairs(JSON.stringify(object))).toEqual(Object.entries(object).map(([key, value]) => [written(key), written(value)]));
      }),
    );
  });

  it("gives the first element of an array, and none of an empty one", () => {
    const member = createJsonMember();
    const bytes = Buffer.from('["x","y"]');
    expect(firstJsonElement(bytes, 0, bytes.length, member)).toBe(true);
    expect(bytes.toString("utf8", member.valueStart, member.valueEnd)).toBe("x");
    expect(firstJsonElement(Buffer.from("[]"), 0, 2, member)).toBe(false);
    expect(firstJsonElement(Buffer.from("{}"), 0, 2, member)).toBe(false);
  });
});
