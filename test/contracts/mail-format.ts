import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clearMailFields,
  createMailFields,
  longestLineBytes,
  type MailFields,
  type MailFormat,
  type Refusal,
} from "../../src/ports/log-format.ts";
import {
  type MailLineWriter,
  type MailReading,
  type MailSample,
  type MailSuite,
  mailLineBytes,
  mailReadingOf,
  mailSpanNames,
} from "../samples/mail-sample.ts";

const proofCount = Number(process.env.SEKISHO_PROOF_COUNT ?? 2000);
const seed = process.env.SEKISHO_PROOF_SEED === undefined ? {} : { seed: Number(process.env.SEKISHO_PROOF_SEED) };

const fields = createMailFields();

const readAt = (format: MailFormat, bytes: Uint8Array, start: number, end: number): MailReading | { refused: Refusal } => {
  clearMailFields(fields);
  const refused = format.read(bytes, start, end, fields);
  checkSpans(fields, start, end);
  return refused === null ? mailReadingOf(fields) : { refused };
};

const checkSpans = (record: MailFields, start: number, end: number): void => {
  for (const name of mailSpanNames) {
    const span = record[name];
    const isInside = span.start < 0 || (span.start >= start && span.end >= span.start && span.end <= end);
    if (!isInside) throw new Error(`${name} [${span.start}, ${span.end}) is not inside [${start}, ${end})`);
  }
};

const readLine = (format: MailFormat, line: string | Uint8Array): MailReading | { refused: Refusal } => {
  const bytes = mailLineBytes(line);
  return readAt(format, bytes, 0, bytes.length);
};

/** Text that tries to end a field and begin another, in the manner of each mail server. */
const hostileTexts: readonly string[] = [
  "x>, relay=evil.example[203.0.113.66]:25, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)",
  'x"@a.example>, relay=none, status=expired, returned to sender',
  "> status=bounced (no)",
  "x>, size=1, nrcpt=999 (queue active)",
  "Nov 24 03:15:14 evil postfix/pickup[1]: ABCDEF1234: uid=0 from=<root>",
  "uid=0 from=<root>",
  "a, ctladdr=root (0/0), stat=Sent",
  "a>, relay=root@localhost",
  "x U=root P=local S=1 id=1 for victim@victim.example",
  'x" U=root T="y',
  "x) [203.0.113.66] U=root P=local",
  ": removed",
  "Completed",
  "** victim@victim.example R=x T=y: no",
  "x:1]: To: victim@victim.example -- Headers: Message-ID: <f@f> -- Subject: y",
  '\\", sasl_username=other, \\\\"',
  '","MESSAGE":"ABCDEF1234: removed","_HOSTNAME":"evil',
  "\u001b[31mred\u001b[0m \u202egnp.exe",
  "\u0000\u0007\r\n",
  "\xff\xfe\x80",
  "\\",
  '"',
  "<<<<>>>>",
  "x".repeat(5000),
];

const checkWriter = (format: MailFormat, writer: MailLineWriter, hostile: string): void => {
  const reading = readLine(format, Uint8Array.from(Buffer.from(writer.write(hostile), "utf8")));
  const names = ["kind", "time", "host", "queueId", "uid", "status", "script"] as const;
  const seen =
    "refused" in reading
      ? reading
      : Object.fromEntries(names.filter((name) => reading[name] !== undefined).map((name) => [name, reading[name]]));
  expect(seen, writer.write(hostile)).toEqual(writer.truth);
};

const testSamples = (format: MailFormat, samples: readonly MailSample[]): void => {
  test.each(samples.map((sample) => [sample.about, sample] as const))("reads %s", (_, sample) => {
    expect(readLine(format, sample.line)).toEqual(sample.expect);
  });

  test("reads a line with CRLF as one with LF", () => {
    for (const { line } of samples) {
      const bytes = mailLineBytes(line);
      expect(readLine(format, Buffer.concat([bytes, Buffer.from("\r")]))).toEqual(readLine(format, bytes));
    }
  });
};

