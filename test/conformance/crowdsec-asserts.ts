import { readFileSync } from "node:fs";

/** What the hub's tests expect of one line: the fields of `Evt.Parsed` and `Evt.Meta`. */
export interface HubLine {
  readonly test: string;
  /** Place in the test's list of results. */
  readonly index: number;
  readonly parsed: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, string>>;
}

const parserLine = /^(?:basename\()?results\["s01-parse"\]\["([^"]+)"\]\[(\d+)\]\.Evt\.(Parsed|Meta)\["([^"]+)"\]\)? == (".*")$/;
const scenarioLine = /^(?:basename\()?results\[(\d+)\]\.Overflow\.Alert\.Events\[(\d+)\]\.GetMeta\("([^"]+)"\)\)? == (".*")$/;

/** Undoes the quoting of the assert files (Go's, which has `\xHH` on top of JSON's). */
const unquote = (quoted: string): string => {
  const value: unknown = JSON.parse(
    quoted
      .replace(/\\x([0-9a-f]{2})/gi, "\\u00$1")
      .replaceAll("\\a", "\\u0007")
      .replaceAll("\\v", "\\u000b"),
  );
  return typeof value === "string" ? value : "";
};

const linesOf = (path: string): readonly string[] => {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
};

/** The parsed lines of a test's parser.assert, error-log lines and all. */
export const readParserAsserts = (folder: string, test: string): readonly HubLine[] => {
  const found = new Map<string, { index: number; Parsed: Record<string, string>; Meta: Record<string, string> }>();
  for (const line of linesOf(`${folder}/${test}/parser.assert`)) {
    const match = parserLine.exec(line);
    if (match === null) continue;
    const [, parser = "", index = "", place, field = "", value = ""] = match;
    const key = `${parser}#${index}`;
    const entry = found.get(key) ?? { index: Number(index), Parsed: {}, Meta: {} };
    entry[place === "Meta" ? "Meta" : "Parsed"][field] = unquote(value);
    found.set(key, entry);
  }
  return [...found.values()].map(({ index, Parsed, Meta }) => ({ test, index, parsed: Parsed, meta: Meta }));
};

/** The events behind a test's scenario.assert; they name no line, so only their fields can be looked for. */
export const readScenarioAsserts = (folder: string, test: string): readonly HubLine[] => {
  const found = new Map<string, Record<string, string>>();
  for (const line of linesOf(`${folder}/${test}/scenario.assert`)) {
    const match = scenarioLine.exec(line);
    if (match === null) continue;
    const [, overflow = "", event = "", field = "", value = ""] = match;
    const key = `${overflow}#${event}`;
    const meta = found.get(key) ?? {};
    meta[field] = unquote(value);
    found.set(key, meta);
  }
  return [...found.values()].map((meta, index) => ({ test, index, parsed: {}, meta }));
};
