import { describe, expect, it } from "vitest";
import {
  type Claim,
  day,
  endpointOf,
  hour,
  minute,
  owner,
  runDetector,
  second,
  site,
  sourceOf,
  start,
  type Visit,
} from "../../../test/event-builders.ts";
import { createRandom } from "../../../test/seeded-random.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { formRelay } from "./form-relay.ts";

const run = (visits: readonly Visit[]): readonly Claim[] => runDetector(formRelay, visits);

/** `count` visits from `from` on, one every `every` milliseconds. */
const series = (count: number, from: number, every: number, make: (at: number, time: number) => Omit<Visit, "time">): Visit[] =>
  Array.from({ length: count }, (_, at) => ({ time: from + at * every, ...make(at, from + at * every) }));

/** Address of a victim: a number nobody else has. */
const victim = (at: number): { readonly address: number } => ({ address: 1_000_000 + at });

const logAge = (time: number): number => time - start;

/** A visitor at home whose browser fetched the page and its parts. */
const guest = (at: number, time: number): Partial<WriteRequest> => ({
  source: sourceOf(500_000 + at, "home"),
  before: { pages: 3, assets: 12, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: logAge(time) },
});

/** The usual life of a form: a customer or two a day, each mail to the owner and one back. */
const quietLife = (days: number): Visit[] =>
  series(days * 2, start + 9 * hour, 12 * hour, (at, time) => ({ parts: guest(at, time), recipients: [owner, victim(900_000 + at)] }));

const attack = (count: number, from: number, every: number, key = 0): Visit[] =>
  series(count, from, every, (at) => ({
    parts: { source: sourceOf(10_000 + key + at, "foreign") },
    recipients: [owner, victim(key + at)],
  }));

