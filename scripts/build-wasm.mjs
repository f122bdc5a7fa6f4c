/** `npm run build:wasm`: compiles wasm/plain-lines.as.ts and writes it as text into src/kit/plain-lines-wasm.ts. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const target = join(root, "src/kit/plain-lines-wasm.ts");
/** By name only: its types would redefine `console` for the whole project. */
const compilerPackage = "assemblyscript/asc";
const asName = "plain-lines.as.ts";
const asNames = new Set([asName, "plain-texts.as.ts"]);

/** Bytes of the module, with the memory handed in by whoever makes an instance. */
export const compilePlainLines = async () => {
  const { default: compiler } = await import(compilerPackage);
  /** @type {Uint8Array | null} */
  let bytes = null;
  const options = ["-O3", "--runtime", "stub", "--enable", "simd", "--noAssert", "--importMemory", "--disable", "bulk-memory"];
  const { error, stderr } = await compiler.main([asName, ...options, "--outFile", "plain-lines.wasm"], {
    readFile: (/** @type {string} */ name) => (asNames.has(name) ? readFileSync(join(root, "wasm", name), "utf8") : null),
    writeFile: (/** @type {string} */ name, /** @type {Uint8Array} */ contents) => {
      if (name === "plain-lines.wasm") bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === null) throw new Error(`${error}\n${stderr}`);
  return /** @type {Uint8Array} */ (bytes);
};

const write = async () => {
  const text = Buffer.from(await compilePlainLines()).toString("base64");
  writeFileSync(
    target,
    `/** Made by \`npm run build:wasm\` from wasm/plain-lines.as.ts; do not edit. */\nexport const plainLinesWasm =\n  "${text}";\n`,
  );
};

if (process.argv[1] === import.meta.filename) await write();
