import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noGeo } from "../../test/no-geo.ts";
import { logFormats } from "../catalog/index.ts";
import { longestLineBytes } from "../ports/log-format.ts";
import { createDirectory } from "./directory.ts";
import { createInputTally, type InputTally } from "./input-tally.ts";
import { wholeFile } from "./log-piece.ts";
import { createLogStream } from "./log-stream.ts";
import { mergeStreams } from "./merge-streams.ts";
import { prepareInputs } from "./prepare-inputs.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createLineResolver } from "./resolve-line.ts";
import type { ScanInput } from "./scan-request.ts";
import { createSourceBook } from "./source-book.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "log-stream-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const inputOf = (name: string, siblings = false): ScanInput => ({
  shown: name,
  absolute: join(dir, name),
  site: null,
  account: null,
  host: null,
  timezone: null,
  siblings,
});

const write = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(dir, name), bytes, typeof bytes === "string" ? "latin1" : undefined);
  return name;
};

interface Seen {
  readonly input: string;
  readonly offset: number;
  readonly length: number;
  readonly time: string;
  /** Address of an access line, queue id of a mail line. */
  readonly who: string;
  readonly what: string;
}

interface Outcome {
  readonly seen: readonly Seen[];
  readonly tallies: ReadonlyMap<string, InputTally>;
}

