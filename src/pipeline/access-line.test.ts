import { describe, expect, it } from "vitest";
import { noGeo } from "../../test/no-geo.ts";
import { combined } from "../catalog/formats/combined.ts";
import { clearAccessFields } from "../ports/log-format.ts";
import { AccessLine } from "./access-line.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createSourceBook } from "./source-book.ts";

const book = createSourceBook({ capacity: 10, geo: noGeo });

const lineOf = (request: string, rest = '200 147 "-" "Mozilla/5.0"'): AccessLine => {
  const line = new AccessLine(book, createRequestTexts());
  const bytes = Buffer.from(`192.0.2.1 - - [19/Feb/2021:05:21:35 +0900] "${request}" ${rest}`, "latin1");
  clearAccessFields(line.fields);
  expect(combined.read(bytes, 0, bytes.length, line.fields)).toBeNull();
  line.classify();
  return line;
};

describe("an access line", () => {
  it.each(["GET / HTTP/1.1", "HEAD / HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /?a=b HTTP/1.1", "GET /method=POST HTTP/1.1"])(
    "%s only reads",
    (request) => expect(lineOf(request).isWrite).toBe(false),
  );

  it.each([
    "POST / HTTP/1.1",
    "PUT / HTTP/1.1",
    "DELETE / HTTP/1.1",
    "PROPFIND / HTTP/1.1",
    "GETS / HTTP/1.1",
    "GET /?_method=POST HTTP/1.1",
    "OPTIONS /wp-json/x?_method=POST HTTP/1.1",
    "GET /?%5fmethod=POST HTTP/1.1",
  ])("%s can write", (request) => expect(lineOf(request).isWrite).toBe(true));

  it.each(["", "-", "\\x16\\x03\\x01"])("of the unreadable request %j writes nothing and names no file", (request) => {
    const line = lineOf(request);
    expect([line.isWrite, line.isAsset]).toEqual([false, false]);
  });

  it.each(["/a.css", "/a/b.JS?ver=6.1", "/x.min.js", "/f.woff2", "/i.jpeg"])("sees a static file in %s", (target) =>
    expect(lineOf(`GET ${target} HTTP/1.1`).isAsset).toBe(true),
  );

  it.each(["/", "/index.php", "/a.css/", "/css", "/x?f=a.css", "/a.css.php", "/feed.xml", "/page.html", "/.js/x", "/a.", "/a.b2s"])(
    "sees none in %s",
    (target) => expect(lineOf(`GET ${target} HTTP/1.1`).isAsset).toBe(false),
  );

  it.each([
    ["/x.php", true],
    ["/cgi-bin/a.CGI?to=x", true],
    ["/up/x.php5", true],
    ["/x.php/", false],
    ["/x.css", false],
    ["/", false],
  ])("tells whether %s names a program's file: %s", (target, isScript) => expect(lineOf(`GET ${target} HTTP/1.1`).isScript).toBe(isScript));

  it("takes a POST to a static file's name for a write, not for a static file", () => {
    const line = lineOf("POST /a.css HTTP/1.1");
    expect([line.isWrite, line.isAsset]).toEqual([true, false]);
  });

  it("decodes its texts when asked: escapes once, a dash as nothing", () => {
    const line = lineOf(String.raw`POST /a%20b\"c?q=\\x22 HTTP/1.0`, String.raw`302 - "-" "x\"y"`);
    expect([line.method, line.target, line.protocol]).toEqual(["POST", String.raw`/a%20b"c?q=\x22`, "HTTP/1.0"]);
    expect([line.status, line.bytes, line.referer, line.userAgent]).toEqual([302, 0, null, 'x"y']);
  });
});
