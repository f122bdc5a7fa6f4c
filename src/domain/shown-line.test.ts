import { expect, it } from "vitest";
import { shownLine } from "./shown-line.ts";

it("masks the values of a query and keeps its names", () => {
  const line =
    '192.0.2.7 - - [02/Mar/2026:10:00:00 +0900] "POST /?na=s&email=taro%40a.example HTTP/1.1" 200 5 "https://shop.example/?q=secret" "curl/8"';
  expect(shownLine(line)).toBe(
    '192.0.2.7 - - [02/Mar/2026:10:00:00 +0900] "POST /?na=***&email=*** HTTP/1.1" 200 5 "https://shop.example/?q=***" "curl/8"',
  );
});

it("masks the local parts of addresses in a mail line and keeps queue id, host and outcome", () => {
  const line =
    "Mar  2 10:00:00 sv1 postfix/smtp[7]: 4Fxyz: to=<taro.yamada+x@mail.example>, relay=mx.mail.example[192.0.2.9]:25, status=sent (250 ok)";
  expect(shownLine(line)).toBe(
    "Mar  2 10:00:00 sv1 postfix/smtp[7]: 4Fxyz: to=<***@mail.example>, relay=mx.mail.example[192.0.2.9]:25, status=sent (250 ok)",
  );
});

it("shows a line twice as it shows it once", () => {
  const line = 'a "GET /x?b=c&d HTTP/1.1" from=<x@y.example>';
  expect(shownLine(shownLine(line))).toBe(shownLine(line));
});
