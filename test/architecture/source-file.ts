import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** One file of src/, as far as the architecture is concerned. */
export interface SourceFile {
  /** Below src/, with slashes: `catalog/formats/combined.ts`. */
  readonly path: string;
  readonly text: string;
  /** Specifiers as written, `import type` and `export … from` included. */
  readonly imports: readonly string[];
}

const patterns = [
  /^\s*(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\}|[\w$]+)\s+from\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\b(?:import|require|require\.resolve|import\.meta\.resolve)\(\s*["'`]([^"'`]+)["'`]/g,
];

/** Every module that a text imports. The TypeScript compiler used here offers no parser to programs, hence a scan of our own. */
export const importsOf = (text: string): string[] =>
  patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));

/** A file for a check, from its path below src/ and its text. */
export const sourceFile = (path: string, text: string): SourceFile => ({ path, text, imports: importsOf(text) });

// Path below src/ that a relative import leads to; null for `node:` modules and packages.
const targetOf = (file: SourceFile, specifier: string): string | null =>
  specifier.startsWith(".") ? posix.join(posix.dirname(file.path), specifier) : null;

/** Paths below src/ that a file imports. */
export const targetsOf = (file: SourceFile): string[] =>
  file.imports.flatMap((specifier) => {
    const target = targetOf(file, specifier);
    return target === null ? [] : [target];
  });

/** Unit tests lie beside the code and may use any part. */
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** Reads all of src/. */
export const readSources = (): SourceFile[] => {
  const src = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "src");
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => sourceFile(relative(src, path).split(sep).join("/"), readFileSync(path, "utf8")));
};
