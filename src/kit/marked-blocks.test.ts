import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMarkedBlocks } from "./marked-blocks.ts";

const blocks = createMarkedBlocks("try", (line) => line.startsWith("ours "));

describe("marked blocks", () => {
  it("stand at the start of a line, or bring a line end of their own", () => {
    expect(blocks.add("a {\n  b\n}\n", [{ at: 4, lines: ["  ours 1"] }])).toBe("a {\n# try, from here\n  ours 1\n# try, to here\n  b\n}\n");
    expect(blocks.add("a { b }", [{ at: 3, lines: ["ours 1"] }])).toBe("a {\n# try, from here (joined)\nours 1\n# try, to here\n b }");
  });

  it("go out again byte for byte, whatever the text and the places", () => {
    const text = fc.array(fc.constantFrom("a {", "}", "\n", "\r\n", " ", "# try", "# try, to here\n", "é"), { maxLength: 20 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 4 }), (parts, numbers) => {
        const whole = parts.join("");
        const places = [...new Set(numbers.map((number) => number % (whole.length + 1)))].map((at) => ({
          at,
          lines: ["ours 1", "ours 2"],
        }));
        expect(blocks.takeOut(blocks.add(whole, places))).toBe(whole);
      }),
    );
  });

  it("leave what was changed around them, and a line that somebody wrote into one", () => {
    const made = blocks.add("a\nb\n", [{ at: 2, lines: ["ours 1"] }]);
    expect(blocks.takeOut(made.replace("b\n", "c\nd\n"))).toBe("a\nc\nd\n");
    expect(blocks.takeOut(made.replace("ours 1\n", "ours 1\ntheirs\n"))).toBe("a\ntheirs\nb\n");
  });

  it("are found with their lines, also where an editor changed the line ends", () => {
    const made = blocks.add("a\nb", [
      { at: 0, lines: ["ours 1", "ours 2"] },
      { at: 3, lines: [] },
    ]);
    expect(blocks.find(made)).toEqual([["ours 1", "ours 2"], []]);
    expect(blocks.find(made.replaceAll("\n", "\r\n"))).toEqual([["ours 1", "ours 2"], []]);
    expect(blocks.find(made.replaceAll("# try, to here\n", ""))).toEqual([]);
  });
});
