import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { longestLineBytes } from "../../src/ports/log-format.ts";
import { sampleBytes } from "../samples/access-sample.ts";
import { mailLineBytes } from "../samples/mail-sample.ts";
import { accessSuites, mailSuites } from "../samples/suites.ts";

const corpora = fileURLToPath(new URL("../corpora", import.meta.url));
const notLogs = /(^|\/)(LICENSE|NOTICE|[^/]*\.(md|json|jsonl|yaml))$/;
const linesPerFile = 60;

/** The file's first lines, then lines spread over the rest. */
const linesOf = (path: string): readonly Buffer[] => {
  const raw = readFileSync(path);
  const lines = (raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw).toString("latin1").split("\n");
  const step = Math.max(1, Math.floor(lines.length / linesPerFile));
  return lines.filter((line, at) => line !== "" && (at < 10 || at % step === 0)).map((line) => Buffer.from(line, "latin1"));
};

const corpusLines = (): readonly Buffer[] =>
  readdirSync(corpora, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !notLogs.test(path))
    .toSorted()
    .flatMap(linesOf);

/** Lines to start from: every sample of every format, hostile ones included, and lines of every corpus. */
export const seedLines = (): readonly Uint8Array[] => {
  const samples = [
    ...accessSuites.flatMap(({ suite }) => suite.samples.map(({ line }) => sampleBytes(line))),
    ...mailSuites.flatMap(({ suite }) => suite.samples.map(({ line }) => mailLineBytes(line))),
  ];
  return [...samples, ...corpusLines()].filter((line) => line.length <= longestLineBytes);
};
