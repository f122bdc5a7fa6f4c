import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const decode = (text: string, escaping: Parameters<typeof decodeText>[3]): string => {
  const bytes = Buffer.from(`##${text}##`, "latin1");
  return decodeText(bytes, 2, bytes.length - 2, escaping);
};

describe("decodeText", () => {
  it.each([
    ["log", String.raw`a\"b`, 'a"b'],
    ["log", String.raw`\x22\x5C`, '"\\'],
    ["log", String.raw`\\x22`, String.raw`\x22`],
    ["log", String.raw`\xe3\x81\x82`, "あ"],
    ["log", String.raw`a\tb\nc`, "a\tb\nc"],
    ["log", String.raw`end\ `, "end "],
    ["log", "end\\", "end\\"],
    ["log", String.raw`\xZZ`, "xZZ"],
    ["csv", 'say ""hi""', 'say "hi"'],
    ["json", String.raw`a\u0022\/b\n`, 'a"/b\n'],
    ["json", String.raw`broken\q`, String.raw`broken\q`],
    ["none", String.raw`a\"b""`, String.raw`a\"b""`],
  ] as const)("undoes %s escapes of %s once", (escaping, text, expected) => expect(decode(text, escaping)).toBe(expected));

  it("shows bad UTF-8 as U+FFFD", () => expect(decode("a\xffb", "none")).toBe("a\ufffdb"));

  it("never throws and never yields more characters than there are bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom("log", "json", "csv", "none"), (bytes, escaping) => {
        expect(decodeText(bytes, 0, bytes.length, escaping).length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
