import { describe, expect, it } from "vitest";
import { nginxGeoFile } from "./geo-file.ts";

const entries = (text: string): readonly string[] => text.split("\n").filter((line) => /^ {2}[0-9a-f.:]+\/\d+ [01];$/.test(line));

describe("who is from abroad, as nginx reads it", () => {
  it("names no block that covers everything, for which nginx has a word of its own", () => {
    const text = nginxGeoFile([
      { cidr: "0.0.0.0/0", value: 0 },
      { cidr: "128.0.0.0/1", value: 1 },
      { cidr: "::/0", value: 1 },
      { cidr: "2a00::/16", value: 0 },
    ]);
    expect(entries(text)).toEqual(["  0.0.0.0/1 0;", "  128.0.0.0/1 1;", "  2a00::/16 0;"]);
    expect(text).toContain("default 1;");
  });

  it("bears a version that changes with it", () => {
    const versionOf = (value: 0 | 1): string | undefined =>
      /_version \{ default "([0-9a-f]+)"/.exec(nginxGeoFile([{ cidr: "192.0.2.0/24", value }]))?.[1];
    expect(versionOf(0)).toMatch(/^[0-9a-f]{16}$/);
    expect(versionOf(1)).not.toBe(versionOf(0));
  });
});