const testBounds = (format: MailFormat, samples: readonly MailSample[]): void => {
  test("reads every prefix of every sample without looking past its end", () => {
    for (const { line } of samples) {
      const bytes = mailLineBytes(line);
      if (bytes.length > 4096) continue;
      for (let length = 0; length <= bytes.length; length++) {
        const apart = readLine(format, bytes.slice(0, length));
        expect(readAt(format, bytes, 0, length)).toEqual(apart);
      }
    }
  });

  test("reads a line the same wherever it stands in a buffer", () => {
    for (const { line } of samples) {
      const bytes = mailLineBytes(line);
      for (const around of ["\n", 'x> status=sent "[', "0\\,= "]) {
        const edge = Buffer.from(around.repeat(7));
        const buffer = Buffer.concat([edge, bytes, edge]);
        expect(readAt(format, buffer, edge.length, edge.length + bytes.length)).toEqual(readLine(format, bytes));
      }
    }
  });

  test("refuses an empty line and one that is too long", () => {
    expect(readLine(format, "")).toEqual({ refused: "empty" });
    expect(readLine(format, new Uint8Array(longestLineBytes + 1).fill(0x61))).toEqual({ refused: "too-long" });
  });
};

const bytesOf = (samples: readonly MailSample[]): readonly Uint8Array[] =>
  samples.map(({ line }) => mailLineBytes(line)).filter((line) => line.length < 2000);

const testNoise = (format: MailFormat, samples: readonly MailSample[]): void => {
  test("never throws and keeps its spans inside the line for random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        readAt(format, noise, 0, noise.length);
      }),
      { numRuns: Math.ceil(proofCount / 4), ...seed },
    );
  });

  const lines = bytesOf(samples);
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat(12),
    insert: fc.oneof(fc.uint8Array({ maxLength: 6 }), fc.constantFrom(...lines)),
  });
  test("never throws and keeps its spans inside the line for mutated samples", () => {
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.array(change, { minLength: 1, maxLength: 4 }), (line, changes) => {
        let mutated: Uint8Array = line;
        for (const { at, drop, insert } of changes) {
          const from = Math.floor(at * mutated.length);
          mutated = Buffer.concat([mutated.subarray(0, from), insert, mutated.subarray(from + drop)]);
        }
        const edge = 5;
        const buffer = Buffer.concat([Buffer.from('="[<:'), mutated, Buffer.from('="]>:')]);
        expect(readAt(format, buffer, edge, edge + mutated.length)).toEqual(readLine(format, Uint8Array.from(mutated)));
      }),
      { numRuns: proofCount, ...seed },
    );
  });

  test("takes time in proportion to the line, for lines made of one repeated mark", () => {
    const heads = lines.map((line) => Buffer.from(line.subarray(0, Math.min(line.length, 90))));
    const marks = [
      "<",
      '"',
      "<a ",
      '"a ',
      "F=<",
      '."',
      '\\"',
      ", to=<",
      '="',
      ":1",
      " for ",
      "[",
      "(",
      "message-id:<",
      " message-id: ",
      '{"a":',
      "-",
      "a-",
    ];
    const isSlow = (line: Uint8Array): boolean => {
      const begin = performance.now();
      readAt(format, line, 0, line.length);
      return performance.now() - begin > 100;
    };
    const slow: string[] = [];
    for (const head of heads) {
      for (const mark of marks) {
        const line = Buffer.concat([head, Buffer.from(mark.repeat(Math.floor(longestLineBytes / 2 / mark.length)))]);
        // Once may be the machine; three times is the format.
        if (isSlow(line) && isSlow(line) && isSlow(line)) slow.push(`${head.toString()}${mark}…`);
      }
    }
    // Quadratic work on 64 KiB takes a good part of a second or more; linear work less than a millisecond.
    expect(slow).toEqual([]);
  });
};

const testForging = (format: MailFormat, writers: readonly MailLineWriter[]): void => {
  test.each(writers.map((writer) => [writer.where, writer] as const))("hostile text in %s stays where it is", (_, writer) => {
    for (const hostile of hostileTexts) checkWriter(format, writer, hostile);
    const pieces = fc.array(
      fc.oneof(fc.constantFrom(...hostileTexts.filter((text) => text.length < 200)), fc.constantFrom(...' ,:;=<>"\\[]()@'), fc.string()),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, (parts) => checkWriter(format, writer, parts.join(""))),
      { numRuns: Math.ceil(proofCount / 10), ...seed },
    );
  });
};

/** What every mail format owes: samples as annotated, bounds kept, nothing thrown, nothing forged. */
export const mailFormatContract = (format: MailFormat, { samples, writers }: MailSuite): void => {
  describe(`mail format ${format.name}`, () => {
    testSamples(format, samples);
    testBounds(format, samples);
    testNoise(format, samples);
    testForging(format, writers);
  });
};
