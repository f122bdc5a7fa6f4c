import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { realDisk } from "./disk-steps.ts";
import { createKeepPresent } from "./keep-present.ts";

describe("files that must never be missing", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "sekisho-present-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const open = () => createKeepPresent({ disk: realDisk, copies: join(dir, "copies") });
  const at = (name: string): string => join(dir, name);

  it("are laid back, by their text or from a copy, also by another process", async () => {
    const presence = { texts: [{ path: at("mode.txt"), text: "w\n" }], copied: [at("geo.db")] };
    writeFileSync(at("geo.db"), "data");
    expect(await open()(presence)).toEqual([`${at("mode.txt")} was missing and is there again`]);
    rmSync(at("geo.db"));
    expect(await open()(presence)).toEqual([`${at("geo.db")} was missing and is there again`]);
    expect(readFileSync(at("geo.db"), "utf8")).toBe("data");
  });

  it("are left alone where they are there, and a copy follows its file", async () => {
    const keep = open();
    writeFileSync(at("geo.db"), "old");
    await keep({ texts: [], copied: [at("geo.db")] });
    writeFileSync(at("geo.db"), "newer");
    expect(await keep({ texts: [{ path: at("geo.db"), text: "x" }], copied: [at("geo.db")] })).toEqual([]);
    rmSync(at("geo.db"));
    await keep({ texts: [], copied: [at("geo.db")] });
    expect(readFileSync(at("geo.db"), "utf8")).toBe("newer");
  });

  it("of which no copy was ever made are told", async () => {
    expect(await open()({ texts: [], copied: [at("geo.db")] })).toEqual([`${at("geo.db")} is missing, and no copy of it is kept`]);
  });
});
