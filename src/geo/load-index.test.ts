import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { blocks, database, inGeoFolder, open, thrownBy, twoSources, useGeoFolder } from "../../test/geo-folder.ts";
import { bundledCountryFiles } from "./geo-files.ts";
import { readStoredIndex } from "./index-cache.ts";

useGeoFolder();

describe("the bundled data", () => {
  it("is opened by default, tells its age and its publisher's warning, and places known addresses", () => {
    const { place, data } = open({ limits: {} });
    expect(data.map(({ file }) => file)).toEqual(bundledCountryFiles());
    for (const { builtAt, warning } of data) {
      expect(new Date(builtAt).toISOString()).toMatch(/^2026-06-17T19/);
      expect(warning).toContain("known faults");
    }
    expect(["202.12.27.33", "133.242.0.1"].map((address) => place(address).origin)).toEqual(["home", "home"]);
    expect(
      ["162.253.129.51", "89.249.49.120", "144.217.60.211", "195.225.118.41", "135.148.33.74"].map((address) => place(address).origin),
    ).toEqual(Array(5).fill("foreign"));
    expect(place("2001:200::1")).toEqual({ country: null, network: null, origin: "unknown" });
    expect(place("2400:8500::1").origin).toBe("home");
  });

  it("is refused where it is implausible: too few networks, too few countries, known addresses elsewhere", () => {
    const [good = ""] = bundledCountryFiles();
    const small = database("small.mmdb", { "60.0.0.0/16": "JP" });
    expect(thrownBy(() => open({ databases: [small], limits: {} })).message).toContain("only 1 networks");
    expect(thrownBy(() => open({ databases: [good], limits: { minCountries: 500 } })).message).toContain(
      "countries (at least 500 are expected)",
    );
    const bytes = readFileSync(good);
    const swapped = inGeoFolder("swapped.mmdb");
    for (const [from, to] of [
      ["BUS", "B??"],
      ["BJP", "BUS"],
      ["B??", "BJP"],
    ] as const) {
      for (let at = bytes.indexOf(from, bytes.length - 20_000); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, "latin1");
    }
    writeFileSync(swapped, bytes);
    const error = thrownBy(() => open({ databases: [swapped], limits: {} }));
    expect([error.code, error.exitCode]).toEqual(["geo-damaged", 3]);
    expect(error.message).toMatch(/swapped\.mmdb is refused: it places \d+ of \d+ well-known addresses wrongly/);
  });
});

describe("a database that is damaged", () => {
  const damages: readonly (readonly [string, (whole: Buffer) => Buffer])[] = [
    ["empty", () => Buffer.alloc(0)],
    ["a text", () => Buffer.from("<html>Not found</html>\n")],
    ["cut off", (whole) => whole.subarray(0, whole.length >> 1)],
    ["without its beginning", (whole) => whole.subarray(whole.length >> 1)],
    ["overwritten in the tree", (whole) => Buffer.from(whole).fill(0xff, 0, 60)],
  ];

  it.each(damages)("(%s) is refused by name where nothing was read before", (_, damage) => {
    const [file = ""] = twoSources();
    writeFileSync(file, damage(readFileSync(file)));
    const error = thrownBy(() => open({ databases: [file] }));
    expect([error.code, error.message]).toEqual(["geo-damaged", expect.stringContaining(`geo data ${file} is refused: it`)]);
  });

  it.each(damages)("(%s) is refused, and the data read before stays in use with a warning", (_, damage) => {
    const databases = twoSources();
    const [first = ""] = databases;
    open({ databases });
    writeFileSync(first, damage(readFileSync(first)));
    for (const round of [1, 2]) {
      const { place, data } = open({ databases });
      expect([round, place("60.0.1.1").origin]).toEqual([round, "home"]);
      expect(data[0]?.warning).toContain("the data read before stays in use");
      expect(data[1]?.warning).toBeNull();
    }
  });

  it("and mended is used again", () => {
    const databases = twoSources();
    open({ databases });
    writeFileSync(databases[0] ?? "", "broken");
    open({ databases });
    database("first.mmdb", { [blocks.both]: "US" });
    const { place, data } = open({ databases });
    expect([place("60.0.1.1").origin, data[0]?.warning]).toEqual(["unknown", null]);
  });

  it("is told apart from one that is missing", () => {
    const error = thrownBy(() => open({ databases: [inGeoFolder("none.mmdb")] }));
    expect([error.code, error.message]).toEqual(["geo-missing", expect.stringContaining("none.mmdb cannot be read")]);
    expect(thrownBy(() => open({ databases: [inGeoFolder()] })).code).toBe("geo-missing");
  });
});

describe("the cached index", () => {
  const cacheFile = (): string => {
    const names = readdirSync(inGeoFolder("cache"));
    expect(names).toHaveLength(1);
    return inGeoFolder("cache", names[0] ?? "");
  };

  it("is used while the files are the same, and made anew when one changes", () => {
    const databases = twoSources();
    open({ databases });
    const { ino } = statSync(cacheFile());
    open({ databases });
    expect(statSync(cacheFile()).ino).toBe(ino);
    database("second.mmdb", { [blocks.both]: "US" });
    expect(open({ databases }).place("60.0.1.1").origin).toBe("unknown");
    expect(readStoredIndex(cacheFile())?.files.map(({ file }) => file)).toEqual(databases);
  });

  it("that is damaged anywhere is made anew", () => {
    const databases = twoSources();
    open({ databases });
    const whole = readFileSync(cacheFile());
    for (let step = 0; step < 40; step++) {
      const bytes = Buffer.from(whole);
      const at = Math.floor((bytes.length * step) / 40);
      bytes[at] = (bytes[at] as number) ^ 0x55;
      writeFileSync(cacheFile(), step % 2 === 0 ? bytes : whole.subarray(0, at));
      expect(readStoredIndex(cacheFile())).toBeNull();
      expect(open({ databases }).place("60.0.1.1").origin).toBe("home");
      expect(readFileSync(cacheFile()).equals(whole)).toBe(true);
    }
  });

  it("that cannot be written costs nothing but time", () => {
    const blocked = inGeoFolder("a-file");
    writeFileSync(blocked, "");
    expect(open({ databases: twoSources(), cacheDir: join(blocked, "cache") }).place("60.0.1.1").origin).toBe("home");
  });

  it("is whole at every moment while three processes write it, and they leave nothing else behind", async () => {
    const databases = twoSources();
    open({ databases });
    const path = cacheFile();
    const script = `
      import { readStoredIndex, writeStoredIndex } from ${JSON.stringify(new URL("./index-cache.ts", import.meta.url).href)};
      const [path] = process.argv.slice(1);
      let torn = 0;
      for (let round = 0; round < 100; round++) {
        const stored = readStoredIndex(path);
        if (stored === null || !writeStoredIndex(path, stored)) torn++;
      }
      console.log(torn);`;
    const run = promisify(execFile);
    const writers = Array.from({ length: 3 }, () => run(process.execPath, ["--input-type=module", "-e", script, path]));
    expect((await Promise.all(writers)).map(({ stdout }) => stdout.trim())).toEqual(["0", "0", "0"]);
    expect(cacheFile()).toBe(path);
    expect(open({ databases }).place("60.0.1.1").origin).toBe("home");
  });
});
