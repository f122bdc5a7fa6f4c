import { describe, expect, it } from "vitest";
import {
  sourceOf as anySource,
  type Claim,
  day,
  endpointOf,
  hour,
  minute,
  runDetector,
  second,
  start,
  type Visit,
} from "../../../test/event-builders.ts";
import type { Origin, Source } from "../../domain/source.ts";
import type { Acquaintance, WriteRequest } from "../../domain/write-request.ts";
import { accountTakeover } from "./account-takeover.ts";

const logIn = endpointOf(7, "/wp-login.php");
const upload = { ...endpointOf(8, "/wp-admin/update.php"), query: "action=upload-plugin" };
const editor = endpointOf(9, "/wp-admin/plugin-editor.php");
const planted = endpointOf(10, "/wp-content/plugins/seo-tools/mail.php");
const ajax = endpointOf(11, "/wp-admin/admin-ajax.php");

/** A visitor on a network of their own. */
const sourceOf = (id: number, origin: Origin): Source => ({ ...anySource(id, origin), network: `AS${64_000 + id}` });

const run = (visits: readonly Visit[]): readonly Claim[] => runDetector(accountTakeover, visits);

const step = (time: number, parts: Partial<WriteRequest>, recipients: Visit["recipients"] = []): Visit => ({ time, parts, recipients });

const stranger = { source: sourceOf(66, "foreign") };
const read: Acquaintance = { pages: 9, assets: 40, writes: 3, endpoints: 2, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: 9 * day };

/** The owner at home, every other day. */
const owner = (days: number): Visit[] =>
  Array.from({ length: days }, (_, at) => at)
    .filter((at) => at % 2 === 0)
    .flatMap((at) => [
      step(start + at * day + 9 * hour, { endpoint: logIn, status: 302, source: sourceOf(1, "home"), before: read }),
      step(start + at * day + 9.1 * hour, { endpoint: ajax, source: sourceOf(1, "home"), before: read }),
    ]);

const at = start + 10 * day;
const guesses = (count: number, source = stranger.source): Visit[] =>
  Array.from({ length: count }, (_, index) => step(at + index * 5 * second, { endpoint: logIn, status: 200, source }));

const entered = at + 6 * hour;
const success = step(entered, { endpoint: logIn, status: 302, ...stranger });
const uploads = step(entered + minute, { endpoint: upload, ...stranger });

/** Calls of the planted file three days later, each with twenty mails to others. */
const mailing = (calls: number): Visit[] =>
  Array.from({ length: calls }, (_, call) =>
    step(
      entered + 3 * day + call * minute,
      { endpoint: planted, source: sourceOf(70, "foreign") },
      Array.from({ length: 20 }, (_unused, index) => ({ address: 1_000 + call * 20 + index })),
    ),
  );

