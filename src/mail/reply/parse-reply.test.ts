import { describe, expect, it } from "vitest";
import { parseReply } from "./parse-reply.ts";

const terms = {
  asked: ["password-changed", "harm-stopped"],
  questions: ["The password has been changed", "The mail has stopped"],
  own: { header: "x-sekisho-notice", messageIdDomain: "desk.host.example" },
} as const;

const mail = (body: string, ...headers: readonly string[]): Buffer =>
  Buffer.from([...headers, "From: owner@elsewhere.example", "Subject: Re: notice", "", body].join("\r\n"));

const multipart = (depth: number): string =>
  depth === 0
    ? "Content-Type: text/plain\r\n\r\nx\r\n"
    : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${multipart(depth - 1)}\r\n--b${depth}--\r\n`;

const hostile: Readonly<Record<string, readonly [Buffer, string]>> = {
  "more than 1 MiB": [mail("x".repeat(1024 * 1024)), "too-large"],
  "100 KiB of headers": [mail("x", `X-A: ${"y".repeat(100 * 1024)}`), "headers-too-large"],
  "many headers": [mail("x", ...Array.from({ length: 9_000 }, (_, at) => `X-${at}: y`)), "headers-too-large"],
  "nested eleven deep": [Buffer.from(multipart(11)), "too-deep"],
  "a folded type": [Buffer.from(multipart(12).replace(/Content-Type: multipart/g, "Content-Type:\r\n multipart")), "too-deep"],
  "sixty parts": [
    mail(
      `${"--b\r\nContent-Type: application/x\r\n\r\ny\r\n".repeat(60)}--b--`,
      "MIME-Version: 1.0",
      "Content-Type: multipart/mixed; boundary=b",
    ),
    "too-many-parts",
  ],
};

describe("parseReply", () => {
  it("reads a reply in a thread of its own", async () => {
    const reading = await parseReply(mail("1. changed\r\n2. not yet\r\n\r\n> 1. The password has been changed\r\n"), terms);
    expect(reading).toEqual({
      claims: [{ requirement: "password-changed", claim: "done", text: "changed" }],
      lawful: false,
      text: "1. changed\n2. not yet",
      quoted: "> 1. The password has been changed",
      auto: null,
    });
  });

  it.each(Object.entries(hostile))("refuses a mail with %s", async (_, [bytes, problem]) => {
    expect(await parseReply(bytes, terms)).toEqual({ problem });
  });

  it.each([
    ["unclosed quotes", `${'"('.repeat(30_000)}`],
    ["one long line of marks", "> ".repeat(400_000)],
    ["one long line of numbers", "1, ".repeat(300_000)],
    ["one long line of Japanese", "不審なファイルは".repeat(30_000)],
    ["many short lines", "1. ok\r\n".repeat(100_000)],
    ["many headings", "a: b → ".repeat(100_000)],
    ["spaces", `on${" ".repeat(900_000)}wrote`],
    ["digits", "2026".repeat(200_000)],
  ])("ends within its time on %s", async (_, body) => {
    const startedAt = performance.now();
    const reading = await parseReply(mail(body, "Content-Type: text/plain; charset=utf-8"), terms);
    expect("problem" in reading ? reading.problem : "read").toMatch(/^(read|too-slow|too-large)$/);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it("ends within its time on deep and endless HTML", async () => {
    for (const html of ["<div>".repeat(150_000), "<p>x".repeat(100_000), `<a href="${"x".repeat(700_000)}">`, "<!--".repeat(200_000)]) {
      const reading = await parseReply(mail(html, "Content-Type: text/html"), terms);
      expect("problem" in reading ? reading.problem : "read").toMatch(/^(read|too-slow|unreadable)$/);
    }
  });
});
