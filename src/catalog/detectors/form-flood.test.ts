import { describe, expect, it } from "vitest";
import {
  buildRequest,
  type Claim,
  day,
  endpointOf,
  hour,
  minute,
  nowhere,
  owner,
  runDetector,
  second,
  sourceOf,
  start,
  type Visit,
} from "../../../test/event-builders.ts";
import { VisitorTally } from "../../domain/visitor-tally.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import type { TrafficView } from "../../ports/detector.ts";
import { formFlood } from "./form-flood.ts";

const run = (visits: readonly Visit[]): readonly Claim[] => runDetector(formFlood, visits);

const noTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
const noTraffic: TrafficView = {
  hasMailLog: () => false,
  ownerOf: () => null,
  periodStart: () => start,
  siteTally: () => noTally,
  sourceTally: () => ({ requests: 0, writes: 0, assets: 0 }),
  sitesOf: () => ({ sites: 1, unseenSites: 0 }),
  scriptReads: () => ({ own: 0, others: 0 }),
  mailboxMessages: () => 0,
  siteOfFile: () => null,
  accountMessages: () => 0,
  accountMessagesBetween: () => 0,
  messagesElsewhere: () => 0,
  siteVisitors: () => new VisitorTally(),
  trails: () => [],
};

const series = (count: number, every: number, make: (at: number, time: number) => Omit<Visit, "time">): Visit[] =>
  Array.from({ length: count }, (_, at) => ({ time: start + day + at * every, ...make(at, start + day + at * every) }));

const stranger = (at: number, parts: Partial<WriteRequest> = {}): { readonly parts: Partial<WriteRequest> } => ({
  parts: { source: sourceOf(at, "foreign"), ...parts },
});

describe("the form-flood detector", () => {
  it("finds many strangers' POSTs to one form after which no mail goes out", () => {
    const claims = run(series(200, minute, (at) => stranger(at)));
    expect(claims[0]?.detection.class).toBe("form-flood");
    expect(claims.at(-1)?.detection.counts).toMatchObject({ requests: 200, sources: 200, messages: 0 });
  });

  it("tells a flood that the server refuses once, as attempts of one case", () => {
    const claims = run(series(500, 20 * second, (at) => stranger(at, { status: 403, refused: true })));
    expect(new Set(claims.map(({ detection }) => detection.id)).size).toBe(1);
    const { counts } = (claims.at(-1) as Claim).detection;
    expect(counts.refusedRequests).toBe(counts.requests);
    expect(counts.requests).toBeGreaterThan(400);
  });

  it("says nothing of thirty refused posts, or of any number from a few sources", () => {
    expect(run(series(30, 20 * second, (at) => stranger(at, { status: 403, refused: true })))).toEqual([]);
    expect(run(series(500, 20 * second, (at) => stranger(at % 12, { status: 403, refused: true })))).toEqual([]);
  });

  it("says nothing of posts to a page that is not there", () =>
    expect(run(series(500, 20 * second, (at) => stranger(at, { status: 404 })))).toEqual([]));

  it("says nothing when mail follows the posts", () => {
    expect(run(series(200, minute, (at) => ({ ...stranger(at), recipients: [owner, { address: 1_000 + at }] })))).toEqual([]);
  });

  it("says nothing of a busy form whose visitors at home read pages", () => {
    const guest = (at: number, time: number): Partial<WriteRequest> => ({
      source: sourceOf(at, "home"),
      before: { pages: 3, assets: 12, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: time - start },
    });
    expect(run(series(2_000, minute, (at, time) => ({ parts: guest(at, time) })))).toEqual([]);
  });

  it("says nothing of a few addresses that post often, as a callback does", () => {
    expect(run(series(24 * 14, hour, (at) => stranger(at % 2, { agent: "named" })))).toEqual([]);
  });

  it.each(["/wp-login.php", "/xmlrpc.php", "/wp-comments-post.php", "/blog/wp-login.php"])(
    "leaves attacks on %s to other classes",
    (path) => {
      expect(run(series(500, 20 * second, (at) => stranger(at, { endpoint: endpointOf(5, path) })))).toEqual([]);
    },
  );

  it("says nothing of five strangers a day", () => {
    expect(run(series(150, 4.8 * hour, (at) => stranger(at)))).toEqual([]);
  });

  it("keeps its memory bounded when a scanner posts to every path it can think of", () => {
    const before = process.memoryUsage().heapUsed;
    const detector = formFlood.start({ traffic: noTraffic, home: "JP", isAbroad: () => null, place: () => nowhere });
    for (let at = 0; at < 150_000; at++) {
      detector.onRequest(
        buildRequest(at, start + at * second, { endpoint: endpointOf(at, `/x${at}`), source: sourceOf(at % 50, "foreign"), status: 404 }),
      );
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(80 * 1024 * 1024);
    expect(detector.finish()).toEqual([]);
  });
});
