import { describe, expect, it } from "vitest";
import { buildRequest, day, endpointOf, hour, start } from "../../test/event-builders.ts";
import type { WriteRequest } from "../domain/write-request.ts";
import { blockOfAddress, blockText } from "./address-block.ts";
import type { KnownSource } from "./known-source.ts";
import { createRegularWriters, type RegularWriters } from "./regular-writers.ts";

const sourceAt = (address: string): KnownSource => ({
  ...{ id: 1, address, country: "US", network: null, origin: "foreign", row: 0 },
  ...{ endpointId: -1, endpointWrites: 0, endpointSince: 0, block: blockOfAddress(address), trustedSiteId: -1, isTrusted: false },
});

const payment = endpointOf(7, "/wc-api/payment");

const write = (to: RegularWriters, address: string, time: number, parts: Partial<WriteRequest> = {}): void =>
  to.add(buildRequest(1, time, { endpoint: payment, ...parts, source: sourceAt(address) }), sourceAt(address));

const { site } = buildRequest(0, start);
const known = (of: RegularWriters): readonly string[] => [...of.of(site).keys()].map(blockText);
const firstDay = Math.floor(start / day);

/** Another /24 each. */
const stranger = (at: number): string => `${100 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}.9`;

describe("who writes from abroad day by day", () => {
  it("is told by network, with the days, the writes and what was written to", () => {
    const of = createRegularWriters();
    for (let at = 0; at < 20; at++) {
      write(of, `203.0.113.${at % 2}`, start + at * day);
      write(of, `203.0.113.${at % 2}`, start + at * day + hour, { endpoint: endpointOf(8, "/wc-api/refund") });
    }
    const days = of.of(site).get(blockOfAddress("203.0.113.0"));
    expect(days?.between(firstDay + 6, firstDay + 19)).toEqual({ days: 14, requests: 28 });
    expect([...(days?.addresses ?? [])]).toEqual(["203.0.113.1", "203.0.113.0"]);
    expect(days?.endpoints.map(({ path }) => path)).toEqual(["/wc-api/payment", "/wc-api/refund"]);
    expect(days?.firstDay).toBe(firstDay);
  });

  it("counts by IPv6 /48, and not at all by a host name, at a log-in, at comments or at XML-RPC", () => {
    const of = createRegularWriters();
    for (let at = 0; at < 3; at++) {
      write(of, `2001:db8:2:${at}::1`, start + at * day);
      write(of, "visitor.example", start + at * day);
      for (const path of ["/wp-login.php", "/xmlrpc.php", "/wp-comments-post.php"])
        write(of, "203.0.113.9", start + at * day, { endpoint: endpointOf(9, path) });
    }
    expect(known(of)).toEqual(["2001:db8:2::/48"]);
  });

  it("is remembered through a flood from 100,000 networks that comes back the next days", () => {
    const of = createRegularWriters();
    for (let at = 0; at < 20; at++) write(of, "203.0.113.20", start + at * day);
    for (const today of [20, 21, 22]) for (let at = 0; at < 100_000; at++) write(of, stranger(at), start + today * day + at);
    for (const today of [20, 21, 22]) write(of, "203.0.113.20", start + today * day + 23 * hour);
    expect(
      of
        .of(site)
        .get(blockOfAddress("203.0.113.0"))
        ?.between(firstDay, firstDay + 22),
    ).toEqual({ days: 23, requests: 23 });
    expect(known(of).length).toBeLessThanOrEqual(32);
  });

  it("gives way where it comes rarely or stayed away, and never where it comes on most days", () => {
    const of = createRegularWriters();
    const fill = (from: number, today: number): void => {
      for (let at = 0; at < 32; at++) write(of, stranger(from + at), start + today * day);
    };
    for (let today = 0; today < 10; today++) fill(0, today);
    fill(50, 9);
    fill(50, 10);
    expect(known(of)).not.toContain("100.0.50.0/24");
    // A month later those of before have stayed away, and two who come now take the place of two of them.
    for (const today of [45, 46]) for (const at of [50, 51]) write(of, stranger(at), start + today * day);
    expect(known(of)).toEqual(expect.arrayContaining(["100.0.50.0/24", "100.0.51.0/24"]));
    expect(known(of)).toHaveLength(32);
  });

  it("is counted for 96 days back, whatever came before", () => {
    const of = createRegularWriters();
    for (let at = 0; at < 200; at++) write(of, "203.0.113.20", start + at * day);
    const days = of.of(site).get(blockOfAddress("203.0.113.0"));
    expect(days?.between(firstDay, firstDay + 199)).toEqual({ days: 96, requests: 96 });
    write(of, "203.0.113.20", start + 250 * day);
    expect(days?.between(firstDay, firstDay + 260)).toEqual({ days: 46, requests: 46 });
    // A line that comes late counts for its own day, as long as that is still told apart.
    write(of, "203.0.113.20", start + 249 * day);
    write(of, "203.0.113.20", start + 100 * day);
    expect(days?.between(firstDay, firstDay + 260)).toEqual({ days: 47, requests: 47 });
  });
});
