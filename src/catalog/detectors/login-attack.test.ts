import { describe, expect, it } from "vitest";
import {
  account,
  type Claim,
  day,
  endpointOf,
  hour,
  minute,
  nowhere,
  runDetector,
  second,
  sourceOf,
  start,
  type Visit,
} from "../../../test/event-builders.ts";
import type { Detection } from "../../domain/detection.ts";
import type { LoginFailure } from "../../domain/login-failure.ts";
import { VisitorTally } from "../../domain/visitor-tally.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { loginAttack } from "./login-attack.ts";

const wordpress = endpointOf(7, "/wp-login.php");
const remote = endpointOf(8, "/xmlrpc.php");
const members = endpointOf(9, "/my-account/");

const run = (visits: readonly Visit[]): readonly Claim[] => runDetector(loginAttack, visits);

/** `count` tries from day `from` on, one every `every` milliseconds. */
const tries = (from: number, { count, every }: { count: number; every: number }, make: (at: number) => Partial<WriteRequest>): Visit[] =>
  Array.from({ length: count }, (_, at) => ({ time: start + from * day + at * every, parts: { endpoint: wordpress, ...make(at) } }));

const from = (id: number) => ({ source: sourceOf(id, "foreign") });

/** Thirty tries a day from a few scanners, in visits of some: what every site sees. */
const noise = (days: number): Visit[] => tries(0, { count: days * 30, every: day / 30 }, (at) => from(9_000 + (at % 7)));

const visitor = { pages: 4, assets: 20, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: 5 * day };

describe("the login-attack detector", () => {
  it("finds hundreds of tries from one address", () => {
    const claims = run([...noise(10), ...tries(8, { count: 600, every: 2 * second }, () => from(1))]);
    expect(claims[0]?.detection).toMatchObject({ class: "login-attack", causeKind: "login", mailbox: null });
    expect(claims.at(-1)?.detection.counts.requests).toBeGreaterThan(590);
    expect(claims.at(-1)?.detection.confidence).toBeGreaterThan(0.95);
  });

  it("finds thousands of addresses with a try or two each", () => {
    const claims = run([...noise(10), ...tries(8, { count: 3_000, every: 20 * second }, (at) => from(Math.floor(at / 2)))]);
    expect(claims.at(-1)?.detection.counts.sources).toBeGreaterThan(1_400);
    expect(claims[0]?.detection.at).toBeLessThan(start + 8 * day + 2 * hour);
  });

  it("finds a slow one: a try a minute for days from one address", () => {
    const claims = run([...noise(12), ...tries(8, { count: 3 * 1_440, every: minute }, () => from(1))]);
    expect(claims[0]?.detection.at).toBeLessThan(start + 8 * day + 6 * hour);
    expect(claims.at(-1)?.detection.counts.requests).toBeGreaterThan(4_000);
  });

  it("finds tries that the server turns away, and calls of xmlrpc.php", () => {
    const refused = { status: 403, refused: true };
    expect(run(tries(3, { count: 400, every: 2 * second }, () => ({ ...from(1), ...refused })))).not.toEqual([]);
    expect(run(tries(3, { count: 600, every: 2 * second }, (at) => ({ ...from(at % 40), endpoint: remote })))).not.toEqual([]);
  });

  it("finds a storm of 401 on any path", () => {
    const guarded = { endpoint: endpointOf(11, "/intra/report"), status: 401, refused: true };
    expect(run(tries(3, { count: 900, every: second }, () => ({ ...from(1), ...guarded })))).not.toEqual([]);
  });

  it("says nothing of what every site sees each day", () => expect(run(noise(30))).toEqual([]));

  it("says nothing of a site that has always seen two hundred tries a day", () => {
    expect(
      run(tries(0, { count: 200 * 20, every: day / 200 }, (at) => from(at % 60))).filter(({ detection }) => detection.at > start + 2 * day),
    ).toEqual([]);
  });

  it("is stricter without a past", () => {
    const small = (day: number) => tries(day, { count: 130, every: 30 * second }, (at) => from(at % 3));
    expect(run(small(0))).toEqual([]);
    expect(run(small(6))).not.toEqual([]);
  });

  it("says nothing of members who log in all day, some of them wrongly", () => {
    const logIn = (at: number): Partial<WriteRequest> => ({
      source: sourceOf(at % 300, "home"),
      endpoint: members,
      status: (at + Math.floor(at / 300)) % 4 === 0 ? 200 : 302,
      before: visitor,
    });
    expect(run(tries(0, { count: 8_000, every: 3 * minute }, logIn))).toEqual([]);
  });

  it("says nothing of an app that calls xmlrpc.php every ten minutes", () => {
    expect(run(tries(0, { count: 144 * 14, every: 10 * minute }, () => ({ ...from(1), endpoint: remote, agent: "named" })))).toEqual([]);
  });

  it("says nothing of tries where no log-in is, or by the owner", () => {
    expect(run(tries(3, { count: 900, every: second }, () => ({ ...from(1), status: 404 })))).toEqual([]);
    expect(run(tries(3, { count: 900, every: second }, () => ({ ...from(1), trusted: true })))).toEqual([]);
  });

  it("lets an attack end although the scanners go on", () => {
    const claims = run([...noise(20), ...tries(8, { count: 600, every: 2 * second }, (at) => from(at % 5))]);
    expect(claims.at(-1)?.detection.lastSeen).toBeLessThan(start + 9.5 * day);
  });

  it("keeps its memory bounded under a flood of addresses", () => {
    const before = process.memoryUsage().heapUsed;
    const claims = run(tries(1, { count: 60_000, every: second }, (at) => from(at)));
    expect(claims.length).toBeLessThan(20);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150 * 1024 * 1024);
  });
});

const failures = (count: number, make: (at: number) => Partial<LoginFailure>): LoginFailure[] =>
  Array.from({ length: count }, (_, at) => ({
    time: start + 5 * day + at * 30 * second,
    host: "sv1",
    mailbox: "info@shop.example",
    account,
    client: "198.51.100.7",
    place: { input: "mail.log", offset: at * 100, length: 99 },
    ...make(at),
  }));

const runMail = (all: readonly LoginFailure[]): readonly Detection[] => {
  const traffic = {
    hasMailLog: () => true,
    ownerOf: () => account,
    periodStart: () => start,
    siteTally: () => ({ requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 }),
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
  const detector = loginAttack.start({ traffic, home: "JP", isAbroad: () => null, place: () => nowhere });
  return [...all.flatMap((failure) => detector.onLoginFailed(failure)), ...detector.finish()];
};

describe("the login-attack detector at a mail server", () => {
  it("finds passwords guessed at one mailbox, from one client or many", () => {
    for (const clients of [1, 300]) {
      const claims = runMail(failures(400, (at) => ({ client: `198.51.100.${at % clients}` })));
      expect(claims.at(-1)).toMatchObject({ class: "login-attack", site: null, mailbox: "info@shop.example", account });
      expect(claims.at(-1)?.counts.requests).toBe(400);
    }
  });

  it("finds one client at many mailboxes, and names the one that was tried most", () => {
    const claims = runMail(failures(600, (at) => ({ mailbox: at % 3 === 0 ? "a@shop.example" : `x${at % 40}@shop.example` })));
    expect(claims.at(-1)).toMatchObject({ site: null, mailbox: "a@shop.example" });
  });

  it("says nothing of a client that keeps an old password, or of names that are nobody's", () => {
    expect(runMail(failures(60, () => ({})))).toEqual([]);
    expect(runMail(failures(3_000, (at) => ({ mailbox: `root${at % 9}`, account: null })))).toEqual([]);
  });
});
