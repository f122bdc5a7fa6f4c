import { describe, expect, it } from "vitest";
import { createSyslogHead, readPhpStamp, readSyslogLine } from "./syslog-line.ts";

const read = (line: string) => {
  const bytes = Buffer.from(line, "latin1");
  const head = createSyslogHead();
  const refusal = readSyslogLine(bytes, 0, bytes.length, head);
  const { stamp, host, pid } = head.record;
  const text = (range: { start: number; end: number }): string => bytes.toString("latin1", range.start, range.end);
  return { refusal, stamp, pid, host: text(host), program: text(head.program), message: bytes.toString("latin1", head.message) };
};

describe("a syslog line", () => {
  it("gives host, program, pid and message", () => {
    expect(read("<22>Nov  4 03:15:14 sv1 postfix/smtp[12]: a: b")).toMatchObject({
      refusal: null,
      host: "sv1",
      program: "postfix/smtp",
      pid: 12,
      message: "a: b",
      stamp: { year: 0, month: 11, day: 4, msOfDay: 11_714_000, zoneMinutes: Number.NaN },
    });
  });

  it("may have a day of one digit without padding, and a program without a pid", () => {
    expect(read("Sep 8 07:46:30 canyon dovecot: auth-worker(24544): x")).toMatchObject({
      host: "canyon",
      program: "dovecot",
      pid: 0,
      message: "auth-worker(24544): x",
      stamp: { month: 9, day: 8 },
    });
  });

  it("may have an ISO stamp with a fraction of any length and an offset in either writing", () => {
    expect(read("2026-11-24T23:59:60.1-0330 sv1 a: b").stamp).toMatchObject({ year: 2026, msOfDay: 86_400_100, zoneMinutes: -210 });
    expect(read("2026-11-24T00:00:00.123456789+09:00 sv1 a: b").stamp).toMatchObject({ msOfDay: 123, zoneMinutes: 540 });
    expect(read("2026-11-24T00:00:00Z sv1 a: b").stamp).toMatchObject({ msOfDay: 0, zoneMinutes: 0 });
  });

  it("without a program is all message", () => {
    expect(read("Nov 24 03:15:14 sv1 no program here")).toMatchObject({ host: "sv1", program: "", message: "no program here" });
    expect(read("Nov 24 03:15:14 last message repeated 2 times")).toMatchObject({ host: "", message: "last message repeated 2 times" });
  });

  it.each([
    "",
    "Nov 24",
    "Nov 31 03:15:14 sv1 a: b",
    "Nov 24 24:00:00 sv1 a: b",
    "2026-13-01T00:00:00Z sv1 a: b",
    "<999999>Nov 24 03:15:14 sv1 a: b",
  ])("is refused without a stamp that a calendar has: %j", (line) => {
    expect(read(line).refusal).toBe("no-time");
  });

  it("is refused when nothing follows its stamp", () => {
    expect(read("Nov 24 03:15:14").refusal).toBe("not-this-format");
    expect(read("Nov 24 03:15:14 sv1").refusal).toBe("not-this-format");
  });
});

describe("PHP's stamp", () => {
  const stampOf = (line: string) => {
    const { record } = createSyslogHead();
    const bytes = Buffer.from(line);
    return { after: readPhpStamp(bytes, 0, bytes.length, record.stamp), ...record.stamp };
  };

  it("tells UTC and numeric offsets, and leaves a named zone open", () => {
    expect(stampOf("[24-Nov-2026 03:15:14 UTC] x")).toMatchObject({ after: 27, year: 2026, month: 11, day: 24, zoneMinutes: 0 });
    expect(stampOf("[24-Nov-2026 03:15:14 -0600]: x")).toMatchObject({ after: 30, zoneMinutes: -360 });
    expect(stampOf("[24-Nov-2026 03:15:14 Asia/Tokyo] x")).toMatchObject({ after: 34, zoneMinutes: Number.NaN });
  });

  it("is refused where it is cut off or no date", () => {
    expect(stampOf("[24-Nov-2026 03:15:14 UTC").after).toBe(-1);
    expect(stampOf("[24-Foo-2026 03:15:14 UTC] x").after).toBe(-1);
  });
});
