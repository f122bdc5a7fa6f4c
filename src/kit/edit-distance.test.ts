import { describe, expect, it } from "vitest";
import { editDistance, nearestWord } from "./edit-distance.ts";

describe("editDistance", () => {
  it("counts one for an insertion, a deletion, a replacement and a swap of neighbours", () => {
    expect(editDistance("domain", "domains")).toBe(1);
    expect(editDistance("domain", "domin")).toBe(1);
    expect(editDistance("domain", "damain")).toBe(1);
    expect(editDistance("domian", "domain")).toBe(1);
  });

  it("counts the whole length against an empty text", () => {
    expect(editDistance("", "abc")).toBe(3);
    expect(editDistance("abc", "")).toBe(3);
  });
});

describe("nearestWord", () => {
  it("finds the word that was meant, whatever its letter case", () => {
    expect(nearestWord("ACCESLOGS", ["aliases", "accessLogs"])).toBe("accessLogs");
  });

  it("offers nothing when no candidate is near", () => {
    expect(nearestWord("colour", ["domain", "root"])).toBeNull();
    expect(nearestWord("ab", ["xy"])).toBeNull();
  });
});
