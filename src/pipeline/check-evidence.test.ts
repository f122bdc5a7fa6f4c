import { createHash } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ShownLine } from "../domain/case/claimed-abuse.ts";
import { shownLine } from "../domain/shown-line.ts";
import { checkEvidence } from "./check-evidence.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sekisho-evidence-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const digest = (sha256: string): string => `key ${sha256}`;

const lineAt = (second: number, path = "/contact/"): string =>
  `192.0.2.${second} - - [07/Mar/2026:05:21:${second} +0900] "POST ${path}?k=v HTTP/1.1" 200 147 "-" "x"`;

const texts = [lineAt(10), lineAt(11), lineAt(12)];
const whole = texts.map((text) => `${text}\n`).join("");

/** The lines as a claim quotes them. */
const quote = (of: readonly string[] = texts): ShownLine[] => {
  let offset = 0;
  return of.map((text) => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const shown = { input: "logs/a.log", offset, line: shownLine(text), digest: digest(sha256) };
    offset += Buffer.byteLength(text) + 1;
    return shown;
  });
};

const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(dir, name), content);

const check = async (names: readonly string[], lines = quote(), key = digest) => {
  const files = names.map((name) => ({ shown: `logs/${name}`, absolute: join(dir, name) }));
  return (await checkEvidence(lines, { filesOf: () => files, digest: key })).map(({ state, file, why }) => [state, file, why]);
};

const same = ["same", "logs/a.log", null];

it("finds lines that stand where they stood", async () => {
  put("a.log", whole);
  expect(await check(["a.log"])).toEqual([same, same, same]);
});

it("tells a line that was edited in its place from those beside it, and that only masked text was edited", async () => {
  put("a.log", whole.replace(texts[1] as string, lineAt(11, "/abcdefg/")).replace("k=v", "k=w"));
  expect(await check(["a.log"])).toEqual([["changed", "logs/a.log", null], ["changed", "logs/a.log", null], same]);
});

it("finds lines in the part that the log was rotated into, compressed or not", async () => {
  put("a.log", `${lineAt(59)}\n`);
  put("a.log.1", `${lineAt(40)}\n${lineAt(41)}\n${lineAt(42)}\n`);
  put("a.log.2.gz", gzipSync(whole));
  const found = ["same", "logs/a.log.2.gz", null];
  expect(await check(["a.log", "a.log.1", "a.log.2.gz"])).toEqual([found, found, found]);
  renameSync(join(dir, "a.log.1"), join(dir, "a.log.3"));
  put("a.log.1", whole);
  expect((await check(["a.log", "a.log.1"]))[2]).toEqual(["same", "logs/a.log.1", null]);
});

it("says gone where no part is left that held the line, and does not take a younger part for a changed one", async () => {
  put("a.log", `${lineAt(40)}\n${lineAt(41)}\n${lineAt(42)}\n${lineAt(43)}\n`);
  const gone = ["gone", null, null];
  expect(await check(["a.log"])).toEqual([gone, gone, gone]);
  expect(await check([])).toEqual([gone, gone, gone]);
  put("a.log", whole.slice(0, whole.length - 20));
  expect((await check(["a.log"])).map(([state]) => state)).toEqual(["same", "same", "changed"]);
  put("a.log", `${texts[0]}\n`);
  expect((await check(["a.log"])).map(([state]) => state)).toEqual(["same", "gone", "gone"]);
});

it("says so where it may not read, cannot unpack, knows no such log, or the lines were quoted with another key", async () => {
  put("a.log.1.gz", gzipSync(whole).subarray(0, 40));
  expect((await check(["a.log.1.gz"]))[0]).toEqual(["not-readable", "logs/a.log.1.gz", "input-damaged"]);
  put("a.log", whole);
  expect((await check(["a.log"], quote(), (sha256) => `other ${sha256}`))[0]).toEqual(["not-readable", null, "another-key"]);
  const unknown = await checkEvidence(quote(), { filesOf: () => null, digest });
  expect(unknown[0]).toMatchObject({ state: "not-readable", why: "no-such-log" });
});
