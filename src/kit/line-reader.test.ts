import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineReader } from "./line-reader.ts";

interface ReadLine {
  readonly offset: number;
  readonly text: string;
  readonly tooLong: boolean;
}

/** Splits by the definition: LF ends a line, one CR before it belongs to the end, a last line needs none. */
const referenceLines = (bytes: Buffer, bufferBytes: number): ReadLine[] => {
  const lines: ReadLine[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const lf = bytes.indexOf(0x0a, offset);
    const end = lf < 0 ? bytes.length : lf;
    const tooLong = end - offset >= bufferBytes;
    const cut = end > offset && bytes[end - 1] === 0x0d ? end - 1 : end;
    lines.push({ offset, text: tooLong ? "" : bytes.toString("latin1", offset, cut), tooLong });
    offset = end + 1;
  }
  return lines;
};

/** Reads all lines; the source delivers pieces of the given sizes, over and over. */
const readLines = async (bytes: Buffer, pieces: readonly number[], bufferBytes: number): Promise<ReadLine[]> => {
  let position = 0;
  let calls = 0;
  const reader = new LineReader(async (into, offset) => {
    const piece = pieces[calls++ % pieces.length] as number;
    const count = Math.min(piece, into.length - offset, bytes.length - position);
    into.set(bytes.subarray(position, position + count), offset);
    position += count;
    return count;
  }, bufferBytes);
  const lines: ReadLine[] = [];
  do {
    while (reader.next()) {
      lines.push({ offset: reader.offset, text: reader.bytes.toString("latin1", reader.start, reader.end), tooLong: reader.tooLong });
    }
  } while (await reader.fill());
  return lines;
};

const read = (text: string, bufferBytes = 64): Promise<ReadLine[]> => readLines(Buffer.from(text, "latin1"), [7], bufferBytes);
const texts = (lines: readonly ReadLine[]): string[] => lines.map(({ text }) => text);

const anyBytes = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0x0a, 0x0d, 0x00, 0x61, 0xff) }, fc.integer({ min: 0, max: 255 })), {
    maxLength: 300,
  })
  .map((bytes) => Buffer.from(bytes));

describe("LineReader", () => {
  it("cuts any bytes in any pieces into the same lines at the same offsets", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyBytes,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 80 }),
        async (bytes, pieces, bufferBytes) => {
          expect(await readLines(bytes, pieces, bufferBytes)).toEqual(referenceLines(bytes, bufferBytes));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("gives nothing for an empty stream", async () => expect(await read("")).toEqual([]));

  it("takes a CR before the LF away, and only one", async () =>
    expect(texts(await read("a\r\nb\r\r\nc\rd\n"))).toEqual(["a", "b\r", "c\rd"]));

  it("gives a last line without a line end, its CR taken away too", async () => {
    expect(texts(await read("a\nb"))).toEqual(["a", "b"]);
    expect(texts(await read("a\nb\r"))).toEqual(["a", "b"]);
  });

  it("gives empty lines as lines", async () => {
    expect(await read("\n\r\n\n")).toEqual([
      { offset: 0, text: "", tooLong: false },
      { offset: 1, text: "", tooLong: false },
      { offset: 3, text: "", tooLong: false },
    ]);
  });

  it("keeps NUL bytes", async () => expect(texts(await read("a\0b\n\0\n"))).toEqual(["a\0b", "\0"]));

  it("skips a line longer than the buffer, and has the next one right", async () => {
    const long = "x".repeat(1_000);
    expect(await read(`ab\n${long}\ncd\n`, 16)).toEqual([
      { offset: 0, text: "ab", tooLong: false },
      { offset: 3, text: "", tooLong: true },
      { offset: 1_004, text: "cd", tooLong: false },
    ]);
  });

  it("tells a last line that is too long and has no line end", async () => {
    expect(await read(`ab\n${"x".repeat(100)}`, 16)).toEqual([
      { offset: 0, text: "ab", tooLong: false },
      { offset: 3, text: "", tooLong: true },
    ]);
  });
});
