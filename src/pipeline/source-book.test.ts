import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Site } from "../domain/account.ts";
import type { Placement } from "../domain/source.ts";
import type { KnownSource } from "./known-source.ts";
import { createSourceBook, type SourceBook } from "./source-book.ts";

const siteOf = (id: number): Site => ({ id, domain: `site${id}.example`, account: null, root: null });
const sites = [0, 1, 2, 3].map(siteOf) as [Site, Site, Site, Site];

const createBook = (
  capacity: number,
): { readonly book: SourceBook; readonly rowOf: (address: string) => number; readonly sourceOf: (address: string) => KnownSource } => {
  const placed = (isForeign: boolean): Placement => ({ country: null, network: null, origin: isForeign ? "foreign" : "home" });
  const geo = { place: (text: string) => placed(text.startsWith("203")), placeIpv4: (value: number) => placed(value >>> 24 === 203) };
  const book = createSourceBook({ capacity, geo });
  const rowOf = (address: string): number => book.rowOf(Buffer.from(`<${address}>`, "latin1"), 1, 1 + address.length);
  return { book, rowOf, sourceOf: (address) => book.sourceAt(rowOf(address)) };
};

const address = fc.oneof(
  fc.nat(5).map((at) => `192.0.2.${at}`),
  fc.nat(5).map((at) => `2001:db8::${at + 1}`),
  fc.constantFrom("host.example", "192.0.2.256", "192.0.2.01"),
);

describe("the source book", () => {
  it("gives each address a source of its own, and the same one each time", () => {
    fc.assert(
      fc.property(fc.array(address, { maxLength: 100 }), (addresses) => {
        const { sourceOf } = createBook(1_000);
        const known = new Map<string, KnownSource>();
        for (const one of addresses) {
          const source = sourceOf(one);
          expect(source.address).toBe(one);
          expect(source).toBe(known.get(one) ?? source);
          known.set(one, source);
        }
      }),
    );
  });

  it("knows who is foreign", () => {
    const { book, rowOf } = createBook(10);
    expect(book.isForeignAt(rowOf("203.0.113.7"))).toBe(true);
    expect(book.isForeignAt(rowOf("192.0.2.1"))).toBe(false);
  });

  it("remembers of each source what it did on the two sites that it visited last", () => {
    const step = fc.tuple(address, fc.nat(3), fc.constantFrom("page", "asset", "write"));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const { book, rowOf } = createBook(1_000);
        const kept = new Map<string, { readonly site: number; pages: number; assets: number; writes: number }[]>();
        for (const [one, site, what] of steps) {
          const row = rowOf(one);
          const before = kept.get(one) ?? [];
          const own = before.find((visits) => visits.site === site) ?? { site, pages: 0, assets: 0, writes: 0 };
          kept.set(one, [own, ...before.filter((visits) => visits !== own)].slice(0, 2));
          if (what === "write") {
            own.writes++;
            book.write(row, sites[site] as Site, 0);
          } else {
            own[what === "page" ? "pages" : "assets"]++;
            book[what](row, sites[site] as Site);
          }
        }
        for (const [one, visited] of kept) {
          const source = book.sourceAt(rowOf(one));
          for (const site of sites) {
            const { pages, assets, writes } = visited.find((visits) => visits.site === site.id) ?? { pages: 0, assets: 0, writes: 0 };
            expect(book.visits(source, site)).toMatchObject({ pages, assets, writes });
          }
        }
      }),
    );
  });

  it("counts distinct endpoints on the last site, 32 at most", () => {
    const { book, rowOf } = createBook(10);
    for (let id = 0; id < 100; id++) book.write(rowOf("192.0.2.1"), sites[0], id % 3);
    expect(book.visits(book.sourceAt(rowOf("192.0.2.1")), sites[0])).toMatchObject({ writes: 100, endpoints: 3 });
    for (let id = 0; id < 100; id++) book.write(rowOf("192.0.2.1"), sites[0], id);
    expect(book.visits(book.sourceAt(rowOf("192.0.2.1")), sites[0])).toMatchObject({ writes: 200, endpoints: 32 });
  });

  it("keeps the counts of the site before within their bounds, and apart", () => {
    const { book, rowOf } = createBook(10);
    const row = rowOf("192.0.2.1");
    for (let times = 0; times < 5_000; times++) {
      book.page(row, sites[0]);
      book.asset(row, sites[0]);
      book.write(row, sites[0], 1);
    }
    book.page(row, sites[1]);
    expect(book.visits(book.sourceAt(row), sites[0])).toEqual({ pages: 1_023, assets: 1_023, writes: 2_047, endpoints: 0 });
    expect(book.visits(book.sourceAt(row), sites[1])).toMatchObject({ pages: 1, assets: 0, writes: 0 });
  });

  it.each(["192.0.2.1", "2001:db8::1"])("keeps %s with its counts while it comes back within each generation", (kept) => {
    const { book, rowOf, sourceOf } = createBook(64);
    const source = sourceOf(kept);
    for (let at = 0; at < 2_000; at++) {
      rowOf(at % 2 === 0 ? `198.51.${at >> 8}.${at & 255}` : `2001:db8:1::${at.toString(16)}`);
      if (at % 20 === 0) book.page(rowOf(kept), sites[0]);
    }
    expect(sourceOf(kept)).toBe(source);
    expect(book.visits(source, sites[0]).pages).toBe(100);
  });

  it("forgets who did not come back, and then knows nothing of his visits", () => {
    const { book, rowOf, sourceOf } = createBook(64);
    const source = sourceOf("192.0.2.1");
    book.page(rowOf("192.0.2.1"), sites[0]);
    for (let at = 0; at < 1_000; at++) rowOf(`198.51.${at >> 8}.${at & 255}`);
    expect(book.visits(source, sites[0]).pages).toBe(0);
    expect(book.visits(sourceOf("192.0.2.1"), sites[0]).pages).toBe(0);
    expect(sourceOf("192.0.2.1")).not.toBe(source);
  });
});
