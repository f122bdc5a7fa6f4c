import { describe, expect, it } from "vitest";
import { type Claim, day, endpointOf, minute, owner, runDetector, sourceOf, start, type Visit } from "../../../test/event-builders.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { commentSpam } from "./comment-spam.ts";
import { formFlood } from "./form-flood.ts";

const comments = endpointOf(7, "/wp-comments-post.php");

const run = (visits: readonly Visit[]): readonly Claim[] => runDetector(commentSpam, visits);

const posts = (from: number, { count, every }: { count: number; every: number }, make: (at: number) => Omit<Visit, "time">): Visit[] =>
  Array.from({ length: count }, (_, at) => ({ time: start + from * day + at * every, ...make(at) }));

const by = (id: number, parts: Partial<WriteRequest> = {}) => ({
  parts: { source: sourceOf(id, "foreign"), endpoint: comments, ...parts },
});

/** Twenty a day, as every blog gets. */
const usual = (days: number): Visit[] => posts(0, { count: days * 20, every: day / 20 }, (at) => by(5_000 + at));

describe("the comment-spam detector", () => {
  it("finds a storm above what the blog always gets, with the mail to the owner", () => {
    const storm = posts(12, { count: 600, every: 30_000 }, (at) => ({ ...by(at, { status: 302 }), recipients: [owner] }));
    const claims = run([...usual(20), ...storm]);
    expect(claims[0]?.detection).toMatchObject({ class: "comment-spam", causeKind: "comments" });
    const last = claims.at(-1)?.detection;
    expect(last?.counts.requests).toBeGreaterThan(590);
    expect(last?.counts).toMatchObject({ messages: last?.counts.messages, recipients: 1 });
    expect(last?.lastSeen).toBeLessThan(start + 13 * day);
  });

  it.each([409, 429, 403, 200])("counts posts that are answered with %i", (status) => {
    const refused = status === 429 || status === 403;
    expect(run([...usual(8), ...posts(5, { count: 400, every: 30_000 }, (at) => by(at, { status, refused }))])).not.toEqual([]);
  });

  it.each(["/guestbook.php", "/cgi-bin/bbs/bbs.cgi", "/2026/03/a/trackback/"])("watches %s too", (path) => {
    expect(run(posts(5, { count: 400, every: 30_000 }, (at) => by(at, { endpoint: endpointOf(9, path) })))).not.toEqual([]);
  });

  it("says nothing of twenty a day, however long", () => expect(run(usual(40))).toEqual([]));

  it("says nothing of readers who discuss", () => {
    const guest = { pages: 3, assets: 12, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: day };
    const reader = (at: number) => by(at, { source: sourceOf(at, "home"), before: guest });
    expect(run(posts(3, { count: 600, every: minute }, reader))).toEqual([]);
  });

  it("says nothing when outsiders get mail: that is a relay", () => {
    const relayed = posts(5, { count: 400, every: 30_000 }, (at) => ({ ...by(at), recipients: [owner, { address: 1_000 + at }] }));
    expect(run(relayed)).toEqual([]);
  });

  it("is not told as a flood of a form as well", () => {
    expect(
      runDetector(
        formFlood,
        posts(5, { count: 400, every: 30_000 }, (at) => by(at)),
      ),
    ).toEqual([]);
  });
});
