import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { renderTextReport } from "../../src/report/text-report.ts";
import { scanFiles } from "../stories/scan-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const documents = [...readdirSync(root), ...readdirSync(join(root, "docs"), { recursive: true }).map((name) => join("docs", String(name)))]
  .filter((name) => name.endsWith(".md"))
  .toSorted();

/** The README's code block that shows a report, without the lines that mark a cut. */
const shownReport = (): readonly string[] => {
  const block = read("README.md")
    .split("```")
    .find((text) => text.includes("── Sekisho scan report ──"));
  return (block ?? "").split("\n").filter((line) => line.trim() !== "" && line.trim() !== "…");
};

describe("the documents", () => {
  it("show the report that the example really gives, cut but not changed", async () => {
    const report = await scanFiles({ config: "examples/story/sekisho.yaml" });
    const printed = renderTextReport(report, { lang: "en", color: false, width: 80 }).split("\n");
    let from = 0;
    const missing = shownReport().filter((line) => {
      const at = printed.indexOf(line, from);
      if (at >= 0) from = at + 1;
      return at < 0;
    });
    expect(shownReport().length).toBeGreaterThan(40);
    expect(missing, "`npm start` does not print these in this order: cut the README's report anew").toEqual([]);
  });

  it.each(documents)("link only to what is there: %s", (document) => {
    const targets = [...read(document).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, path]) =>
      join(dirname(document), path as string),
    );
    expect(targets.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("are all looked at", () => expect(documents).toContain("docs/adr/0001-one-package.md"));
});
