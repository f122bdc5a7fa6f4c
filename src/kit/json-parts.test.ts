import { describe, expect, it } from "vitest";
import { putBackParts, takeParts } from "./json-parts.ts";

const letter = {
  by: { address: "a@b.example", kind: "customer" },
  claims: [{ text: "done", n: 1 }, { n: 2 }, { text: "", n: 3 }, { text: "no", n: 4 }],
  lines: ["one", "two"],
};

describe("parts of plain data", () => {
  it("are taken out, and the rest keeps its shape", () => {
    const { rest, taken } = takeParts(letter, ["by.address", "claims[].text", "lines", "nowhere.at.all", "lines[].deeper"]);
    expect(rest).toEqual({
      by: { address: "", kind: "customer" },
      claims: [{ text: "", n: 1 }, { n: 2 }, { text: "", n: 3 }, { text: "", n: 4 }],
      lines: [],
    });
    expect(taken).toEqual({ "by.address": "a@b.example", "claims[0].text": "done", "claims[3].text": "no", lines: ["one", "two"] });
  });

  it("come back where they were, from their JSON too", () => {
    const { rest, taken } = takeParts(letter, ["lines", "claims[].text", "by.address"]);
    expect(putBackParts(rest, JSON.parse(JSON.stringify(taken)))).toEqual(letter);
  });

  it("leaves the value itself as it was", () => {
    const before = structuredClone(letter);
    takeParts(letter, ["claims[].text", "lines"]);
    expect(letter).toEqual(before);
  });

  it("takes from a list at the root", () => {
    expect(takeParts([{ a: "x" }, { a: "y" }], ["[].a"])).toEqual({ rest: [{ a: "" }, { a: "" }], taken: { "[0].a": "x", "[1].a": "y" } });
  });
});
