import { describe, expect, it } from "vitest";
import { combined } from "../catalog/formats/combined.ts";
import { postfix } from "../catalog/formats/postfix.ts";
import { createAccessFields, type LogFormat } from "../ports/log-format.ts";
import type { LogFile } from "./log-file.ts";
import { type RunFacts, runGaps } from "./run-gaps.ts";

const day = 86_400_000;

const fileOf = (shown: string, format: LogFormat | null, empty = false): LogFile => ({
  shown,
  absolute: `/${shown}`,
  input: { shown, absolute: `/${shown}`, site: null, account: null, host: null, timezone: null, siblings: false },
  identity: shown,
  sizeBytes: 0,
  modifiedAt: 0,
  told: format === null ? null : { format, confidence: 1, firstStamp: createAccessFields().stamp },
  lastStamp: null,
  unread: format !== null ? null : empty ? "empty" : "unknown-format",
});

const whole: RunFacts = {
  files: [fileOf("access.log", combined), fileOf("mail.log", postfix)],
  yearGuessed: [],
  zoneGuessed: null,
  home: "JP",
  geoData: [],
  now: 100 * day,
  periodMs: 7 * day,
  evictedMessages: 0,
  repairedMessages: 0,
};

const codes = (parts: Partial<RunFacts>): readonly string[] => runGaps({ ...whole, ...parts }).map(({ code }) => code);

describe("the gaps of a run", () => {
  it("are none when everything is there", () => expect(runGaps(whole)).toEqual([]));

  it("name the kind of log that is missing, and a file that nobody reads, but not an empty one", () => {
    expect(codes({ files: [fileOf("access.log", combined)] })).toEqual(["no-mail-log"]);
    expect(codes({ files: [fileOf("mail.log", postfix)] })).toEqual(["no-access-log"]);
    expect(runGaps({ ...whole, files: [...whole.files, fileOf("notes.txt", null), fileOf("new.log", null, true)] })).toEqual([
      { code: "input-unknown", detail: "notes.txt" },
    ]);
  });

  it("name what was guessed, lost or unknown", () => {
    const [, mail] = whole.files;
    expect(runGaps({ ...whole, yearGuessed: [{ file: mail as LogFile, year: 2026 }] })).toEqual([
      { code: "year-guessed", detail: "mail.log: 2026" },
    ]);
    expect(codes({ home: null, periodMs: day, evictedMessages: 3, repairedMessages: 2 })).toEqual([
      "home-unknown",
      "short-history",
      "many-open-messages",
      "lost-lines",
    ]);
  });

  it("say once that geo data is old or comes with a warning", () => {
    const data = { file: "a.mmdb", answers: "country" as const, builtAt: 10 * day, warning: "stale" };
    expect(codes({ geoData: [data, data] })).toEqual(["geo-old", "geo-warning"]);
    expect(codes({ geoData: [{ ...data, builtAt: 90 * day, warning: null }] })).toEqual([]);
  });
});
