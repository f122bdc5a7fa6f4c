import { describe, expect, it } from "vitest";
import { buildMessage, buildRequest, endpointOf, hour, minute, second, sourceOf, start } from "../../test/event-builders.ts";
import { createRandom } from "../../test/seeded-random.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { EndpointUse, WriteRequest } from "../domain/write-request.ts";
import { createDirectory, type Directory, type KnownAccount, type KnownSite } from "./directory.ts";
import { createOwnerVotes } from "./owner-votes.ts";
import { createTriggerJoin, type TriggerJoin } from "./trigger-join.ts";

/** Something that happens: a request, or a mail whose true trigger is known (null: none). */
interface Request {
  readonly kind: "request";
  readonly time: number;
  readonly endpoint: EndpointUse;
  /** Name of the request in the truth; mails point at it. */
  readonly name: number;
  readonly parts?: Partial<WriteRequest>;
  /** The server did not log it. */
  readonly lost?: boolean;
}

interface Mail {
  readonly kind: "mail";
  readonly time: number;
  readonly endpoint: EndpointUse | null;
}

type Happening = Request | Mail;

const form = endpointOf(0, "/contact/");
const otherForm = endpointOf(1, "/quote/");
const heartbeat = endpointOf(2, "/wp-admin/admin-ajax.php");

const told = [{ name: "u10123", uid: 10_123, host: null, sites: [{ domain: "shop.example", aliases: [], root: null }] }];

interface Tied {
  readonly mail: JoinedMail;
  readonly truth: EndpointUse | null;
}

/** Runs happenings through a join in order of time; gives each mail with the endpoint that truly sent it. */
const run = (
  happenings: readonly Happening[],
  directory: Directory = createDirectory(told),
): { readonly tied: readonly Tied[]; readonly join: TriggerJoin; readonly site: KnownSite } => {
  const site = directory.siteOf("shop.example");
  const account = directory.accountOf("sv1", 10_123, "u10123");
  const votes = createOwnerVotes(directory);
  const tied: Tied[] = [];
  const truths = new Map<number, EndpointUse | null>();
  const join = createTriggerJoin({ settled: (mail) => tied.push({ mail, truth: truths.get(mail.message.id) ?? null }), vote: votes.vote });
  for (const [id, happening] of happenings.toSorted((a, b) => a.time - b.time).entries()) {
    join.settle(happening.time);
    if (happening.kind === "mail") {
      truths.set(id, happening.endpoint);
      join.submitted(buildMessage(id, happening.time, { account }));
    } else if (happening.lost !== true) {
      join.request(buildRequest(id, happening.time, { site, endpoint: happening.endpoint, ...happening.parts }));
    }
  }
  join.finish();
  return { tied, join, site };
};

const toSecond = (time: number): number => Math.floor(time / second) * second;

interface FormUse {
  readonly endpoint: EndpointUse;
  readonly count: number;
  readonly everyMs: number;
  readonly mailsEach: number;
}

/** Requests at random moments, each with its mails within 0.1 to 1.3 seconds; both logs write whole seconds. */
const useForm = (
  random: (below: number) => number,
  { endpoint, count, everyMs, mailsEach }: FormUse,
  skewMs = 0,
  lostShare = 0,
): Happening[] =>
  Array.from({ length: count }, (_, at) => {
    const time = start + at * everyMs + random(everyMs);
    const lost = random(1_000) < lostShare * 1_000;
    const request: Request = {
      kind: "request",
      time: toSecond(time),
      endpoint,
      name: at,
      lost,
      parts: { source: sourceOf(at, "foreign") },
    };
    const mails = Array.from(
      { length: mailsEach },
      (): Mail => ({ kind: "mail", time: toSecond(time + 100 + random(1_200) + skewMs), endpoint }),
    );
    return [request, ...mails];
  }).flat();

const beat = (everyMs: number, until: number): Happening[] =>
  Array.from({ length: Math.floor((until - start) / everyMs) }, (_, at) => ({
    kind: "request",
    time: start + at * everyMs,
    endpoint: heartbeat,
    name: at,
    parts: { source: sourceOf(9_999, "home") },
  }));

