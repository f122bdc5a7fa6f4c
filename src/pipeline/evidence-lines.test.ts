import { createHash } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LinePlace } from "../domain/line-place.ts";
import { type EvidenceFile, readEvidence } from "./evidence-lines.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "evidence-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Lines of very different lengths, one longer than the reading buffer. */
const lines = Array.from({ length: 40_000 }, (_, at) => (at === 20_000 ? "y".repeat(700_000) : `line ${at} ${"x".repeat(at % 97)}`));
const text = Buffer.from(lines.map((line) => `${line}\n`).join(""));
const offsets: number[] = [];
let total = 0;
for (const line of lines) {
  offsets.push(total);
  total += line.length + 1;
}

const placeOf = (input: string, at: number): LinePlace => ({ input, offset: offsets[at] as number, length: (lines[at] as string).length });
const sha256 = (line: string): string => createHash("sha256").update(line).digest("hex");

const write = (name: string, bytes: Uint8Array): ReadonlyMap<string, EvidenceFile> => {
  const absolute = join(dir, name);
  writeFileSync(absolute, bytes);
  const { dev, ino, size } = statSync(absolute);
  return new Map([[name, { absolute, identity: `${dev}:${ino}`, sizeBytes: size }]]);
};

describe("readEvidence", () => {
  it.each([
    ["plain.log", text],
    ["packed.log.gz", gzipSync(text, { level: 1 })],
  ])("reads the lines of %s again, whatever their order, with offset and hash", async (name, bytes) => {
    const wanted = [39_999, 0, 20_000, 19_999, 20_001, 1, 5, 12_345, 30_000].map((at) => ({ at, place: placeOf(name, at) }));
    const found = await readEvidence(
      wanted.map(({ place }) => place),
      write(name, bytes),
    );
    for (const { at, place } of wanted) {
      const line = lines[at] as string;
      expect(found.get(place)).toEqual({ input: name, offset: place.offset, line, sha256: sha256(line) });
    }
  });

  it("gives two claims on one line the same text", async () => {
    const places = [placeOf("twice.log", 7), placeOf("twice.log", 7)];
    const found = await readEvidence(places, write("twice.log", text));
    expect(places.map((place) => found.get(place)?.line)).toEqual([lines[7], lines[7]]);
  });

  it("hashes the untouched bytes and shows what is not printable as escapes", async () => {
    const bytes = Buffer.from("ok\n\x1b[31mred\xff\r\n", "latin1");
    const place = { input: "odd.log", offset: 3, length: 9 };
    const found = await readEvidence([place], write("odd.log", bytes));
    expect(found.get(place)?.line).toBe(String.raw`\x1b[31mred\xff`);
    expect(found.get(place)?.sha256).toBe(createHash("sha256").update(bytes.subarray(3, 12)).digest("hex"));
  });

  it.each<[string, (path: string) => void]>([
    [
      "rotated, with a new log in its place",
      (path) => {
        renameSync(path, `${path}.1`);
        writeFileSync(path, text);
      },
    ],
    ["deleted", (path) => rmSync(path)],
    ["emptied, as by copytruncate", (path) => truncateSync(path, 100)],
  ])("refuses a file that was %s since: its lines are no evidence", async (how, change) => {
    const name = `${how.slice(0, 7)}.log`;
    const files = write(name, text);
    change(join(dir, name));
    await expect(readEvidence([placeOf(name, 3)], files)).rejects.toMatchObject({
      code: "input-changed",
      message: `${name}: was rotated away, emptied or deleted while it was read`,
    });
  });

  it("reads several files, and leaves out what is beyond a file's end or of no known file", async () => {
    const files = new Map([...write("one.log", Buffer.from("a\nb\n")), ...write("two.log", Buffer.from("c\n"))]);
    const [b, c, beyond, unknown] = [
      { input: "one.log", offset: 2, length: 1 },
      { input: "two.log", offset: 0, length: 1 },
      { input: "two.log", offset: 100, length: 5 },
      { input: "three.log", offset: 0, length: 1 },
    ];
    const found = await readEvidence([b, c, beyond, unknown] as LinePlace[], files);
    expect([found.get(b as LinePlace)?.line, found.get(c as LinePlace)?.line, found.size]).toEqual(["b", "c", 2]);
  });
});