describe("the account-takeover detector", () => {
  it("claims it when a stranger who guessed a password changes programs, before any mail", () => {
    const claims = run([...owner(14), ...guesses(40), success, uploads]);
    expect(claims[0]?.detection).toMatchObject({ class: "account-takeover", causeKind: "login", at: entered + minute });
    expect(claims[0]?.detection.confidence).toBeCloseTo(0.92);
    expect(claims[0]?.detection.counts.requests).toBe(42);
    expect(claims[0]?.detection.intrusion).toEqual({ at: entered, path: "/wp-login.php", planted: null });
  });

  it("grows surer with a planted file that is called, and surer with mail, as one case days long", () => {
    const claims = run([...owner(20), ...guesses(400), success, uploads, ...mailing(5)]);
    const last = claims.at(-1)?.detection;
    expect(new Set(claims.map(({ detection }) => detection.id)).size).toBe(1);
    expect(claims.map(({ detection }) => detection.confidence)).toEqual(claims.map(({ detection }) => detection.confidence).sort());
    expect(last).toMatchObject({ firstSeen: at, counts: { requests: 407, messages: 100, recipients: 100 } });
    expect(last?.confidence).toBeCloseTo(0.99);
    expect(last?.intrusion?.planted).toBe(planted.path);
  });

  it("sees a stolen password, used from abroad by a program, without a guess before", () => {
    expect(run([...owner(14), success, step(entered + minute, { endpoint: editor, status: 302, ...stranger })])).not.toEqual([]);
  });

  it("waits for the planted file where the log-in came from home", () => {
    const home = { source: sourceOf(80, "home") };
    const steps = [step(entered, { endpoint: logIn, status: 302, ...home }), step(entered + minute, { endpoint: upload, ...home })];
    expect(run([...owner(14), ...guesses(3, home.source), ...steps])).toEqual([]);
    expect(run([...owner(14), ...guesses(3, home.source), ...steps, ...mailing(3)]).at(-1)?.detection.confidence).toBeGreaterThan(0.9);
  });

  it("says nothing of an attack that finds no password", () => expect(run([...owner(14), ...guesses(2_000)])).toEqual([]));

  it("says nothing of the owner abroad who puts in a plugin", () => {
    const abroad = { source: sourceOf(90, "foreign"), before: read };
    const trip = [
      step(entered, { endpoint: logIn, status: 200, ...abroad }),
      step(entered + 10 * second, { endpoint: logIn, status: 302, ...abroad }),
      step(entered + minute, { endpoint: upload, ...abroad }),
    ];
    expect(run([...owner(14), ...trip])).toEqual([]);
    expect(run([...owner(14), ...guesses(600), ...trip])).toEqual([]);
  });

  it("says nothing of an agency on another network that comes every week", () => {
    const agency = (week: number): Visit[] => [
      step(start + week * 7 * day, { endpoint: logIn, status: 302, source: sourceOf(500, "home"), before: read }),
      step(start + week * 7 * day + minute, { endpoint: upload, source: sourceOf(500, "home"), before: read }),
      step(start + week * 7 * day + hour, { endpoint: planted, source: sourceOf(600, "home"), before: read }, [{ address: 1 }]),
    ];
    expect(run([...owner(28), ...[0, 1, 2, 3].flatMap(agency)])).toEqual([]);
  });

  it("says nothing of customers who log in all day", () => {
    const customers = Array.from({ length: 900 }, (_, index) =>
      step(start + 3 * day + index * 5 * minute, {
        endpoint: endpointOf(20, "/my-account/"),
        status: index % 5 === 0 ? 200 : 302,
        source: sourceOf(1_000 + index, index % 9 === 0 ? "foreign" : "home"),
        before: { ...read, writes: 0 },
      }),
    );
    expect(run([...owner(14), ...customers])).toEqual([]);
  });

  it("says nothing of a service abroad that looks after the site and never logs in, not even when a newsletter follows", () => {
    const service = { source: sourceOf(300, "foreign"), agent: "library" } as const;
    const users = endpointOf(21, "/wp-json/wp/v2/users");
    const newsletter = Array.from({ length: 300 }, (_, index) =>
      step(entered + 2 * hour + index * second, { endpoint: endpointOf(22, "/wp-cron.php"), agent: "self", source: sourceOf(9, "home") }, [
        { address: 5_000 + index },
      ]),
    );
    const visits = [step(entered, { endpoint: users, ...service }), step(entered + hour, { endpoint: upload, ...service })];
    expect(run([...owner(14), ...visits, ...newsletter])).toEqual([]);
  });

  it("says nothing of foreign customers of a shop whose log shows no assets, when a new plugin is first called", () => {
    const bare: Acquaintance = { ...read, assets: 0 };
    const customers = Array.from({ length: 60 }, (_, index) =>
      step(start + (5 + index / 12) * day, {
        endpoint: index % 2 === 0 ? logIn : endpointOf(20, "/my-account/"),
        status: 302,
        source: sourceOf(1_000 + index, index % 3 === 0 ? "foreign" : "home"),
        before: bare,
      }),
    );
    expect(run([...customers, ...mailing(3)])).toEqual([]);
  });

  it("says nothing of an owner who mistyped often, when a scanner tries an exploit afterwards", () => {
    const abroad = { source: sourceOf(90, "foreign"), before: read };
    const mistyped = Array.from({ length: 6 }, (_, index) => step(entered + index * minute, { endpoint: logIn, status: 200, ...abroad }));
    const probe = (path: string, endpoints: number) =>
      step(entered + hour, {
        endpoint: endpointOf(30, path),
        source: sourceOf(91, "foreign"),
        before: { ...read, pages: 0, assets: 0, endpoints },
      });
    const visits = [...mistyped, step(entered + 7 * minute, { endpoint: logIn, status: 302, ...abroad })];
    expect(run([...owner(14), ...visits, probe("/vendor/phpunit/src/Util/PHP/eval-stdin.php", 0)])).toEqual([]);
    expect(run([...owner(14), ...visits, probe("/wp-content/plugins/old/upload.php", 0)])).toEqual([]);
    expect(run([...owner(14), ...guesses(40), success, probe("/wp-content/plugins/old/upload.php", 9)])).toEqual([]);
  });

  it("says nothing of requests to the administration that are turned away", () => {
    const refused = { endpoint: upload, status: 403, refused: true, ...stranger };
    expect(run([...owner(14), ...guesses(40), step(entered, refused), step(entered + minute, refused)])).toEqual([]);
  });
});