/** Share of the mails of an endpoint (null: of none) that were tied to it. */
const rightShare = (tied: readonly Tied[], endpoint: EndpointUse | null): number => {
  const own = tied.filter(({ truth }) => truth === endpoint);
  return own.filter(({ mail }) => (mail.trigger?.endpoint.id ?? null) === (endpoint?.id ?? null)).length / own.length;
};

const contactUse: FormUse = { endpoint: form, count: 400, everyMs: 90 * second, mailsEach: 2 };

describe("createTriggerJoin", () => {
  it("ties each mail to the form that sends and not to a heartbeat every 15 seconds", () => {
    const { tied } = run([...useForm(createRandom(1), contactUse), ...beat(15 * second, start + 400 * 90 * second)]);
    expect(tied).toHaveLength(800);
    expect(rightShare(tied, form)).toBeGreaterThanOrEqual(0.95);
  });

  it.each([-2, -1, 1, 2])("does so with clocks that differ by %d seconds", (skew) => {
    const { tied } = run([...useForm(createRandom(2), contactUse, skew * second), ...beat(15 * second, start + 400 * 90 * second)]);
    expect(rightShare(tied, form)).toBeGreaterThanOrEqual(0.95);
  });

  it("does so when every thirtieth request was not logged, of the mails whose request was", () => {
    const happenings = [...useForm(createRandom(3), contactUse, 0, 0.03), ...beat(15 * second, start + 400 * 90 * second)];
    const lost = happenings.filter((one) => one.kind === "request" && one.lost).length;
    const { tied } = run(happenings);
    const right = tied.filter(({ mail }) => mail.trigger?.endpoint === form).length;
    expect(lost).toBeGreaterThan(4);
    expect(right).toBeGreaterThanOrEqual((800 - 2 * lost) * 0.95);
  });

  it("leaves a cron job's mail, one a second, untied beside a heartbeat", () => {
    const mails = Array.from(
      { length: 3_600 },
      (_, at): Mail => ({ kind: "mail", time: start + 10 * minute + at * second, endpoint: null }),
    );
    const { tied, join, site } = run([...beat(15 * second, start + 2 * hour), ...mails]);
    expect(rightShare(tied, null)).toBeGreaterThanOrEqual(0.95);
    expect(join.trailsOf([site])[0]?.messages).toBeLessThanOrEqual(180);
  });

  it("leaves a cron job's mail, one a minute, untied beside a heartbeat", () => {
    const mails = Array.from({ length: 600 }, (_, at): Mail => ({ kind: "mail", time: start + 10 * minute + at * minute, endpoint: null }));
    const { tied } = run([...beat(17 * second, start + 11 * hour), ...mails]);
    expect(rightShare(tied, null)).toBeGreaterThanOrEqual(0.8);
  });

  it("gives a heartbeat no more mail than chance explains", () => {
    const mails = Array.from({ length: 600 }, (_, at): Mail => ({ kind: "mail", time: start + 10 * minute + at * minute, endpoint: null }));
    const { join, site } = run([...beat(17 * second, start + 11 * hour), ...mails]);
    // Within 2.5 s of a beat each 17 s fall 88 of the 600.
    expect(join.trailsOf([site])[0]?.messages).toBeLessThan(88 + 60);
  });

  it("tells two forms apart that both send", () => {
    const random = createRandom(4);
    const { tied } = run([
      ...useForm(random, { endpoint: form, count: 300, everyMs: 60 * second, mailsEach: 2 }),
      ...useForm(random, { endpoint: otherForm, count: 300, everyMs: 60 * second, mailsEach: 1 }),
    ]);
    expect(rightShare(tied, form)).toBeGreaterThanOrEqual(0.85);
    expect(rightShare(tied, otherForm)).toBeGreaterThanOrEqual(0.85);
  });

  it("ties both mails of one request to that request", () => {
    const { tied } = run(useForm(createRandom(5), contactUse));
    const perRequest = Map.groupBy(tied, ({ mail }) => mail.trigger?.id);
    expect([...perRequest.values()].filter((mails) => mails.length === 2).length).toBeGreaterThanOrEqual(380);
  });

  it("never ties a mail to a request that was refused, nor to the server's own", () => {
    const one = (parts: Partial<WriteRequest>): Happening[] => [
      { kind: "request", time: start, endpoint: form, name: 0, parts },
      { kind: "mail", time: start + second, endpoint: null },
    ];
    expect(run(one({ refused: true, status: 403 })).tied[0]?.mail.trigger).toBeNull();
    expect(run(one({ agent: "self" })).tied[0]?.mail.trigger).toBeNull();
    expect(run(one({})).tied[0]?.mail.trigger?.endpoint).toBe(form);
  });

  it("counts refused requests as requests of the endpoint", () => {
    const { join, site } = run([{ kind: "request", time: start, endpoint: form, name: 0, parts: { refused: true, status: 403 } }]);
    expect(join.trailsOf([site])[0]).toMatchObject({ requests: 1, messages: 0 });
  });

  it("never ties mail of an authenticated mailbox, or mail that nobody here sent", () => {
    const directory = createDirectory(told);
    const account = directory.accountOf("sv1", 10_123, "u10123") as KnownAccount;
    const settled: JoinedMail[] = [];
    const join = createTriggerJoin({ settled: (mail) => settled.push(mail), vote: () => undefined });
    join.request(buildRequest(0, start, { site: directory.siteOf("shop.example") }));
    join.submitted(buildMessage(1, start + second, { account, submission: "smtp-auth" }));
    join.submitted(buildMessage(2, start + second, { account: null }));
    join.finish();
    expect(settled.map(({ trigger }) => trigger)).toEqual([null, null]);
  });

  it("settles a mail only when every request that may belong to it was seen", () => {
    const directory = createDirectory(told);
    const settled: JoinedMail[] = [];
    const join = createTriggerJoin({ settled: (mail) => settled.push(mail), vote: () => undefined });
    join.submitted(buildMessage(0, start, { account: directory.accountOf("sv1", 10_123, "u10123") }));
    join.settle(start + 2 * second);
    expect(settled).toEqual([]);
    join.request(buildRequest(1, start + 2 * second, { site: directory.siteOf("shop.example") }));
    join.settle(start + 6 * second);
    expect(settled).toHaveLength(1);
    expect(settled[0]?.trigger?.id).toBe(1);
    expect(settled[0]?.settledAt).toBeGreaterThanOrEqual(start + 2 * second);
  });

  it("finds out who owns a site that nobody told, and then gives it no other account's mail", () => {
    const directory = createDirectory([]);
    const { tied, site } = run(useForm(createRandom(6), { ...contactUse, count: 50 }), directory);
    expect(site.account?.uid).toBe(10_123);
    expect(site.inferred).toBe(true);
    expect(rightShare(tied, form)).toBeGreaterThanOrEqual(0.95);
    const stranger = directory.accountOf("sv1", 20_000, "u20000");
    expect(stranger.sites).toEqual([]);
  });

  it("gives a script's list to its one request, its slow first messages too, where no form can lie", () => {
    const mailer = endpointOf(3, "/wp-content/uploads/x.php");
    const call: Happening = { kind: "request", time: start + hour, endpoint: mailer, name: 1 };
    const list = Array.from({ length: 60 }, (_, at): Mail => ({ kind: "mail", time: start + hour + 1_500 + at * 1_100, endpoint: mailer }));
    expect(rightShare(run([call, ...list]).tied, mailer)).toBe(1);
  });

  it("keeps a flood of requests in bounded time and memory", () => {
    const flood = Array.from(
      { length: 100_000 },
      (_, at): Happening => ({ kind: "request", time: start + at, endpoint: heartbeat, name: at }),
    );
    const mails = Array.from({ length: 100 }, (_, at): Mail => ({ kind: "mail", time: start + at * second, endpoint: null }));
    const { tied, join, site } = run([...flood, ...mails]);
    expect(tied).toHaveLength(100);
    expect(join.trailsOf([site])[0]?.requests).toBe(100_000);
  });

  it("keeps its table of endpoints bounded when a scanner posts twice to every path it can think of", () => {
    const scan = Array.from({ length: 6_000 }, (_, at): Happening[] => {
      const endpoint = endpointOf(100 + at, `/x${at}`);
      return [0, 1].map((again) => ({ kind: "request", time: start + at * 10 + again, endpoint, name: at, parts: { status: 404 } }));
    }).flat();
    const { tied, join, site } = run([...scan, ...useForm(createRandom(7), { ...contactUse, count: 50 })]);
    expect(join.trailsOf([site]).length).toBeLessThanOrEqual(2_048);
    expect(rightShare(tied, form)).toBeGreaterThanOrEqual(0.95);
  });
});
