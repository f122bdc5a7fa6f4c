import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../test/seeded-random.ts";
import { logFormats } from "../catalog/index.ts";
import { tellFormat } from "./tell-format.ts";

const corpora = join(import.meta.dirname, "../../test/corpora");
const filesIn = (dir: string): string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
const logsOf = filesIn(corpora)
  .map((path) => relative(corpora, path))
  .filter((path) => !/(SOURCE\.md|LICENSE|ground-truth\.jsonl)$/.test(path));

const bytesOf = (path: string): Buffer => {
  const bytes = readFileSync(join(corpora, path));
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
};

/** By where the file comes from: what its maker says it is. */
const expectedFormat = (path: string): string => {
  if (path === "lab/exim/mainlog") return "exim";
  if (path.startsWith("lab/php-mail")) return "php-mail";
  if (path.startsWith("lab/mail.log") || path.startsWith("mail-postfix-dump/")) return "postfix";
  if (path.includes("vhost")) return "vhost_combined";
  if (path.includes("csv2mysql")) return "csv";
  return "combined";
};

const tell = (text: string | Uint8Array, whole = true) =>
  tellFormat(logFormats, typeof text === "string" ? Buffer.from(text, "latin1") : text, whole);

const dovecot = (at: number): string =>
  `Nov 24 03:${String(at % 60).padStart(2, "0")}:00 sv1 dovecot: imap-login: Login: user=<info@site.example>, method=PLAIN, rip=203.0.113.${at % 250}, lip=192.0.2.1, mpid=${at}, TLS`;
const postfixLine = "Nov 24 03:15:14 sv1 postfix/pickup[28055]: 4jYSc23SlSzDtGB: uid=5001 from=<acct0001>";
const accessLine = `203.0.113.7 - - [19/Feb/2021:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147 "https://site.example/contact/" "Mozilla/5.0"`;

describe("tellFormat", () => {
  it.each(logsOf.map((path) => [path, expectedFormat(path)]))("tells %s: %s", (path, expected) => {
    const told = tell(bytesOf(path));
    expect(told?.format.name).toBe(expected);
    expect(told?.confidence).toBeGreaterThan(0.9);
  });

  it("sees the corpora at all", () => expect(logsOf.length).toBeGreaterThan(40));

  it.each([
    ["nothing", ""],
    ["line ends only", "\n\r\n\n"],
    ["prose", "Dear customer,\nthank you for your order.\nIt was sent on 24 November 2026 at 10:15.\n".repeat(20)],
    ["a page", "<!DOCTYPE html>\n<html><body>\n<p>192.0.2.1 - - hello</p>\n</body></html>\n"],
    ["source code", 'const a = "GET / HTTP/1.1";\nif (a) return 200;\n'.repeat(10)],
    ["a table", "id,name,amount\n1,a,200\n2,b,301\n"],
    ["other JSON", '{"name":"x","value":1}\n{"name":"y","value":2}\n'],
  ])("tells no format for %s", (_, text) => expect(tell(text)).toBeNull());

  it("tells no format for random bytes", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = createRandom(seed);
      expect(tell(Uint8Array.from({ length: 20_000 }, () => random(256)))).toBeNull();
    }
  });

  it("tells Postfix in a mail log of which most lines are Dovecot's", () => {
    const lines = Array.from({ length: 500 }, (_, at) => (at % 100 === 99 ? postfixLine : dovecot(at)));
    expect(tell(lines.join("\n"))?.format.name).toBe("postfix");
  });

  it("tells Postfix when its first line comes after a night of log-ins", () => {
    const lines = [...Array.from({ length: 900 }, (_, at) => dovecot(at)), ...Array.from({ length: 20 }, () => postfixLine)];
    expect(tell(lines.join("\n"))?.format.name).toBe("postfix");
  });

  it("tells no format for a log of Dovecot alone, in which nothing is submitted", () => {
    expect(tell(Array.from({ length: 300 }, (_, at) => dovecot(at)).join("\n"))).toBeNull();
  });

  it("tells a file of which half is garbage, and how sure it is", () => {
    const told = tell(Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? accessLine : "\x00\x01 garbage")).join("\n"));
    expect(told?.format.name).toBe("combined");
    expect(told?.confidence).toBe(0.5);
  });

  it("tells none when more than half is garbage", () => {
    expect(tell(Array.from({ length: 200 }, (_, at) => (at % 3 === 0 ? accessLine : "garbage")).join("\n"))).toBeNull();
  });

  it("does not count a last line that was cut off by the sample's end", () => {
    expect(tell(`${accessLine}\n${accessLine.slice(0, 40)}`, false)?.confidence).toBe(1);
    expect(tell(`${accessLine}\n${accessLine.slice(0, 40)}`, true)?.confidence).toBe(0.5);
  });

  it("gives the stamp of the first line that was read", () => {
    expect(tell(`garbage\n${accessLine}\n${accessLine.replace("19/Feb", "20/Feb")}`)?.firstStamp).toMatchObject({
      year: 2021,
      month: 2,
      day: 19,
      zoneMinutes: 540,
    });
  });
});
