import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arf } from "../../src/catalog/complaints/arf.ts";
import { xarf } from "../../src/catalog/complaints/xarf.ts";
import { complaintFormats } from "../../src/catalog/index.ts";
import { receivedKept } from "../../src/domain/complaint.ts";
import { type ComplaintFormat, type ComplaintReading, largestComplaintBytes } from "../../src/ports/complaint-format.ts";
import { arfSamples } from "../samples/complaints/arf.ts";
import type { ComplaintSample } from "../samples/complaints/complaint-sample.ts";
import { xarfSamples } from "../samples/complaints/xarf.ts";

const suites: readonly { readonly format: ComplaintFormat; readonly samples: readonly ComplaintSample[] }[] = [
  { format: arf, samples: arfSamples },
  { format: xarf, samples: xarfSamples },
];

const seed = process.env.SEKISHO_PROOF_SEED === undefined ? {} : { seed: Number(process.env.SEKISHO_PROOF_SEED) };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What holds of every reading, whatever was read. */
const checkReading = (reading: ComplaintReading, bytes: Uint8Array): void => {
  if ("problem" in reading) return;
  const { complaint } = reading;
  expect(complaint.queueIds.length).toBeLessThanOrEqual(receivedKept);
  for (const time of [complaint.reportedAt, complaint.mailAt]) if (time !== null) expect(Number.isFinite(time)).toBe(true);
  const { offset, length } = complaint.mark;
  expect(offset >= 0 && length > 0 && offset + length <= bytes.length).toBe(true);
  expect(Buffer.from(bytes.subarray(offset, offset + length)).toString()).not.toMatch(/[\r\n]/);
};

/** A sample with bytes changed, cut, doubled or replaced. */
const damaged = (text: string): fc.Arbitrary<Uint8Array> =>
  fc
    .array(
      fc.record({
        at: fc.nat({ max: text.length }),
        drop: fc.nat({ max: 40 }),
        put: fc.oneof(
          fc.uint8Array({ maxLength: 20 }),
          fc
            .constantFrom(
              "\r\n\r\n",
              "--part\r\n",
              "--part--",
              "Content-Type: multipart/mixed; boundary=part\r\n",
              '"',
              "{",
              "[".repeat(500),
              "\0",
              "\ufeff",
              "=?x?b?",
            )
            .map(bytesOf),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((changes) => {
      let bytes = Buffer.from(text);
      for (const { at, drop, put } of changes) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]);
      return bytes;
    });

test("every format of the catalogue has samples", () => {
  expect([...complaintFormats].map(({ name }) => name).sort()).toEqual(suites.map(({ format }) => format.name).sort());
});

describe.each(suites)("$format.name", ({ format, samples }) => {
  test.each(samples)("reads $about", async ({ text, reads }) => {
    const bytes = bytesOf(text);
    const reading = await format.read(bytes);
    if (typeof reads === "string") expect(reading).toEqual({ problem: reads });
    else expect(reading).toMatchObject({ complaint: reads });
    checkReading(reading, bytes);
  });

  test("quotes the bytes that show what it is", async () => {
    const [sample] = samples as [ComplaintSample];
    const reading = await format.read(bytesOf(sample.text));
    const { offset, length } = "complaint" in reading ? reading.complaint.mark : { offset: 0, length: 0 };
    expect(sample.text.slice(offset, offset + length)).toMatch(/^(Feedback-Type: abuse|"report_id":"7d4f2c1e.*")$/);
  });

  test("never throws on a damaged sample, and what it reads holds together", async () => {
    const one = fc.constantFrom(...samples).chain(({ text }) => damaged(text));
    await fc.assert(
      fc.asyncProperty(one, async (bytes) => checkReading(await format.read(bytes), bytes)),
      { numRuns: 400, ...seed },
    );
  });

  test("never throws on any bytes at all", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => checkReading(await format.read(bytes), bytes)),
      { numRuns: 400, ...seed },
    );
  });

  test.each([
    ["headers without end", "a:\n".repeat(700_000)],
    [
      "a million parts",
      `Content-Type: multipart/report; boundary=b\n\n${"--b\nContent-Type: message/feedback-report\n\nx\n".repeat(50_000)}`,
    ],
    ["one line of the largest size", "x".repeat(largestComplaintBytes)],
    ["brackets without end", `{"a":${"[".repeat(200_000)}`],
    ["a From of commas", `From: ${"a,<".repeat(20_000)}\n\nx`],
    ["encoded words without end", `Subject: ${"=?utf-8?q?a?= ".repeat(4_000)}\n\nx`],
  ])("is done with %s within two seconds", async (_about, text) => {
    const started = performance.now();
    expect(await format.read(bytesOf(text))).toHaveProperty("problem");
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
