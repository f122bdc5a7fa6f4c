import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { accessLines } from "./access-lines.ts";
import { mailLines } from "./mail-lines.ts";

/** Where generated logs and fetched peers are kept between runs; git ignores it. */
export const cacheDir = fileURLToPath(new URL("../.cache/bench", import.meta.url));

/** A generated log. */
export interface BenchLog {
  readonly path: string;
  readonly lines: number;
  readonly bytes: number;
}

/** Counted up when the generator changes, so that logs of an older one are not taken for its own. */
const generation = 1;

const sources = { access: accessLines, mail: mailLines } as const;

/** @returns bytes written */
const writeLines = (path: string, lines: Iterable<string>): number => {
  const file = openSync(path, "w");
  let bytes = 0;
  let batch: string[] = [];
  const flush = (): void => {
    const text = Buffer.from(batch.join(""), "latin1");
    for (let at = 0; at < text.length; ) at += writeSync(file, text, at);
    bytes += text.length;
    batch = [];
  };
  try {
    for (const line of lines) if (batch.push(line) === 8_192) flush();
    flush();
  } finally {
    closeSync(file);
  }
  return bytes;
};

const knownSizes = (manifest: string): Record<string, number> =>
  existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as Record<string, number>) : {};

/** Makes a log of so many lines, or takes the one that an earlier run made if its size is still what it was. */
export const makeLog = (kind: keyof typeof sources, lines: number): BenchLog => {
  mkdirSync(cacheDir, { recursive: true });
  const name = `${kind}-${lines}-g${generation}.log`;
  const path = join(cacheDir, name);
  const manifest = join(cacheDir, "logs.json");
  const known = knownSizes(manifest)[name];
  if (known !== undefined && existsSync(path) && statSync(path).size === known) return { path, lines, bytes: known };
  process.stderr.write(`Making ${name} …\n`);
  const bytes = writeLines(`${path}.part`, sources[kind](lines));
  renameSync(`${path}.part`, path);
  writeFileSync(manifest, `${JSON.stringify({ ...knownSizes(manifest), [name]: bytes }, null, 2)}\n`);
  return { path, lines, bytes };
};
