import { describe, expect, it } from "vitest";
import { createScriptReads } from "./script-reads.ts";

describe("reads of a script", () => {
  it("are counted per site and path, the wave's own apart from everybody else's", () => {
    const reads = createScriptReads();
    for (let at = 0; at < 3; at++) reads.add(0, "/x.php", "203.0.113.1");
    reads.add(0, "/x.php", "203.0.113.2");
    reads.add(0, "/y.php", "203.0.113.1");
    reads.add(1, "/x.php", "203.0.113.1");
    expect(reads.count(0, "/x.php", (address) => address === "203.0.113.1")).toEqual({ own: 3, others: 1 });
    expect(reads.count(2, "/x.php", () => true)).toEqual({ own: 0, others: 0 });
  });

  it("stay bounded when thousands of addresses ask", () => {
    const reads = createScriptReads();
    for (let at = 0; at < 5_000; at++) reads.add(0, "/x.php", `2001:db8::${at.toString(16)}`);
    expect(reads.count(0, "/x.php", () => true)).toEqual({ own: 64, others: 4_936 });
  });
});
