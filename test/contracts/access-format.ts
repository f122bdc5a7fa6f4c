import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AccessFields,
  type AccessFormat,
  clearAccessFields,
  createAccessFields,
  type Refusal,
  type Span,
} from "../../src/ports/log-format.ts";
import { type AccessSuite, type ClientText, type LineWriter, sampleBytes } from "../samples/access-sample.ts";
import { readLine, stampMs, toReading } from "../samples/read-access.ts";

/** Lines per format in the counted tests; the full proof raises it. */
const proofCount = Number(process.env.SEKISHO_PROOF_COUNT ?? 2000);

/** Milliseconds a counted test may take: a full proof runs for minutes. */
const proofTimeoutMs = 30_000 + proofCount * 5;

const spanNames = ["site", "address", "user", "method", "target", "protocol", "referer", "userAgent"] as const;

const expectSpan = (span: Span, start: number, end: number): void => {
  if (span.start < 0) return;
  if (span.start < start || span.end < span.start || span.end > end)
    expect.fail(`span [${span.start}, ${span.end}) leaves the line [${start}, ${end})`);
};

/** Reads into fields that are checked to stay inside the line, whether it was read or refused. */
const readInside = (format: AccessFormat, bytes: Uint8Array, start: number, end: number, fields: AccessFields): Refusal | null => {
  clearAccessFields(fields);
  const refused = format.read(bytes, start, end, fields);
  for (const name of spanNames) expectSpan(fields[name], start, end);
  if (refused !== null) return refused;
  if (fields.bytes !== bytes || fields.address.start < 0) expect.fail("a line was read without bytes or address");
  if (!Number.isFinite(stampMs(fields.stamp)) || !(fields.status >= 0 && fields.status <= 999) || !(fields.size >= 0))
    expect.fail("a number is none");
  return null;
};

/** A prefix read inside a longer buffer must read as it does alone: nothing behind `end` may matter. */
const expectSameAlone = (format: AccessFormat, bytes: Buffer, length: number): void => {
  const inside = createAccessFields();
  const alone = createAccessFields();
  const copy = Buffer.from(bytes.subarray(0, length));
  const refusedInside = readInside(format, bytes, 0, length, inside);
  const refusedAlone = readInside(format, copy, 0, length, alone);
  if (refusedInside !== refusedAlone) expect.fail(`prefix of ${length} bytes: ${refusedInside} inside a buffer, ${refusedAlone} alone`);
  if (refusedAlone === null) expect(toReading(inside)).toEqual(toReading(alone));
};

/** Every length of a short line; of a long one the first and last 300 and 200 between. */
const prefixLengths = (length: number): readonly number[] => {
  if (length <= 2000) return Array.from({ length: length + 1 }, (_, at) => at);
  const ends = Array.from({ length: 300 }, (_, at) => [at, length - at]).flat();
  return [...ends, ...Array.from({ length: 200 }, (_, at) => Math.floor((at / 200) * length))];
};

const hostileFragments = [
  '"',
  '\\"',
  "\\",
  "\\\\",
  " ",
  "  ",
  "-",
  " - - ",
  ",",
  ",,",
  "[",
  "]",
  "\t",
  "\r",
  "\n",
  "\0",
  "{",
  "}",
  ":",
  "\\x22",
  "\\u0022",
  "HTTP/1.1",
  "é",
  "\u202e",
  "\x1b[2J",
  '" 200 1 "-" "-"',
  '[19/Feb/2020:05:21:35 +0900] "GET /forged HTTP/1.1" 500 1',
  "198.51.100.9",
  "198.51.100.9 - - [01/Jan/2020:00:00:00 +0000] ",
  "bank.example:443 198.51.100.9 - - ",
  ",443,198.51.100.9,-,-,[01/Jan/2020:00:00:00 +0000],1,2,3,4,5,6,7,500,",
  '","remote_addr":"198.51.100.9","status":"500","x":"',
  '"}},"status":500,"request":{"client_ip":"198.51.100.9"',
  "\thost:198.51.100.9\tstatus:500\tvhost:bank.example\ttime:2020-01-01T00:00:00Z",
  "GET / HTTP/1.1",
];

const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...hostileFragments) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const clientText = fc.record<ClientText>({ request: hostileText, referer: hostileText, userAgent: hostileText, user: hostileText });

