import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderTextReport } from "../../src/report/text-report.ts";
import { scanFiles } from "../stories/scan-files.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The code block that shows a report, without the lines that mark a cut. */
const shownReport = (): readonly string[] => {
  const block = readme.split("```").find((text) => text.includes("── Sekisho scan report ──")) ?? "";
  return block.split("\n").filter((line) => line.trim() !== "" && line.trim() !== "…");
};

describe("the README", () => {
  it("shows the report that the example really gives, cut but not changed", async () => {
    const report = await scanFiles({ config: "examples/story/sekisho.yaml" });
    const printed = renderTextReport(report, { lang: "en", color: false, width: 80 }).split("\n");
    let from = 0;
    const missing = shownReport().filter((line) => {
      const at = printed.indexOf(line, from);
      if (at >= 0) from = at + 1;
      return at < 0;
    });
    expect(shownReport().length).toBeGreaterThan(40);
    expect(missing, "lines that `npm start` does not print in this order: cut the README's report anew").toEqual([]);
  });

  it("names only files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path as string);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((path) => readable(path) === false)).toEqual([]);
  });
});

const readable = (path: string): boolean => {
  try {
    readFileSync(new URL(`../../${path}`, import.meta.url));
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EISDIR";
  }
};
