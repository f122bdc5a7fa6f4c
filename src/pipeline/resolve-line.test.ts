import { describe, expect, it } from "vitest";
import { noGeo } from "../../test/no-geo.ts";
import { combined } from "../catalog/formats/combined.ts";
import { vhostCombined } from "../catalog/formats/vhost-combined.ts";
import { type AccessFormat, clearAccessFields } from "../ports/log-format.ts";
import { AccessLine } from "./access-line.ts";
import { createDirectory, type Directory } from "./directory.ts";
import type { LogFile } from "./log-file.ts";
import { createRequestTexts } from "./request-texts.ts";
import { createLineResolver } from "./resolve-line.ts";
import { createSourceBook, type SourceBook } from "./source-book.ts";

const fileOf = (shown: string, site: string | null = null): LogFile => ({
  shown,
  absolute: `/${shown}`,
  input: { shown, absolute: `/${shown}`, site, account: null, host: null, timezone: null, siblings: false },
  identity: shown,
  sizeBytes: 0,
  modifiedAt: 0,
  told: null,
  lastStamp: null,
  unread: "unknown-format",
});

const createBook = (capacity: number): SourceBook => createSourceBook({ capacity, geo: noGeo });

const request = (address: string, vhost = ""): string =>
  `${vhost}${address} - - [19/Feb/2021:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147 "-" "Mozilla/5.0"`;

const create = (capacity = 1_000, directory: Directory = createDirectory([])) => {
  const book = createBook(capacity);
  const resolve = createLineResolver(directory);
  const stand = (line: AccessLine, format: AccessFormat, text: string, file: LogFile): AccessLine => {
    const bytes = Buffer.from(text, "latin1");
    clearAccessFields(line.fields);
    expect(format.read(bytes, 0, bytes.length, line.fields)).toBeNull();
    resolve(line, file);
    return line;
  };
  return { book, stand, directory };
};

describe("createLineResolver", () => {
  it("finds the site in the line, in any letters and with a closing dot, else in the config, else in the file's name", () => {
    const { book, stand, directory } = create();
    const line = new AccessLine(book, createRequestTexts());
    const siteIn = (format: AccessFormat, text: string, file: LogFile): string => stand(line, format, text, file).site.domain;
    expect(siteIn(vhostCombined, request("192.0.2.1", "Shop.Example.:443 "), fileOf("access.log"))).toBe("shop.example");
    expect(siteIn(vhostCombined, request("192.0.2.1", "shop.example:80 "), fileOf("access.log", "told.example"))).toBe("told.example");
    expect(siteIn(combined, request("192.0.2.1"), fileOf("named.example.access.log"))).toBe("named.example");
    expect(siteIn(combined, request("192.0.2.1"), fileOf("access.log"))).toBe("");
    expect(directory.sites.map(({ domain }) => domain)).toEqual(["shop.example", "told.example", "named.example", ""]);
  });
});
