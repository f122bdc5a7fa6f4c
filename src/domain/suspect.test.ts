import { describe, expect, it } from "vitest";
import { buildRequest, day, hour, minute, sourceOf, start } from "../../test/event-builders.ts";
import { asSuspect, doubtfulWeight, SuspectRing, strangersWeight, suspectInWave, suspectOf } from "./suspect.ts";
import type { Acquaintance, WriteRequest } from "./write-request.ts";

const now = start + 2 * day;
const knownAs = (parts: Partial<Acquaintance>): Acquaintance => ({ ...buildRequest(0, now).before, ...parts });
const request = (parts: Partial<WriteRequest> = {}): WriteRequest => buildRequest(0, now, parts);
const counterpart = (sameEndpoint: number, sameEndpointMs: number): WriteRequest =>
  request({ agent: "named", before: knownAs({ sameEndpoint, sameEndpointMs }) });

describe("a suspect", () => {
  it("is a request that looks like a stranger's, with no mail yet", () => {
    const suspect = suspectOf(request(), strangersWeight);
    expect(suspect).toMatchObject({ mails: [], outcomes: [], isMember: false });
    expect(suspect?.weight).toBeGreaterThan(0.9);
  });

  it("is no visitor who read pages and their parts", () => {
    const visitor = request({ source: sourceOf(1, "home"), before: knownAs({ pages: 3, assets: 12 }) });
    expect(suspectOf(visitor, doubtfulWeight)).toBeNull();
  });

  it("is a visitor from abroad who read it all only where doubt is enough", () => {
    const visitor = request({ before: knownAs({ pages: 3, assets: 12 }) });
    expect(suspectOf(visitor, strangersWeight)).toBeNull();
    expect(suspectOf(visitor, doubtfulWeight)).not.toBeNull();
  });

  it("is no regular counterpart: five answered writes to the same endpoint over half a day", () => {
    expect(suspectOf(counterpart(5, 12 * hour), strangersWeight)).toBeNull();
    expect(suspectInWave(counterpart(5, 12 * hour))).toBeNull();
  });

  it("is one that wrote less often or over less time", () => {
    expect(suspectOf(counterpart(4, 12 * hour), strangersWeight)).not.toBeNull();
    expect(suspectOf(counterpart(500, 11 * hour), strangersWeight)).not.toBeNull();
  });

  it("is nobody the operator vouches for, wave or not", () => {
    expect(suspectOf(request({ trusted: true }), 0)).toBeNull();
    expect(suspectInWave(request({ trusted: true }))).toBeNull();
  });

  it("is taken along more easily while a wave runs, unless it fetched a page's parts", () => {
    const reader = request({ source: sourceOf(1, "home"), before: knownAs({ pages: 1 }) });
    expect(suspectOf(reader, doubtfulWeight)).toBeNull();
    expect(suspectInWave(reader)).not.toBeNull();
    const fetcher = request({ source: sourceOf(1, "home"), before: knownAs({ assets: 1 }) });
    expect(suspectInWave(fetcher)).toBeNull();
  });

  it("is whatever is known to belong to a wave", () => {
    const visitor = request({ source: sourceOf(1, "home"), before: knownAs({ pages: 3, assets: 12 }) });
    expect(asSuspect(visitor).request).toBe(visitor);
    expect(asSuspect(visitor).weight).toBeLessThan(0.1);
  });
});

describe("the ring of suspects", () => {
  const at = (id: number, time: number) => asSuspect(buildRequest(id, time));

  it("keeps them in the order of the requests, whatever the order of arrival, and finds them", () => {
    const ring = new SuspectRing({ capacity: 8, usualPerDay: 2 });
    for (const id of [1, 5, 3, 2]) ring.add(at(id, start + id * minute));
    expect(ring.entries.map((suspect) => suspect.request.id)).toEqual([1, 2, 3, 5]);
    expect(ring.find(3)?.request.id).toBe(3);
    expect(ring.find(4)).toBeNull();
  });

  it("forgets the oldest beyond its capacity", () => {
    const ring = new SuspectRing({ capacity: 8, usualPerDay: 2 });
    for (let id = 0; id < 100; id++) ring.add(at(id, start + id * minute));
    expect(ring.entries.length).toBeLessThanOrEqual(8);
    expect(ring.find(0)).toBeNull();
    expect(ring.find(99)).not.toBeNull();
  });

  it("keeps the young ones beyond its capacity", () => {
    const ring = new SuspectRing({ capacity: 8, youngMs: 30_000, usualPerDay: 2 });
    for (let id = 0; id < 100; id++) ring.add(at(id, start + id * 100));
    expect(ring.entries).toHaveLength(100);
  });

  it("knows the usual rate from the days before the last", () => {
    const ring = new SuspectRing({ capacity: 1_000, usualPerDay: 2 });
    expect(ring.usualPerMs(start) * day).toBe(2);
    for (let id = 0; id < 240; id++) ring.add(at(id, start + day + id * hour));
    // Ten days in all: the one that nothing is known of, with two, and nine with 24 suspects each.
    const { weight } = at(0, start + day);
    expect(ring.usualPerMs(start + 11 * day) * day).toBeCloseTo((2 + 9 * 24 * weight) / 10);
  });

  it("takes what was cleared for no yardstick", () => {
    const ring = new SuspectRing({ capacity: 8, usualPerDay: 2 });
    for (let id = 0; id < 8; id++) ring.add(at(id, start + id * minute));
    ring.clear();
    expect(ring.entries).toEqual([]);
    expect(ring.usualPerMs(start + 3 * day) * day).toBeLessThan(2);
  });
});
