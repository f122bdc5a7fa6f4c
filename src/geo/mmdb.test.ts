import { readFileSync } from "node:fs";
import { type CountryResponse, Reader } from "maxmind";
import { describe, expect, it } from "vitest";
import { buildMmdb, encodeMmdbValue } from "../../test/build-mmdb.ts";
import { createRandom, testSeed } from "../../test/seeded-random.ts";
import { findIpv4Piece, findIpv6Piece } from "../kit/address-map.ts";
import { formatIpv4, formatIpv6, parseAddress } from "../kit/ip-address.ts";
import { bundledCountryFiles } from "./geo-files.ts";
import { buildGeoIndex, createAddressSearch } from "./geo-index.ts";
import { geoSourceOf } from "./geo-source.ts";
import { type Mmdb, readMmdb } from "./mmdb.ts";
import { createDataReader } from "./mmdb-data.ts";

const recordAt = (database: Mmdb, text: string): unknown => {
  const address = parseAddress(text);
  if (address === null) throw new RangeError(text);
  const [map, piece] =
    address.family === 4
      ? [database.ipv4, findIpv4Piece(database.ipv4.keys, address.value)]
      : [database.ipv6, findIpv6Piece(database.ipv6.keys, Uint32Array.from(address.words))];
  const record = database.records[(map.values[piece] as number) - 1];
  return record instanceof Map ? Object.fromEntries(record) : record;
};

describe.each(bundledCountryFiles())("the flattened index of %s", (file) => {
  const seed = testSeed();
  const random = createRandom(seed);
  const bytes = readFileSync(file);
  const source = geoSourceOf(readMmdb(bytes));
  const { countries, answers } = buildGeoIndex([source]);
  const search = createAddressSearch(countries);
  const reader = new Reader<CountryResponse>(bytes);
  const told = (text: string): string => {
    const record: object = reader.get(text) ?? {};
    const code = "country_code" in record ? String(record.country_code) : "";
    return code === "AP" || code === "EU" ? "" : code;
  };

  it(`agrees with the maxmind reader on 100,000 IPv4 addresses, half of them at borders (seed ${seed})`, () => {
    const { keys } = countries.ipv4;
    const mismatches: string[] = [];
    let placed = 0;
    for (let round = 0; round < 100_000; round++) {
      const value = round % 2 === 0 ? random(2 ** 32) : ((keys[random(keys.length)] as number) + random(3) - 1) >>> 0;
      const answer = answers[search.findIpv4(value)] as string;
      if (answer !== "") placed++;
      if (answer !== told(formatIpv4(value))) mismatches.push(formatIpv4(value));
    }
    expect(mismatches).toEqual([]);
    expect(placed).toBeGreaterThan(50_000);
  });

  it(`agrees with the maxmind reader on 20,000 IPv6 addresses at borders and beside them (seed ${seed})`, () => {
    const { keys } = countries.ipv6;
    const mismatches: string[] = [];
    const words = new Uint32Array(4);
    let placed = 0;
    for (let round = 0; round < 20_000; round++) {
      words.set(keys.subarray(random(keys.length >>> 2) * 4).subarray(0, 4));
      const word = random(4);
      words[word] = round % 2 === 0 ? random(2 ** 32) : (words[word] as number) + random(3) - 1;
      const [a = 0, b = 0, c = 0, d = 0] = words;
      if (a === 0 && b === 0) continue;
      const answer = answers[search.findIpv6(words)] as string;
      if (answer !== "") placed++;
      if (answer !== told(formatIpv6([a, b, c, d]))) mismatches.push(formatIpv6([a, b, c, d]));
    }
    expect(mismatches).toEqual([]);
    expect(placed).toBeGreaterThan(5000);
  });
});

