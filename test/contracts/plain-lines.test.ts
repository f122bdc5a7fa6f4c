import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accessLines } from "../../bench/access-lines.ts";
import { createRandom } from "../../bench/random.ts";
import { combined } from "../../src/catalog/formats/combined.ts";
import { vhostCombined } from "../../src/catalog/formats/vhost-combined.ts";
import { PlainLines } from "../../src/kit/plain-lines.ts";
import { type AccessFields, clearAccessFields, createAccessFields } from "../../src/ports/log-format.ts";
import { createMutator } from "../proofs/mutate-line.ts";
import { seedLines } from "../proofs/seed-lines.ts";
import { testSeed } from "../seeded-random.ts";

const bufferBytes = 512 * 1024;

/** What a line says, spans counted from the start of the buffer. */
const saidBy = ({ bytes: _, stamp, ...fields }: AccessFields, withStamp: boolean): string =>
  JSON.stringify(withStamp ? { ...fields, stamp } : fields);

const plainFields = () => ({ ...createAccessFields(), isSameStamp: false, queryAt: -1, isRead: false });

/** Lines of the benchmark, in either format, and every sample and corpus line. */
const startLines = (hasSite: boolean): readonly Uint8Array[] => {
  const usual = [...accessLines(400)]
    .map((line) => line.replace("\n", ""))
    .map((line) => (hasSite ? line : line.slice(line.indexOf(" ") + 1)));
  return [...usual.map((line) => Buffer.from(line, "latin1")), ...seedLines()];
};

/** Fills the buffer with lines; returns where the last of them ends. */
const fill = (bytes: Buffer, lines: Iterable<Uint8Array>): number => {
  let end = 0;
  for (const line of lines) {
    if (end + line.length + 1 > bytes.length) break;
    bytes.set(line, end);
    bytes[end + line.length] = 0x0a;
    end += line.length + 1;
  }
  return end;
};

/** Compares every plain line of the buffer with what the format reads; returns how many there were. */
const compare = (plain: PlainLines, end: number, hasSite: boolean): { readonly lines: number; readonly plain: number } => {
  const format = hasSite ? vhostCombined : combined;
  const wanted = createAccessFields();
  const found = plainFields();
  const tally = { lines: 0, plain: 0 };
  for (let from = 0; plain.scan(from, end); ) {
    let stamp = "";
    for (let line = 0; line < plain.count; line++) {
      const lineEnd = plain.endOf(line);
      expect(plain.startOf(line)).toBe(from);
      expect(lineEnd).toBe(plain.bytes.indexOf(0x0a, from));
      tally.lines++;
      if (plain.read(line, found)) {
        tally.plain++;
        clearAccessFields(wanted);
        expect(format.read(plain.bytes, from, lineEnd, wanted), plain.bytes.toString("latin1", from, lineEnd)).toBeNull();
        if (!found.isSameStamp) stamp = JSON.stringify(found.stamp);
        expect(stamp).toBe(JSON.stringify(wanted.stamp));
        const { isSameStamp: _, queryAt, isRead, ...fields } = found;
        if (saidBy(fields, false) !== saidBy(wanted, false))
          expect(saidBy(fields, false), plain.bytes.toString("latin1", from, lineEnd)).toBe(saidBy(wanted, false));
        const target = plain.bytes.subarray(wanted.target.start, wanted.target.end);
        expect(queryAt < 0 ? -1 : queryAt - wanted.target.start).toBe(target.indexOf(0x3f));
        const method = plain.bytes.toString("latin1", wanted.method.start, wanted.method.end);
        expect(isRead).toBe(["GET", "HEAD", "OPTIONS"].includes(method));
      }
      from = lineEnd + 1;
    }
  }
  return tally;
};

describe.each([
  ["combined", false],
  ["vhost_combined", true],
] as const)("plain lines of %s", (_, hasSite) => {
  it("are nearly all lines of an ordinary log, cut and read as the format reads them", () => {
    const plain = new PlainLines(bufferBytes, hasSite);
    const end = fill(plain.bytes, startLines(hasSite).slice(0, 400));
    expect(compare(plain, end, hasSite)).toEqual({ lines: 400, plain: 400 });
  });

  const seed = testSeed();
  it(`are read as the format reads them whatever is done to the line (SEED=${seed})`, () => {
    const plain = new PlainLines(bufferBytes, hasSite);
    const next = createMutator(startLines(hasSite), createRandom(seed));
    let read = 0;
    for (let buffers = 0; buffers < 20; buffers++) {
      const lines = Array.from({ length: 1_000 }, () => {
        const { room, start, end } = next();
        return Buffer.from(room.subarray(start, end));
      });
      read += compare(plain, fill(plain.bytes, lines), hasSite).plain;
    }
    expect(read).toBeGreaterThan(500);
  });

  it("a line whose end has not been read yet is left for later, whatever an earlier reading left behind it", () => {
    const plain = new PlainLines(bufferBytes, hasSite);
    const end = fill(plain.bytes, startLines(hasSite).slice(0, 2));
    for (let cut = 1; cut < end; cut++) {
      const found = plain.scan(0, cut) ? plain.count : 0;
      expect(found).toBe(plain.bytes.subarray(0, cut).toString("latin1").split("\n").length - 1);
    }
  });
});

it("the module is the one that wasm/plain-lines.as.ts makes", async () => {
  const { compilePlainLines } = await import("../../scripts/build-wasm.mjs");
  const text = Buffer.from(await compilePlainLines()).toString("base64");
  expect(readFileSync(new URL("../../src/kit/plain-lines-wasm.ts", import.meta.url), "utf8")).toContain(text);
});