describe("the form-relay detector", () => {
  it("finds a slow attack of six an hour with one POST an address within ten mails", () => {
    const claims = run([...quietLife(3), ...attack(60, start + 2 * day, 10 * minute)]);
    const first = claims[0];
    expect(first?.detection.class).toBe("form-relay");
    expect(first?.mails).toBeLessThanOrEqual(10 + 8);
    expect(first?.detection.counts.messages).toBeLessThanOrEqual(10);
  });

  it("calls it subscription bombing where people sign up, with the sign-up first among its reasons", () => {
    const signUp = { ...endpointOf(7, "/"), query: "na=s" };
    const bombing = series(40, start + 2 * day, 10 * minute, (at) => ({
      parts: { source: sourceOf(10_000 + at, "foreign"), endpoint: signUp, refererPath: "/" },
      recipients: [victim(at % 6)],
    }));
    const { detection } = run([...quietLife(3), ...bombing]).at(-1) as Claim;
    expect(detection.class).toBe("subscription-bombing");
    expect(detection.reasons[0]?.feature).toBe("sign-up");
  });

  it("calls it an injected mailer once few sources mail strangers through the front controller, and takes no form's spam into it", () => {
    const mailer = series(80, start + 2 * day, 3 * minute, (at) => ({
      parts: { source: sourceOf(10_000 + (at % 5), "foreign"), endpoint: endpointOf(9, "/index.php"), referer: "none", refererPath: null },
      recipients: at % 2 === 0 ? [victim(at)] : [victim(at), victim(5_000 + at)],
    }));
    const spam = series(20, start + 2 * day + 3 * hour, 9 * minute, (at) => ({
      parts: { source: sourceOf(40_000 + at, "foreign") },
      recipients: [owner],
    }));
    const claims = run([...quietLife(3), ...mailer, ...spam]).map(({ detection }) => detection);
    expect(claims[0]?.class).toBe("form-relay");
    expect(claims.at(-1)).toMatchObject({
      class: "injected-mailer",
      id: claims[0]?.id,
      counts: { requests: 80, sources: 5, messages: 120 },
    });
  });

  it("counts the whole wave in its last claim: requests, sources, messages and recipients", () => {
    const { detection } = run([...quietLife(3), ...attack(60, start + 2 * day, 10 * minute)]).at(-1) as Claim;
    expect(detection.counts).toMatchObject({
      requests: 60,
      sources: 60,
      messages: 120,
      recipients: 61,
      foreignRequests: 60,
      refusedRequests: 0,
    });
    expect(detection.firstSeen).toBe(start + 2 * day);
    expect(detection.confidence).toBeGreaterThan(0.9);
  });

  it("says nothing of a busy honest form, thirty an hour from visitors at home who read pages", () => {
    const visits = series(30 * 24 * 2, start + hour, 2 * minute, (at, time) => ({
      parts: guest(at, time),
      recipients: [owner, victim(at)],
    }));
    expect(run(visits)).toEqual([]);
  });

  it("says nothing of contact spam that mails only the owner", () => {
    const visits = series(200, start + day, 5 * minute, (at) => ({ parts: { source: sourceOf(at, "foreign") }, recipients: [owner] }));
    expect(run(visits)).toEqual([]);
  });

  it("says nothing of visitors from abroad who read pages first, three a day", () => {
    const reads = (at: number, time: number): Partial<WriteRequest> => ({
      source: sourceOf(at, "foreign"),
      before: { pages: 4, assets: 20, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: logAge(time) },
    });
    const visits = series(90, start, 8 * hour, (at, time) => ({ parts: reads(at, time), recipients: [owner, victim(at)] }));
    expect(run(visits)).toEqual([]);
  });

  it("says nothing of a payment callback that two addresses abroad post every hour", () => {
    const callback = endpointOf(7, "/payments/callback");
    const parts = (at: number): Partial<WriteRequest> => ({
      endpoint: callback,
      source: sourceOf(at % 2, "foreign"),
      referer: "none",
      refererPath: null,
      agent: "named",
    });
    const visits = series(24 * 14, start, hour, (at) => ({ parts: parts(at), recipients: [owner, victim(at)] }));
    expect(run(visits)).toEqual([]);
  });

  it("finds an attack through proxies at home", () => {
    const visits = series(40, start + 2 * day, 6 * minute, (at) => ({
      parts: { source: sourceOf(at, "home"), referer: "none", refererPath: null },
      recipients: [owner, victim(at)],
    }));
    const claims = run([...quietLife(3), ...visits]);
    expect(claims[0]?.detection.class).toBe("form-relay");
    expect(claims[0]?.detection.counts.messages).toBeLessThanOrEqual(20);
  });

  it("says nothing of a refused flood", () => {
    const visits = series(500, start + day, 20 * second, (at) => ({
      parts: { source: sourceOf(at, "foreign"), status: 403, refused: true },
    }));
    expect(run(visits)).toEqual([]);
  });

  it("says nothing of a flood that sends no mail", () => {
    const visits = series(500, start + day, 20 * second, (at) => ({ parts: { source: sourceOf(at, "foreign") } }));
    expect(run(visits)).toEqual([]);
  });

  it("says nothing of an operator's own scanner that he vouches for", () => {
    const visits = series(50, start + day, 5 * minute, (at) => ({
      parts: { source: sourceOf(at, "foreign"), trusted: true },
      recipients: [owner, victim(at)],
    }));
    expect(run(visits)).toEqual([]);
  });

  it("says nothing of five strangers' posts a day with an auto-reply each, all month long", () => {
    const wrong: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed);
      const visits = Array.from({ length: 150 }, (_, at) => ({
        time: start + random(30 * 24 * 60) * minute,
        parts: { source: sourceOf(at, "foreign") },
        recipients: [owner, victim(at)],
      }));
      if (run(visits).length > 0) wrong.push(seed);
    }
    expect(wrong).toEqual([]);
  });

  it("says nothing of such a trickle when it comes in the twelve waking hours only", () => {
    const wrong: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed);
      const visits = Array.from({ length: 150 }, (_, at) => ({
        time: start + Math.floor(at / 5) * day + 8 * hour + random(12 * 60) * minute,
        parts: { source: sourceOf(at, "foreign") },
        recipients: [owner, victim(at)],
      }));
      if (run(visits).length > 0) wrong.push(seed);
    }
    expect(wrong).toEqual([]);
  });

  it("still finds a slow attack after a month of such a trickle", () => {
    const trickle = series(150, start, (24 / 5) * hour, (at) => ({
      parts: { source: sourceOf(70_000 + at, "foreign") },
      recipients: [owner, victim(70_000 + at)],
    }));
    const claims = run([...trickle, ...attack(60, start + 28 * day + hour, 10 * minute)]);
    expect(claims[0]?.detection.firstSeen).toBeGreaterThanOrEqual(start + 28 * day - hour);
    expect(claims[0]?.detection.counts.messages).toBeLessThanOrEqual(30);
  });

  it("does not lose a slow attack in the noise of a log-in attack on the same site", () => {
    const logIn = endpointOf(9, "/wp-login.php");
    const noise = series(8_640, start + 2 * day, 5 * second, (at) => ({
      parts: { endpoint: logIn, source: sourceOf(200_000 + at, "foreign") },
    }));
    const claims = run([...quietLife(3), ...noise, ...attack(60, start + 2 * day + second, 10 * minute)]);
    expect(claims[0]?.detection.class).toBe("form-relay");
    expect(claims[0]?.detection.counts.messages).toBeLessThanOrEqual(20);
    expect(claims.at(-1)?.detection.counts.messages).toBe(120);
  });

  it("takes a second wave four days later for a new case, and finds it as soon as the first", () => {
    const secondFrom = start + 7 * day;
    const claims = run([...quietLife(8), ...attack(200, start + 2 * day, 2 * minute), ...attack(60, secondFrom, 10 * minute, 5_000)]);
    const waves = Map.groupBy(claims, ({ detection }) => detection.id);
    expect(waves.size).toBe(2);
    const [, later = []] = [...waves.values()];
    expect(later[0]?.detection.firstSeen).toBe(secondFrom);
    expect(later[0]?.detection.counts.messages).toBeLessThanOrEqual(20);
    expect(later.at(-1)?.detection.counts.messages).toBe(120);
  });

  it("leaves the honest visitors' mail out of the wave", () => {
    const customers = series(100, start + 2 * day, 7 * minute, (at, time) => ({
      parts: guest(at, time),
      recipients: [owner, victim(800_000 + at)],
    }));
    const { detection } = run([...quietLife(3), ...customers, ...attack(60, start + 2 * day, 10 * minute)]).at(-1) as Claim;
    expect(detection.counts.messages).toBe(120);
    expect(detection.counts.requests).toBe(60);
  });

  it("counts the requests that were refused after a measure as attempts of the wave, apart", () => {
    const refused = series(30, start + 2 * day + 11 * hour, minute, (at) => ({
      parts: { source: sourceOf(30_000 + at, "foreign"), status: 403, refused: true },
    }));
    const { detection } = run([...quietLife(3), ...attack(60, start + 2 * day, 10 * minute), ...refused]).at(-1) as Claim;
    expect(detection.counts).toMatchObject({ requests: 90, refusedRequests: 30, messages: 120 });
    expect(detection.lastSeen).toBeLessThan(start + 2 * day + 11 * hour);
  });

  it("leaves out the stray posts that every form gets once the wave is over, and goes on with a second burst", () => {
    const over = start + 2 * day + 10 * hour;
    const drips = series(8, over + 5 * hour, 7 * hour, (at) => ({
      parts: { source: sourceOf(50_000 + at, "foreign") },
      recipients: [owner, victim(50_000 + at)],
    }));
    const first = attack(60, start + 2 * day, 10 * minute);
    const { detection } = run([...quietLife(6), ...first, ...drips]).at(-1) as Claim;
    expect(detection.counts).toMatchObject({ requests: 60, messages: 120 });
    expect(detection.lastSeen).toBeLessThan(over);
    const again = run([...quietLife(6), ...first, ...attack(60, start + 4 * day, 10 * minute, 70_000)]).at(-1) as Claim;
    expect(again.detection.id).toBe(detection.id);
    expect(again.detection.counts).toMatchObject({ requests: 120, messages: 240 });
  });

  /** An app's interface: fresh addresses abroad that read nothing and say what program they are; every `bounceEvery`th mail comes back. */
  const appCalls = (count: number, bounceEvery: number): Visit[] =>
    series(count, start + 2 * day, 5 * minute, (at) => ({
      parts: {
        endpoint: endpointOf(8, "/api/orders"),
        source: sourceOf(40_000 + at, "foreign"),
        agent: "named",
        referer: "none",
        refererPath: null,
      },
      recipients: [{ ...victim(40_000 + at), status: at % bounceEvery === bounceEvery - 1 ? "bounced" : "sent" }],
    }));

  it("says nothing of an interface whose clients name themselves and whose mail arrives", () => {
    expect(run([...quietLife(3), ...appCalls(300, 100)])).toEqual([]);
  });

  it("finds an interface whose clients name themselves but whose mail bounces like spam", () => {
    const claims = run([...quietLife(3), ...appCalls(300, 3)]);
    expect(claims[0]?.detection).toMatchObject({ class: "form-relay", firstSeen: start + 2 * day });
    expect(claims.at(-1)?.detection.counts.bounced).toBe(100);
  });

  it("leaves out who reads pages and posts to the form from abroad hours after the wave's last request", () => {
    const waveEnd = start + 2 * day + 590 * minute;
    const late = (hours: number): Visit => {
      const time = waveEnd + hours * hour;
      const before = { pages: 3, assets: 12, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: logAge(time) };
      return { time, parts: { source: sourceOf(60_000 + hours, "foreign"), before } };
    };
    const { detection } = run([...quietLife(3), ...attack(60, start + 2 * day, 10 * minute), late(2), late(5)]).at(-1) as Claim;
    expect(detection.counts).toMatchObject({ requests: 60, sources: 60, messages: 120 });
    expect(detection.lastSeen).toBeLessThan(waveEnd + hour);
  });

  it("keeps sites apart", () => {
    const other = { ...site, id: 1, domain: "other.example" };
    const visits = attack(60, start + 2 * day, 10 * minute).map((visit, at) =>
      at % 2 === 0 ? visit : { ...visit, parts: { ...visit.parts, site: other } },
    );
    expect(new Set(run(visits).map(({ detection }) => detection.site?.domain))).toEqual(new Set(["shop.example", "other.example"]));
  });
});
