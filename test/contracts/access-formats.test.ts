import { describe, expect, it } from "vitest";
import { caddy } from "../../src/catalog/formats/caddy.ts";
import { combined } from "../../src/catalog/formats/combined.ts";
import { common } from "../../src/catalog/formats/common.ts";
import { csvAccess } from "../../src/catalog/formats/csv-access.ts";
import { jsonAccess } from "../../src/catalog/formats/json-access.ts";
import { ltsv } from "../../src/catalog/formats/ltsv.ts";
import { vhostCombined } from "../../src/catalog/formats/vhost-combined.ts";
import { sampleBytes } from "../samples/access-sample.ts";
import { caddySuite } from "../samples/caddy.ts";
import { combinedSuite } from "../samples/combined.ts";
import { commonSuite } from "../samples/common.ts";
import { csvAccessSuite } from "../samples/csv-access.ts";
import { jsonAccessSuite } from "../samples/json-access.ts";
import { ltsvSuite } from "../samples/ltsv.ts";
import { readLine } from "../samples/read-access.ts";
import { vhostCombinedSuite } from "../samples/vhost-combined.ts";
import { accessFormatContract } from "./access-format.ts";

/** Every access format with its samples; a new one is one more line here. */
const formats = [
  { format: common, suite: commonSuite },
  { format: combined, suite: combinedSuite },
  { format: vhostCombined, suite: vhostCombinedSuite },
  { format: csvAccess, suite: csvAccessSuite },
  { format: ltsv, suite: ltsvSuite },
  { format: jsonAccess, suite: jsonAccessSuite },
  { format: caddy, suite: caddySuite },
] as const;

for (const { format, suite } of formats) accessFormatContract(format, suite);

/** Combined takes common lines by design, and a combined line that ends after the size is a common line. */
const overlap = new Set(["common", "combined"]);

describe("formats beside each other", () => {
  it.each(formats)("no other format reads a line of $format.name, but for common and combined", ({ format, suite }) => {
    const readElsewhere = suite.samples
      .filter((sample) => !("refused" in sample.expect))
      .flatMap((sample) =>
        formats
          .filter((other) => other.format !== format && !(overlap.has(other.format.name) && overlap.has(format.name)))
          .filter((other) => !("refused" in readLine(other.format, sampleBytes(sample.line))))
          .map((other) => `${other.format.name}: ${sample.about}`),
      );
    expect(readElsewhere).toEqual([]);
  });

  it("have names of their own", () => {
    expect(new Set(formats.map(({ format }) => format.name)).size).toBe(formats.length);
  });
});
