import { describe, expect, it } from "vitest";
import { readRefused, refusalLogLines } from "./refusal-log.ts";

const includeDir = "/etc/apache2/sekisho";
const read = (line: string) => readRefused(line, includeDir);
const denied = `${includeDir}/answers/denied`;

describe("Apache's log of what was refused", () => {
  it("names time, site, whether it was a probe, and the containments by measure", () => {
    expect(read(`1795559586767 shop.example - n:2026-000004.1.1,>2026-000005.1.1,!w:2026-000002.1.1,2026-000003.1.1, ${denied}`)).toEqual({
      ...{ at: 1_795_559_586_767, site: "shop.example", isProbe: false },
      by: [
        { measure: "deny-network", ids: ["2026-000004.1.1", "2026-000005.1.1"] },
        { measure: "deny-foreign-writes", ids: ["2026-000002.1.1", "2026-000003.1.1"] },
      ],
    });
    expect(read(`1795559586767 shop.example 1 f:2026-000001.1.1, ${denied}`)).toMatchObject({ isProbe: true });
    expect(read(`1795559586767 shop.example 1 - ${denied}`)).toMatchObject({ isProbe: true, by: [] });
  });

  it("holds nothing else", () => {
    for (const line of [
      "",
      `1795559586767 shop.example - w:no comma ${denied}`,
      `x 1795559586767 shop.example - w:a, ${denied}`,
      `1795559586767 shop.example - w:a, b ${denied}`,
      "1795559586767 shop.example - w:a, -",
      `1795559586767 shop.example - w:a, /home/u10123${denied}`,
      `1795559586767 shop.example - w:a, ${denied} /home/u10123/x`,
    ])
      expect(read(line)).toBeNull();
  });

  it("is written nowhere where it has no place", () => {
    expect(refusalLogLines({ includeDir, refusedLog: null })).toEqual([]);
  });
});