describe("an MMDB file", () => {
  const entries = [
    { cidr: "192.0.2.0/24", record: { country_code: "JP" } },
    { cidr: "192.0.2.128/25", record: { country_code: "FR" } },
    { cidr: "2001:db8::/32", record: { country_code: "DE" } },
    { cidr: "2001:db8:0:0:0:0:0:1/128", record: { country_code: "IT" } },
  ];

  it.each([24, 28, 32] as const)("with records of %i bits is read whole", (recordBits) => {
    const bytes = buildMmdb({ entries, recordBits, buildEpochSeconds: 1_700_000_000 });
    const database = readMmdb(bytes);
    expect(database.builtAt).toBe(1_700_000_000_000);
    const reader = new Reader<CountryResponse>(bytes);
    for (const text of [
      "192.0.1.255",
      "192.0.2.0",
      "192.0.2.127",
      "192.0.2.128",
      "192.0.3.0",
      "2001:db8::",
      "2001:db8::1",
      "2001:db8::2",
      "2001:db9::",
    ]) {
      expect([text, recordAt(database, text) ?? null]).toEqual([text, reader.get(text)]);
    }
  });

  it("of IPv4 alone is read", () => {
    const database = readMmdb(buildMmdb({ entries: entries.slice(0, 2), ipVersion: 4 }));
    expect(recordAt(database, "192.0.2.200")).toEqual({ country_code: "FR" });
    expect(recordAt(database, "2001:db8::1")).toBeUndefined();
  });

  it("that leads from 2002::/16 and ::ffff:0:0/96 to its IPv4 part is read once, not once per alias", () => {
    const database = readMmdb(buildMmdb({ entries, ipv4Aliases: ["2002::/16", "2001::/32"] }));
    expect(recordAt(database, "192.0.2.1")).toEqual({ country_code: "JP" });
    expect(recordAt(database, "2002:c000:201::")).toBeUndefined();
    expect(recordAt(database, "2001:db8::5")).toEqual({ country_code: "DE" });
    expect(database.networks).toBe(readMmdb(buildMmdb({ entries })).networks);
  });

  it("tells countries and networks wherever the usual publishers put them", () => {
    const records = [
      { country_code: "JP", asn: "AS64496" },
      { country: { iso_code: "FR" }, registered_country: { iso_code: "US" } },
      { registered_country: { iso_code: "DE" }, autonomous_system_number: 64500 },
      { country: "IT" },
      { country_code: "EU" },
    ];
    const source = geoSourceOf(readMmdb(buildMmdb({ entries: records.map((record, at) => ({ cidr: `192.0.2.${at * 16}/28`, record })) })));
    const index = buildGeoIndex([source]);
    const countries = createAddressSearch(index.countries);
    expect(records.map((_, at) => index.answers[countries.findIpv4(0xc0000200 + at * 16)])).toEqual(["JP", "FR", "DE", "IT", ""]);
    const networks = index.networks === null ? null : createAddressSearch(index.networks);
    expect(records.map((_, at) => networks?.findIpv4(0xc0000200 + at * 16))).toEqual([64496, 0, 64500, 0, 0]);
  });
});

describe("a damaged MMDB file is refused", () => {
  const [file = ""] = bundledCountryFiles();
  const whole = readFileSync(file);
  const small = buildMmdb({ entries: [{ cidr: "192.0.2.0/24", record: { country_code: "JP" } }] });

  it("where it is empty, a text, or no more than its end", () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from("not a database\n".repeat(1000)),
      Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"),
      whole.subarray(-200),
    ]) {
      expect(() => readMmdb(bytes)).toThrow(RangeError);
    }
  });

  it("where it is cut off anywhere", () => {
    for (const share of [0.01, 0.25, 0.5, 0.9, 0.999, 0.99999])
      expect(() => readMmdb(whole.subarray(0, Math.floor(whole.length * share)))).toThrow(RangeError);
    for (let length = 0; length < small.length; length++) expect(() => readMmdb(small.subarray(0, length))).toThrow(RangeError);
  });

  it("where a piece of its middle is missing", () => {
    const at = Math.floor(whole.length / 2);
    expect(() => readMmdb(Buffer.concat([whole.subarray(0, at), whole.subarray(at + 6)]))).toThrow(RangeError);
  });

  it("where a node leads back to an earlier one", () => {
    const looped = Buffer.from(small);
    looped.fill(0, 0, 3);
    expect(() => readMmdb(looped)).toThrow("its tree reaches one node in two ways");
  });

  it("where a node cannot be reached", () => {
    const cut = Buffer.from(small);
    const nodeCount = readNodeCount(small);
    cut.writeUIntBE(nodeCount, 0, 3);
    expect(() => readMmdb(cut)).toThrow(`${nodeCount - 1} nodes of its tree cannot be reached`);
  });

  const seed = testSeed();
  it(`or is read with no other harm, for 3,000 files with flipped bytes (seed ${seed})`, () => {
    const random = createRandom(seed);
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(small);
      for (let flips = 1 + random(3); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
      try {
        geoSourceOf(readMmdb(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(2000);
  });
});

const readNodeCount = (bytes: Buffer): number => {
  const at = bytes.lastIndexOf("node_count") + "node_count".length;
  return bytes[at + 1] as number;
};

describe("the data of a record", () => {
  const pointerTo = (offset: number): number[] => [0x20, offset];

  it("may be shared by pointers", () => {
    const shared = encodeMmdbValue({ iso_code: "JP" });
    const section = Uint8Array.from([...shared, 0xe1, ...encodeMmdbValue("country"), ...pointerTo(0)]);
    expect(createDataReader(section)(shared.length)).toEqual(new Map([["country", new Map([["iso_code", "JP"]])]]));
  });

  it("is refused where pointers run in a circle, nest too deep, or blow up", () => {
    const circle = Uint8Array.from([0xe1, ...encodeMmdbValue("a"), ...pointerTo(0)]);
    expect(() => createDataReader(circle)(0)).toThrow("nested deeper");
    expect(() => createDataReader(Uint8Array.from([...pointerTo(2), ...pointerTo(0)]))(0)).toThrow("a pointer leads to a pointer");
    const bomb = Array.from({ length: 20 }, (_, level) => [
      4,
      4,
      ...pointerTo((level + 1) * 10),
      ...pointerTo((level + 1) * 10),
      ...pointerTo((level + 1) * 10),
      ...pointerTo((level + 1) * 10),
    ]);
    expect(() => createDataReader(Uint8Array.from([...bomb.flat(), ...encodeMmdbValue("end")]))(0)).toThrow(RangeError);
    expect(() => createDataReader(Uint8Array.from([0x5f, 255, 255, 255]))(0)).toThrow("past the end");
  });
});
