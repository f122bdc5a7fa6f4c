import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expandInputs } from "./expand-inputs.ts";
import { withRotatedSiblings } from "./rotated-siblings.ts";
import type { ScanInput } from "./scan-request.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-rotated-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const create = (...names: readonly string[]): void => {
  for (const name of names) writeFileSync(join(directory, name), "");
};

const siblingsOf = (name: string): string[] => {
  const paths = withRotatedSiblings(join(directory, name));
  expect(paths.every((path) => dirname(path) === directory)).toBe(true);
  return paths.map((path) => basename(path));
};

describe("withRotatedSiblings", () => {
  it("orders numbered parts by number, not by text, and the live log last", () => {
    create("access.log", "access.log.1", "access.log.2.gz", "access.log.10.gz", "access.log.9.gz");
    expect(siblingsOf("access.log")).toEqual(["access.log.10.gz", "access.log.9.gz", "access.log.2.gz", "access.log.1", "access.log"]);
  });

  it("orders dated parts by date and hour, in each way in which logrotate writes them", () => {
    create(
      "access.log",
      "access.log-20260102",
      "access.log-20251231.gz",
      "access.log-2026010113",
      "access.log-20260101-02.gz",
      "access.log-2026-01-03",
    );
    expect(siblingsOf("access.log")).toEqual([
      "access.log-20251231.gz",
      "access.log-20260101-02.gz",
      "access.log-2026010113",
      "access.log-20260102",
      "access.log-2026-01-03",
      "access.log",
    ]);
  });

  it("never takes a backup, another log, a directory, or a log whose name merely begins alike", () => {
    create(
      "access.log",
      "access.log.bak",
      "access.log.1.bak",
      "other-access.log",
      "other-access.log.1",
      "access.log2",
      "access.log.gz",
      "access.logs.1",
      "access.log-99999999",
    );
    mkdirSync(join(directory, "access.log.3"));
    expect(siblingsOf("access.log")).toEqual(["access.log"]);
  });

  it("reads a generation once when its plain and its compressed copy both exist, and prefers the plain one", () => {
    create("access.log", "access.log.1", "access.log.1.gz", "access.log-20260101.gz", "access.log-20260101");
    expect(siblingsOf("access.log")).toEqual(["access.log-20260101", "access.log.1", "access.log"]);
  });

  it("leaves the live log out right after a rotation, and names it where there is nothing at all", () => {
    create("access.log.1");
    expect(siblingsOf("access.log")).toEqual(["access.log.1"]);
    expect(siblingsOf("error.log")).toEqual(["error.log"]);
    expect(withRotatedSiblings("/nowhere/at/all.log")).toEqual(["/nowhere/at/all.log"]);
  });

  it("takes a rotated file that is named itself for that file alone", () => {
    create("access.log", "access.log.1", "access.log.2");
    expect(siblingsOf("access.log.1")).toEqual(["access.log.1"]);
  });

  it("is not misled by signs that mean something in patterns", () => {
    create("a+(b).log", "a+(b).log.1", "aab.log.1");
    expect(siblingsOf("a+(b).log")).toEqual(["a+(b).log.1", "a+(b).log"]);
  });

  it("follows a link to a file and skips one that leads nowhere", () => {
    create("access.log", "elsewhere");
    symlinkSync(join(directory, "elsewhere"), join(directory, "access.log.1"));
    symlinkSync(join(directory, "gone"), join(directory, "access.log.2"));
    expect(siblingsOf("access.log")).toEqual(["access.log.1", "access.log"]);
  });
});

describe("expandInputs", () => {
  const input = (name: string, more: Partial<ScanInput> = {}): ScanInput => ({
    shown: `logs/${name}`,
    absolute: join(directory, name),
    site: null,
    account: null,
    host: null,
    timezone: null,
    siblings: false,
    ...more,
  });

  it("adds siblings in the form in which their log was given, with what is known of it", () => {
    create("access.log", "access.log.1");
    expect(expandInputs([input("access.log", { site: "site.example", siblings: true })])).toEqual([
      input("access.log.1", { site: "site.example" }),
      input("access.log", { site: "site.example" }),
    ]);
  });

  it("reads a file once, though a glob names it beside its live log", () => {
    create("access.log", "access.log.1", "mail.log");
    const inputs = ["access.log", "access.log.1", "mail.log"].map((name) => input(name, { siblings: true }));
    expect(expandInputs(inputs).map(({ shown }) => shown)).toEqual(["logs/access.log.1", "logs/access.log", "logs/mail.log"]);
  });

  it("puts the parts of one log in order when the shell has sorted them by name", () => {
    const inputs = ["access.log", "access.log.1", "access.log.10", "access.log.2"].map((name) => input(name));
    expect(expandInputs(inputs).map(({ shown }) => shown)).toEqual([
      "logs/access.log.10",
      "logs/access.log.2",
      "logs/access.log.1",
      "logs/access.log",
    ]);
  });
});
