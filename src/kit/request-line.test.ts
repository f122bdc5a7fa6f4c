import { describe, expect, it } from "vitest";
import { splitRequest } from "./request-line.ts";

const split = (text: string): readonly (string | null)[] => {
  const bytes = Buffer.from(`x${text}x`);
  const parts = { method: { start: -1, end: -1 }, target: { start: -1, end: -1 }, protocol: { start: -1, end: -1 } };
  splitRequest(bytes, 1, bytes.length - 1, parts);
  return [parts.method, parts.target, parts.protocol].map(({ start, end }) => (start < 0 ? null : bytes.toString("utf8", start, end)));
};

describe("splitting a request line", () => {
  it.each([
    ["GET /a?b=c HTTP/1.1", "GET", "/a?b=c", "HTTP/1.1"],
    ["PRI * HTTP/2.0", "PRI", "*", "HTTP/2.0"],
    ["VERSION-CONTROL / HTTP/1.1", "VERSION-CONTROL", "/", "HTTP/1.1"],
    ["GET /a b c HTTP/1.1", "GET", "/a b c", "HTTP/1.1"],
    ["GET /a b", "GET", "/a b", null],
    ["GET  HTTP/1.1", "GET", null, "HTTP/1.1"],
    ["GET HTTP/1.1", "GET", null, "HTTP/1.1"],
    ["GET /HTTP/", "GET", "/HTTP/", null],
    ["GET ", "GET", null, null],
    ["QUIT", "QUIT", null, null],
    ["get / HTTP/1.1", null, null, null],
    [" / HTTP/1.1", null, null, null],
    ["\\x16\\x03 x HTTP/1.1", null, null, null],
    ["-", null, null, null],
    ["", null, null, null],
    [" ", null, null, null],
    [`${"A".repeat(33)} / HTTP/1.1`, null, null, null],
  ])("%j", (text, method, target, protocol) => {
    expect(split(text)).toEqual([method, target, protocol]);
  });
});
