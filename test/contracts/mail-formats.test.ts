import { expect, it } from "vitest";
import { logFormats } from "../../src/catalog/index.ts";
import { mailSuites } from "../samples/suites.ts";
import { mailFormatContract } from "./mail-format.ts";

for (const { format, suite } of mailSuites) mailFormatContract(format, suite);

it("no mail format of the catalogue goes without samples", () => {
  const catalogued = logFormats.filter(({ kind }) => kind === "mail").map(({ name }) => name);
  expect(mailSuites.map(({ format }) => format.name).sort()).toEqual(catalogued.sort());
});
