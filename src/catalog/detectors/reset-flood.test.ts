import { describe, expect, it } from "vitest";
import { type Claim, day, endpointOf, hour, minute, runDetector, sourceOf, start, type Visit } from "../../../test/event-builders.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { formFlood } from "./form-flood.ts";
import { resetFlood } from "./reset-flood.ts";

const wordpress = { ...endpointOf(7, "/wp-login.php"), query: "action=lostpassword" };

const run = (visits: readonly Visit[]): readonly Claim[] => runDetector(resetFlood, visits);

const asked = (count: number, every: number, make: (at: number) => Omit<Visit, "time">): Visit[] =>
  Array.from({ length: count }, (_, at) => ({ time: start + 2 * day + at * every, ...make(at) }));

const by = (id: number, parts: Partial<WriteRequest> = {}) => ({
  parts: { source: sourceOf(id, "foreign"), endpoint: wordpress, ...parts },
});

describe("the reset-flood detector", () => {
  it("finds resets asked for in mass, with the mail to the few who have an account", () => {
    const claims = run(asked(200, minute, (at) => ({ ...by(at, { status: 302 }), recipients: [{ address: at % 5 }] })));
    expect(claims[0]?.detection).toMatchObject({ class: "reset-flood", causeKind: "reset" });
    expect(claims.at(-1)?.detection.counts).toMatchObject({ requests: 200, messages: 200, recipients: 5 });
  });

  it("finds one program that asks for hours, and a flood after which no mail goes out", () => {
    expect(run(asked(300, minute, () => by(1)))).not.toEqual([]);
    const shop = endpointOf(8, "/my-account/lost-password/");
    expect(run(asked(200, minute, (at) => by(at, { endpoint: shop })))).not.toEqual([]);
  });

  it("says nothing of people who forgot their password", () => {
    const guest = { pages: 3, assets: 12, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: day };
    const forgetful = (at: number) => by(at, { source: sourceOf(at, "home"), before: guest });
    expect(run(asked(400, 30 * minute, (at) => ({ ...forgetful(at), recipients: [{ address: at }] })))).toEqual([]);
  });

  it("says nothing of a scanner's few a day", () => expect(run(asked(80, 6 * hour, (at) => by(at % 3)))).toEqual([]));

  it("says nothing of a program that mails whom it is told to: that is a relay", () => {
    expect(run(asked(400, minute, (at) => ({ ...by(at), recipients: [{ address: at }, { address: 10_000 + at }] })))).toHaveLength(0);
  });

  it("is not told as a flood of a form as well", () =>
    expect(
      runDetector(
        formFlood,
        asked(400, minute, (at) => by(at)),
      ),
    ).toEqual([]));
});
