import { describe, expect, it } from "vitest";
import { logFormats } from "../../src/catalog/index.ts";
import { sampleBytes } from "../samples/access-sample.ts";
import { readLine } from "../samples/read-access.ts";
import { accessSuites } from "../samples/suites.ts";
import { accessFormatContract } from "./access-format.ts";

for (const { format, suite } of accessSuites) accessFormatContract(format, suite);

/** Combined takes common lines by design, and a combined line that ends after the size is a common line. */
const overlap = new Set(["common", "combined"]);

describe("formats beside each other", () => {
  it.each(accessSuites)("no other format reads a line of $format.name, but for common and combined", ({ format, suite }) => {
    const readElsewhere = suite.samples
      .filter((sample) => !("refused" in sample.expect))
      .flatMap((sample) =>
        accessSuites
          .filter((other) => other.format !== format && !(overlap.has(other.format.name) && overlap.has(format.name)))
          .filter((other) => !("refused" in readLine(other.format, sampleBytes(sample.line))))
          .map((other) => `${other.format.name}: ${sample.about}`),
      );
    expect(readElsewhere).toEqual([]);
  });

  it("are all of the catalogue's: none goes without samples", () => {
    const catalogued = logFormats.filter(({ kind }) => kind === "access").map(({ name }) => name);
    expect(accessSuites.map(({ format }) => format.name).sort()).toEqual(catalogued.sort());
  });

  it("have names of their own", () => {
    expect(new Set(accessSuites.map(({ format }) => format.name)).size).toBe(accessSuites.length);
  });
});
