import { describe, expect, it } from "vitest";
import { brothersThatKnowEachOther, circles, impureDomain, namedImplementations, turnedArrows } from "./architecture/import-checks.ts";
import { importsOf, readSources, type SourceFile, sourceFile } from "./architecture/source-file.ts";
import {
  clockInDomain,
  defaultExports,
  emptyFileNames,
  forbiddenNames,
  longFiles,
  longFunctions,
  undocumentedExports,
} from "./architecture/text-checks.ts";

const sources = readSources();

type Planted = Readonly<Record<string, string>>;

const plant = (files: Planted): SourceFile[] => Object.entries(files).map(([path, text]) => sourceFile(path, text));

const importing = (specifier: string): string => `import { a } from "${specifier}";\n`;

/** One thing that holds for the whole of src/, with files that break it and files that only look as if they did. */
interface Check {
  readonly about: string;
  readonly find: (files: readonly SourceFile[]) => string[];
  readonly bad: readonly Planted[];
  readonly good: readonly Planted[];
}

const checks: readonly Check[] = [
  {
    about: "imports go down the house, may skip tiers and never turn",
    find: turnedArrows,
    bad: [
      { "kit/a.ts": importing("../domain/b.ts") },
      { "domain/a.ts": importing("../ports/b.ts") },
      { "ports/a.ts": 'import type { B } from "../catalog/index.ts";' },
      { "geo/a.ts": importing("../report/b.ts") },
      { "pipeline/a.ts": importing("../catalog/index.ts") },
      { "cli/a.ts": importing("../web/b.ts") },
      { "web/a.ts": importing("../main.ts") },
      { "simulate/a.ts": importing("../ports/b.ts") },
      { "report/a.ts": importing("../config.ts") },
      { "agent/a.ts": importing("../config.ts") },
      { "report/a.ts": 'export { a } from "../pipeline/b.ts";' },
      { "report/a.ts": 'const a = await import("../pipeline/b.ts");' },
      { "misc/a.ts": "" },
      { "domain/a.ts": importing("../../scripts/setup.mjs") },
    ],
    good: [
      { "cli/a.ts": importing("../kit/b.ts") },
      { "cli/a.ts": importing("../config.ts") },
      { "main.ts": importing("./config.ts") },
      { "config.ts": importing("./domain/b.ts") },
      { "geo/a.ts": importing("./b.ts") },
      { "pipeline/a.test.ts": importing("../catalog/index.ts") },
      { "config.test.ts": importing("./config.ts") },
      { "kit/a.ts": ` * import { a } from "../cli/b.ts"\nexport const text = "from '../cli/b.ts'";` },
    ],
  },
  {
    about: "brothers in the catalogue do not know each other",
    find: brothersThatKnowEachOther,
    bad: [
      { "catalog/formats/a.ts": importing("./b.ts") },
      { "catalog/causes/a.ts": importing("../detectors/b.ts") },
      { "catalog/formats/a.ts": importing("../index.ts") },
    ],
    good: [{ "catalog/formats/a.ts": importing("../../kit/ascii.ts") }, { "catalog/index.ts": importing("./formats/a.ts") }],
  },
  {
    about: "only main.ts, catalog/index.ts and open-*.ts name implementations",
    find: namedImplementations,
    bad: [
      { "cli/a.ts": importing("../catalog/formats/combined.ts") },
      { "cli/a.ts": importing("../stores/sqlite/store.ts") },
      { "stores/a.ts": importing("./postgres/store.ts") },
      { "buses/a.ts": importing("./nats.ts") },
    ],
    good: [
      { "catalog/index.ts": importing("./formats/combined.ts") },
      { "stores/open-store.ts": importing("./sqlite/store.ts") },
      { "stores/sqlite/store.ts": importing("./tables.ts") },
      { "buses/open-bus.ts": importing("./memory.ts") },
      { "cli/a.ts": importing("../catalog/index.ts") },
    ],
  },
  {
    about: "the domain reaches neither Node nor a package",
    find: impureDomain,
    bad: [
      { "domain/a.ts": importing("node:fs") },
      { "domain/a.ts": 'import "zod";' },
      { "domain/a.ts": importing("../kit/b.ts"), "kit/b.ts": importing("./c.ts"), "kit/c.ts": importing("node:os") },
    ],
    good: [{ "domain/a.ts": importing("../kit/b.ts"), "kit/b.ts": "", "kit/c.ts": importing("node:os") }],
  },
  {
    about: "the domain asks neither clock nor chance",
    find: clockInDomain,
    bad: [{ "domain/a.ts": "const now = Date.now();" }, { "domain/a.ts": "const a = new Date();" }, { "domain/a.ts": "x(Math.random());" }],
    good: [{ "domain/a.ts": "const at = new Date(time);" }, { "cli/a.ts": "const now = Date.now();" }],
  },
  {
    about: "nobody imports in circles",
    find: circles,
    bad: [
      { "kit/a.ts": importing("./b.ts"), "kit/b.ts": importing("./c.ts"), "kit/c.ts": importing("./a.ts") },
      { "kit/a.ts": 'import type { B } from "./b.ts";', "kit/b.ts": importing("./a.ts") },
      { "kit/a.ts": importing("./a.ts") },
    ],
    good: [{ "kit/a.ts": importing("./b.ts") + importing("./c.ts"), "kit/b.ts": importing("./c.ts"), "kit/c.ts": "" }],
  },
  {
    about: "every export of the domain and the ports has a doc comment",
    find: undocumentedExports,
    bad: [
      { "domain/a.ts": "export type A = 1;" },
      { "ports/a.ts": "/** One. */\nexport const a = 1;\n\nexport interface B {}" },
      { "ports/a.ts": "// Not a doc comment.\nexport async function b() {}" },
    ],
    good: [{ "domain/a.ts": "/** One. */\nexport type A = 1;" }, { "cli/a.ts": "export type A = 1;" }],
  },
  {
    about: "no name uses a word that the glossary replaces",
    find: forbiddenNames,
    bad: [
      { "cli/a.ts": "export const banAddress = 1;" },
      { "cli/a.ts": "export interface MailRule {}" },
      { "cli/a.ts": "const x = 1;\nexport { x as alerts };" },
      { "cli/ticket-list.ts": "" },
    ],
    good: [{ "cli/urban-planning.ts": "export const banner = 1;\nexport const ruler = 2;\nexport const signalled = 3;" }],
  },
  {
    about: "no file or folder is named for nothing in particular",
    find: emptyFileNames,
    bad: [
      { "kit/utils.ts": "" },
      { "report/common.ts": "" },
      { "cli/lib/a.ts": "" },
      { "domain/types.ts": "" },
      { "kit/helper.test.ts": "" },
    ],
    good: [{ "catalog/formats/common.ts": "", "kit/library-card.ts": "" }],
  },
  {
    about: "no file is longer than 300 lines, tables excepted",
    find: longFiles,
    bad: [{ "kit/a.ts": "x\n".repeat(301) }],
    good: [{ "kit/a.ts": "x\n".repeat(300) }],
  },
  {
    about: "no function has more than 60 lines of its own",
    find: longFunctions,
    bad: [
      { "kit/a.ts": `export const a = (): void => {\n${"  x();\n".repeat(60)}};\n` },
      { "kit/a.ts": `export const a = (\n  b: number,\n): void => {\n  if (b) {\n${"    x();\n".repeat(60)}  }\n};\n` },
      { "kit/a.ts": `export class A {\n  get b(): number {\n${"    x();\n".repeat(60)}  }\n}\n` },
      { "kit/a.ts": `export const a = () => {\n  const b = () => {\n${"    x();\n".repeat(60)}  };\n};\n` },
    ],
    good: [
      { "kit/a.ts": `export const a = (): void => {\n${"  x();\n".repeat(58)}};\n` },
      { "kit/a.ts": `export const a = () => {\n${`  const b = () => {\n${"    x();\n".repeat(30)}  };\n`.repeat(3)}};\n` },
    ],
  },
  {
    about: "exports have one name, given where they are made",
    find: defaultExports,
    bad: [{ "kit/a.ts": "export default 1;" }, { "kit/a.ts": "export { a as default };" }],
    good: [{ "kit/a.ts": "export const a = { default: 1 };" }],
  },
];