/** Reads the inputs as a scan does, with a book of `sources` addresses a generation. */
const read = async (inputs: readonly ScanInput[], { sources = 1_000, bufferBytes = 256 * 1024 } = {}): Promise<Outcome> => {
  const prepared = await prepareInputs(inputs, logFormats, "UTC");
  const seen: Seen[] = [];
  const book = createSourceBook({ capacity: sources, geo: noGeo });
  const resolve = createLineResolver(createDirectory([]));
  const tallies = new Map(prepared.files.map((file) => [file.absolute, createInputTally(file)]));
  const iso = (time: number): string => new Date(time).toISOString();
  const streams = prepared.groups.map((group) =>
    createLogStream({
      pieces: group.map((file) =>
        wholeFile(
          tallies.get(file.absolute) as InputTally,
          () => prepared.stampTimeFor(file),
          () => undefined,
        ),
      ),
      bufferBytes,
      plain: true,
      book,
      texts: createRequestTexts(),
      resolve,
      access: (line) => seen.push({ ...line.place, time: iso(line.time), who: line.source.address, what: `${line.method} ${line.target}` }),
      mail: (line) => {
        const { bytes, queueId, kind } = line.fields;
        seen.push({
          ...line.place(),
          time: iso(line.time),
          who: Buffer.from(bytes.subarray(queueId.start, queueId.end)).toString(),
          what: kind,
        });
      },
    }),
  );
  await mergeStreams(streams);
  return { seen, tallies: new Map([...tallies.values()].map((tally) => [tally.file.shown, tally])) };
};

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (second: number): string => `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
const access = (address: string, second: number, target = "/"): string =>
  `${address} - - [19/Feb/2026:${clock(second)} +0000] "GET ${target} HTTP/1.1" 200 147 "-" "Mozilla/5.0"\n`;
const pickup = (second: number, id: string): string =>
  `Feb 19 ${clock(second)} sv1 postfix/pickup[2211]: ${id}: uid=5001 from=<acct0001>\n`;

describe("log streams, merged", () => {
  it("bring the lines of access and mail logs in order of time, each with its place", async () => {
    const names = [
      write("a.example.log", access("192.0.2.1", 1) + access("192.0.2.1", 4)),
      write("mail.log", pickup(2, "ABCDEF12345") + pickup(5, "ABCDEF12346")),
    ];
    const { seen } = await read(names.map((name) => inputOf(name)));
    expect(seen.map(({ who }) => who)).toEqual(["192.0.2.1", "ABCDEF12345", "192.0.2.1", "ABCDEF12346"]);
    expect(seen[2]).toMatchObject({
      input: "a.example.log",
      offset: access("192.0.2.1", 1).length,
      length: access("192.0.2.1", 4).length - 1,
      time: "2026-02-19T00:00:04.000Z",
    });
  });

  it("give each waiting line its own visitor while the other logs bring in many addresses", async () => {
    const crowd = Array.from({ length: 300 }, (_, at) => access(`198.51.100.${at % 250}`, 10 + at, `/198.51.100.${at % 250}`)).join("");
    const few = Array.from({ length: 10 }, (_, at) => access("192.0.2.1", 10 + at * 30, "/192.0.2.1")).join("");
    const names = [write("crowd.example.log", crowd), write("few.example.log", few)];
    const { seen } = await read(
      names.map((name) => inputOf(name)),
      { sources: 16 },
    );
    expect(seen).toHaveLength(310);
    expect(seen.filter(({ who, what }) => what !== `GET /${who}`)).toEqual([]);
  });

  it("read a log's rotated siblings, packed or not, from the oldest to the live one", async () => {
    write("r.example.log.2.gz", gzipSync(access("192.0.2.2", 1)));
    write("r.example.log.1", access("192.0.2.3", 2));
    write("r.example.log", access("192.0.2.4", 3));
    const { seen } = await read([inputOf("r.example.log", true)]);
    expect(seen.map(({ input, who }) => `${input} ${who}`)).toEqual([
      "r.example.log.2.gz 192.0.2.2",
      "r.example.log.1 192.0.2.3",
      "r.example.log 192.0.2.4",
    ]);
  });

  it("count and keep samples of what cannot be read: too long, empty, and garbage", async () => {
    const good = access("192.0.2.1", 1);
    const long = `${"x".repeat(longestLineBytes + 100)}\n`;
    const name = write("bad.example.log", `${good}${good}${long}\n\x1b[31mgarbage\0\n${good}`);
    const { seen, tallies } = await read([inputOf(name)]);
    const tally = tallies.get(name);
    expect(seen).toHaveLength(3);
    expect(tally).toMatchObject({ lines: 6, rejected: 3 });
    const longAt = good.length * 2;
    expect(tally?.samples.map(({ offset, reason }) => [offset, reason])).toEqual([
      [longAt, "too-long"],
      [longAt + long.length, "empty"],
      [longAt + long.length + 1, expect.any(String)],
    ]);
    expect(tally?.samples[2]?.line).toBe(String.raw`\x1b[31mgarbage\x00`);
  });

  it("pass over a file that no format reads, when another can be read", async () => {
    const names = [write("notes.txt", "hello\nworld\n"), write("c.example.log", access("192.0.2.1", 1))];
    const { seen, tallies } = await read(names.map((name) => inputOf(name)));
    expect(seen).toHaveLength(1);
    expect(tallies.get("notes.txt")).toMatchObject({ lines: 0, file: { told: null } });
  });

  it("put a mail log without years into the year of the access log beside it", async () => {
    const names = [
      write("y.example.log", access("192.0.2.1", 1).replace("2026", "2021")),
      write("year-mail.log", pickup(2, "ABCDEF12345")),
    ];
    const { seen } = await read(names.map((name) => inputOf(name)));
    expect(seen.map(({ time }) => time)).toEqual(["2021-02-19T00:00:01.000Z", "2021-02-19T00:00:02.000Z"]);
  });

  it("take the last year that the file's date allows for a mail log alone", async () => {
    const name = write("alone-mail.log", pickup(2, "ABCDEF12345"));
    utimesSync(join(dir, name), new Date("2024-03-01T00:00:00Z"), new Date("2024-03-01T00:00:00Z"));
    expect((await read([inputOf(name)])).seen[0]?.time).toBe("2024-02-19T00:00:02.000Z");
  });

  it("refuse a run of which no file can be read, and say why for each", async () => {
    const names = [
      write("empty.log", ""),
      write("prose.log", "hello\n"),
      write("binary.log", new Uint8Array(5_000)),
      write("wide.log", Buffer.from("\ufeffa line\n", "utf16le")),
    ];
    await expect(
      prepareInputs(
        names.map((name) => inputOf(name)),
        logFormats,
        "UTC",
      ),
    ).rejects.toMatchObject({
      code: "input-unknown",
      message: expect.stringMatching(
        /empty\.log: the file is empty\nprose\.log: no log format reads this file\nbinary\.log: this looks like a binary file.*\nwide\.log: this is UTF-16 text/,
      ),
    });
    await expect(prepareInputs([inputOf("empty.log")], logFormats, "UTC")).rejects.toMatchObject({ code: "input-empty" });
    await expect(prepareInputs([], logFormats, "UTC")).rejects.toMatchObject({ code: "usage-wrong" });
  });
});
