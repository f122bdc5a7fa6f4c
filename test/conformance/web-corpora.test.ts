import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type HubLine, readParserAsserts, readScenarioAsserts } from "./crowdsec-asserts.ts";
import { tableRows } from "./markdown-rows.ts";
import { type FileReading, readFileWithBestFormat, readWithAnyFormat } from "./read-any-access.ts";
import { differences, expectationOf } from "./web-expectations.ts";

const here = import.meta.dirname;
const hub = join(here, "crowdsec-hub/tests");
const hubTests = readdirSync(hub).sort();

const isAccess = (line: HubLine): boolean => line.meta.log_type === "http_access-log";

/** `test part line`, one for each place that a row of web-deviations.md names. */
const listedDeviations = (): readonly string[] =>
  tableRows(readFileSync(join(here, "web-deviations.md"), "utf8")).flatMap(([test = "", part = "", lines = ""]) =>
    lines.split(" ").map((line) => `${test} ${part} ${line}`),
  );

const lineDeviations = (): readonly string[] =>
  hubTests.flatMap((test) =>
    readParserAsserts(hub, test)
      .filter(isAccess)
      .flatMap((line) =>
        differences(readWithAnyFormat(Buffer.from(line.parsed.message ?? "")), expectationOf(line)).map(
          (part) => `${test} ${part} ${line.index}`,
        ),
      ),
  );

const hubLogLines = (test: string): readonly string[] =>
  readdirSync(join(hub, test))
    .filter((name) => name.endsWith(".log"))
    .flatMap((name) => readFileSync(join(hub, test, name), "utf8").split("\n"))
    .filter((line) => line !== "");

/** Events that no line of the test's log yields, the parts of listed deviations of that test aside. */
const missingEvents = (test: string, listed: readonly string[]): readonly string[] => {
  const readings = hubLogLines(test).map((line) => readWithAnyFormat(Buffer.from(line)));
  const excused = listed.filter((entry) => entry.startsWith(`${test} `)).map((entry) => entry.split(" ")[1] ?? "");
  const isFound = (line: HubLine): boolean =>
    readings.some((reading) => differences(reading, expectationOf(line)).every((part) => part !== "unread" && excused.includes(part)));
  return readScenarioAsserts(hub, test)
    .filter((line) => isAccess(line) && !isFound(line))
    .map((line) => `${test} ${JSON.stringify(expectationOf(line))}`);
};

describe("CrowdSec's hub", () => {
  it("agrees with our reading of every access line, but for the listed deviations", () => {
    const listed = listedDeviations().filter((entry) => !entry.endsWith(" events"));
    expect(lineDeviations().toSorted()).toEqual(listed.toSorted());
  });

  it("states enough for that to mean something", () => {
    const lines = hubTests.flatMap((test) => readParserAsserts(hub, test).filter(isAccess));
    expect(lines.length).toBeGreaterThanOrEqual(80);
    expect(lines.flatMap((line) => Object.keys(expectationOf(line))).length).toBeGreaterThanOrEqual(600);
  });

  it("finds every event behind its scenarios among our readings, but for tests listed as unread", () => {
    const listed = listedDeviations();
    const unread = new Set(listed.filter((entry) => entry.endsWith(" unread events")).map((entry) => entry.split(" ")[0]));
    expect(hubTests.filter((test) => !unread.has(test)).flatMap((test) => missingEvents(test, listed))).toEqual([]);
    for (const test of unread) expect(missingEvents(test ?? "", listed)).not.toEqual([]);
  });
});

/** Corpora with a licence lie in test/corpora; those without one are read from beside the checkout and never copied. */
const ownCorpora = ["basjes-form-hackers", "lab", "lnav-shop", "marley-wpblog", "semicomplete-apache", "willthefarmer-multi"];
const foreignCorpora = ["fens-wpblog", "ocatak-scans", "webhawk-apache"];
const foreignRoot = process.env.SEKISHO_SHARED ?? join(process.cwd(), "../shared/data");
const isForeignHere = foreignCorpora.every((name) => existsSync(join(foreignRoot, name)));