describe("the house", () => {
  it("is read from src/", () => {
    expect(sources.map(({ path }) => path)).toContain("domain/access-event.ts");
    expect(sources.find(({ path }) => path === "domain/access-event.ts")?.imports).toEqual([
      "./account.ts",
      "./line-place.ts",
      "./source.ts",
    ]);
  });

  for (const { about, find } of checks) {
    it(about, () => {
      expect(find(sources)).toEqual([]);
    });
  }
});

describe("each check finds what is planted and nothing else", () => {
  for (const { about, find, bad, good } of checks) {
    it(about, () => {
      expect(bad.filter((files) => find(plant(files)).length === 0)).toEqual([]);
      expect(good.flatMap((files) => find(plant(files)))).toEqual([]);
    });
  }
});

describe("importsOf", () => {
  it("sees every way to import, over several lines too", () => {
    const text = [
      'import a, { b } from "./1.ts";',
      'import * as c from "./2.ts";',
      "import type {\n  D,\n  E,\n} from './3.ts';",
      'export * from "./4.ts";',
      'export * as f from "./5.ts";',
      'export type { G } from "./6.ts";',
      'import "./7.ts";',
      'const h = await import("./8.ts");',
      "const i = require.resolve(`./9.ts`);",
    ].join("\n");
    expect(
      importsOf(text)
        .map((specifier) => specifier.replace(/\D/g, ""))
        .sort(),
    ).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });
});