const expectTruth = (format: AccessFormat, writer: LineWriter, client: ClientText): void => {
  const bytes = writer.write(client);
  const read = readLine(format, bytes);
  if ("refused" in read) {
    if (writer.mayRefuse !== true) expect.fail(`refused as ${read.refused}: ${bytes.toString("latin1")}`);
    return;
  }
  const { address, time, status, site } = read;
  expect({ address, time, status, ...(site === undefined ? {} : { site }) }).toEqual(writer.truth);
};

const mutate = (line: Buffer, edits: readonly { readonly at: number; readonly byte: number; readonly kind: number }[]): Buffer => {
  let bytes = Buffer.from(line);
  for (const { at, byte, kind } of edits) {
    const place = Math.floor(at * bytes.length);
    const after = bytes.subarray(kind === 0 ? place : place + 1);
    bytes = Buffer.concat([bytes.subarray(0, place), kind === 2 ? Buffer.alloc(0) : Buffer.from([byte]), after]);
  }
  return bytes;
};

const telling = [...'"\\[]{}:, -\t\r\0/+0'].map((char) => char.charCodeAt(0));

const edit = fc.record({
  at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  byte: fc.oneof(fc.constantFrom(...telling), fc.integer({ min: 0, max: 255 })),
  kind: fc.integer({ min: 0, max: 2 }),
});

const samplesContract = (format: AccessFormat, { samples }: AccessSuite): void => {
  it("has at least eight samples, hostile ones among them", () => {
    expect(samples.length).toBeGreaterThanOrEqual(8);
    expect(samples.some((sample) => sample.about.startsWith("hostile"))).toBe(true);
  });

  it.each(samples)("reads: $about", ({ line, expect: expected }) => {
    expect(readLine(format, sampleBytes(line))).toEqual(expected);
  });

  it.each(samples)("reads the same inside a larger buffer: $about", ({ line, expect: expected }) => {
    const bytes = sampleBytes(line);
    const around = Buffer.concat([Buffer.from('"\\ 192.0.2.1 - ['), bytes, Buffer.from('" 200 1 "-" "-"}]},\\')]);
    expect(readLine(format, around, 16, 16 + bytes.length)).toEqual(expected);
  });

  it(
    "reads no byte behind the end, for every prefix of every sample",
    () => {
      for (const { line } of samples) {
        const bytes = sampleBytes(line);
        for (const length of prefixLengths(bytes.length)) expectSameAlone(format, bytes, length);
      }
    },
    proofTimeoutMs,
  );
};

const fuzzContract = (format: AccessFormat, { samples, writers }: AccessSuite): void => {
  it(
    `never throws and stays inside the line, for ${proofCount} mutated lines`,
    () => {
      const fields = createAccessFields();
      const short = samples.map((sample) => sampleBytes(sample.line)).filter((bytes) => bytes.length < 4000);
      const mutated = fc.property(fc.constantFrom(...short), fc.array(edit, { minLength: 1, maxLength: 6 }), (line, edits) => {
        const bytes = mutate(line, edits);
        readInside(format, bytes, 0, bytes.length, fields);
      });
      fc.assert(mutated, { numRuns: proofCount });
    },
    proofTimeoutMs,
  );

  it(
    `never throws and stays inside the line, for ${proofCount} lines of random bytes`,
    () => {
      const fields = createAccessFields();
      const random = fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (bytes, skipped) => {
        readInside(format, bytes, Math.min(skipped, bytes.length), bytes.length, fields);
      });
      fc.assert(random, { numRuns: proofCount });
    },
    proofTimeoutMs,
  );

  it.each(writers)(
    `keeps address, time, site and status whatever the client writes, ${proofCount} times: $server`,
    (writer) => {
      fc.assert(
        fc.property(clientText, (client) => expectTruth(format, writer, client)),
        { numRuns: proofCount },
      );
    },
    proofTimeoutMs,
  );
};

/** What every access format must do; run by `access-formats.test.ts` for each of them. */
export const accessFormatContract = (format: AccessFormat, suite: AccessSuite): void => {
  describe(`access format ${format.name}`, () => {
    samplesContract(format, suite);
    fuzzContract(format, suite);
  });
};