interface NamedReading extends FileReading {
  readonly corpus: string;
  readonly file: string;
}

/** The lab's folder holds the mail logs of the same run, too. */
const readCorpus = (root: string, corpus: string): readonly NamedReading[] =>
  readdirSync(join(root, corpus))
    .filter((file) => file.endsWith(".gz") && !(corpus === "lab" && !file.startsWith("access")))
    .sort()
    .map((file) => ({ corpus, file, ...readFileWithBestFormat(gunzipSync(readFileSync(join(root, corpus, file)))) }));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const corpusRows = (readings: readonly NamedReading[]): readonly string[] =>
  [...new Set(readings.map((reading) => reading.corpus))].map((corpus) => {
    const own = readings.filter((reading) => reading.corpus === corpus);
    const formats = [...new Set(own.map((reading) => reading.format))].sort().join(", ");
    return `| ${corpus} | ${own.length} | ${formats} | ${sum(own.map(({ lines }) => lines))} | ${sum(own.map(({ refused }) => refused.length))} |`;
  });

const refusedRows = (readings: readonly NamedReading[]): readonly string[] =>
  readings.flatMap(({ corpus, file, refused }) => refused.map(({ offset, reason }) => `| ${corpus}/${file} | ${offset} | ${reason} |`));

const refusedPage = (readings: readonly NamedReading[]): string => {
  const lines = sum(readings.map((reading) => reading.lines));
  const refused = sum(readings.map((reading) => reading.refused.length));
  return `# Access lines that no format reads

Written by \`UPDATE_REFUSED=1 npx vitest run test/conformance/web-corpora.test.ts\`, compared by the same test otherwise.
Every line of every access file is counted: ${lines} lines, ${refused} refused (${((refused / lines) * 100).toFixed(4)} %; at most 0.1 % is allowed).
Where the files are from and under which licence stands beside them in \`test/corpora/\`. ${foreignCorpora.join(", ")} have no licence: they are
read from a folder outside this project where there is one, and are no part of it.

| corpus | files | formats | lines | refused |
|---|---|---|---|---|
${corpusRows(readings).join("\n")}

Reasons are the formats' own words. \`bad-quoting\`: a quoted field has no closing quote, as in a line that was cut off.

| file | byte offset, unpacked | reason |
|---|---|---|
${refusedRows(readings).join("\n")}
`;
};

describe("real access logs", () => {
  const page = join(here, "refused-lines.md");
  const readings: NamedReading[] = [];

  beforeAll(() => {
    readings.push(...ownCorpora.flatMap((corpus) => readCorpus(join(here, "../corpora"), corpus)));
    if (isForeignHere) readings.push(...foreignCorpora.flatMap((corpus) => readCorpus(foreignRoot, corpus)));
    else console.log(`not read, because ${foreignRoot} does not have them: ${foreignCorpora.join(", ")}`);
    if (process.env.UPDATE_REFUSED === "1" && isForeignHere) writeFileSync(page, refusedPage(readings));
  });

  it("are read but for one line in a thousand", () => {
    const lines = sum(readings.map((reading) => reading.lines));
    expect(lines).toBeGreaterThan(60_000);
    expect(sum(readings.map((reading) => reading.refused.length)) / lines).toBeLessThanOrEqual(0.001);
  });

  it("are refused exactly where refused-lines.md says", () => {
    const present = new Set(readings.map((reading) => reading.corpus));
    const listed = readFileSync(page, "utf8")
      .split("\n")
      .filter((line) => present.has(/^\| ([^ /]+)/.exec(line)?.[1] ?? ""));
    expect([...corpusRows(readings), ...refusedRows(readings)].toSorted()).toEqual(listed.toSorted());
  });
});
