import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accessLines } from "../../bench/access-lines.ts";
import { createRandom } from "../../bench/random.ts";
import { combined } from "../../src/catalog/formats/combined.ts";
import { vhostCombined } from "../../src/catalog/formats/vhost-combined.ts";
import { ipv4InBytes } from "../../src/kit/ipv4-bytes.ts";
import { PlainLines } from "../../src/kit/plain-lines.ts";
import { type AccessFields, clearAccessFields, createAccessFields, type Span } from "../../src/ports/log-format.ts";
import { createMutator } from "../proofs/mutate-line.ts";
import { seedLines } from "../proofs/seed-lines.ts";
import { testSeed } from "../seeded-random.ts";

const bufferBytes = 512 * 1024;

/** What a line says, spans counted from the start of the buffer. */
const saidBy = ({ bytes: _, stamp, ...fields }: AccessFields, withStamp: boolean): string =>
  JSON.stringify(withStamp ? { ...fields, stamp } : fields);

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

/** What the scan tells beside the fields, and the numbers that it gives: the same text has the same number until there is no room. */
const expectHints = (plain: PlainLines<string, string>, line: number, { address, method, site, target, userAgent }: AccessFields): void => {
  const { bytes } = plain;
  const textOf = ({ start, end }: Span): string => bytes.toString("latin1", start, end);
  expect([plain.targetOf(line), plain.targetEndOf(line)]).toEqual([target.start, target.end]);
  const query = plain.queryOf(line);
  expect(query < 0 ? -1 : query - target.start).toBe(bytes.subarray(target.start, target.end).indexOf(0x3f));
  expect(plain.isRead(line)).toBe(["GET", "HEAD", "OPTIONS"].includes(textOf(method)));
  const ipv4 = ipv4InBytes(bytes, address.start, address.end);
  expect(plain.hasIpv4(line) ? plain.ipv4Of(line) : Number.NaN).toBe(ipv4);
  for (const [known, number, span] of [
    [plain.sites, plain.siteNumberOf(line), site],
    [plain.agents, plain.agentNumberOf(line), userAgent],
  ] as const) {
    const text = span.start < 0 ? "-" : textOf(span);
    expect(number).toBeLessThan(1_024);
    if (number < 0 || (span === userAgent ? text === "-" : span.start < 0)) continue;
    known[number] ??= text;
    expect(known[number]).toBe(text);
  }
};

/** Compares every plain line of the buffer with what the format reads; returns how many there were. */
const compare = (plain: PlainLines<string, string>, end: number, hasSite: boolean): { readonly lines: number; readonly plain: number } => {
  const format = hasSite ? vhostCombined : combined;
  const wanted = createAccessFields();
  const found = createAccessFields();
  const tally = { lines: 0, plain: 0 };
  for (let from = 0; plain.scan(from, end); ) {
    let stamp = "";
    for (let line = 0; line < plain.count; line++) {
      const lineEnd = plain.endOf(line);
      expect(plain.startOf(line)).toBe(from);
      expect(lineEnd).toBe(plain.bytes.indexOf(0x0a, from));
      tally.lines++;
      if (plain.isPlain(line, found.stamp)) {
        tally.plain++;
        plain.read(line, found);
        clearAccessFields(wanted);
        expect(format.read(plain.bytes, from, lineEnd, wanted), plain.bytes.toString("latin1", from, lineEnd)).toBeNull();
        if (!plain.isSameStamp(line)) stamp = JSON.stringify(found.stamp);
        expect(stamp).toBe(JSON.stringify(wanted.stamp));
        if (saidBy(found, false) !== saidBy(wanted, false))
          expect(saidBy(found, false), plain.bytes.toString("latin1", from, lineEnd)).toBe(saidBy(wanted, false));
        expectHints(plain, line, wanted);
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
    const plain = new PlainLines<string, string>(bufferBytes, hasSite);
    const end = fill(plain.bytes, startLines(hasSite).slice(0, 400));
    expect(compare(plain, end, hasSite)).toEqual({ lines: 400, plain: 400 });
  });

  const seed = testSeed();
  it(`are read as the format reads them whatever is done to the line (SEED=${seed})`, () => {
    const plain = new PlainLines<string, string>(bufferBytes, hasSite);
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

  it("numbers of sites and agents are given anew once a table is full", () => {
    const plain = new PlainLines<string, string>(bufferBytes, hasSite);
    const before = hasSite ? "shop.example:443 " : "";
    const agents = Array.from({ length: 1_500 }, (_, at) => `agent ${at}`);
    const line = (agent: string) =>
      Buffer.from(`${before}192.0.2.1 - - [01/Mar/2026:10:00:00 +0900] "GET / HTTP/1.1" 200 1 "-" "${agent}"`);
    const end = fill(plain.bytes, agents.map(line));
    expect(compare(plain, end, hasSite)).toEqual({ lines: 1_500, plain: 1_500 });
    expect(plain.agents).toEqual([]);
    const again = fill(plain.bytes, ["x", "y"].map(line));
    expect(compare(plain, again, hasSite)).toEqual({ lines: 2, plain: 2 });
    expect(plain.agents).toEqual(["x", "y"]);
  });

  it("a line whose end has not been read yet is left for later, whatever an earlier reading left behind it", () => {
    const plain = new PlainLines<string, string>(bufferBytes, hasSite);
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
