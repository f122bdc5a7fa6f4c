import { describe, expect, it } from "vitest";
import { at, containmentOf, everyMinute, mailOf, truthOf, writeOf } from "../../../test/scoring-builders.ts";
import { measureImpact } from "./measure-impact.ts";
import { createTrustedRows } from "./trusted-rows.ts";

const attack = { incident: "i1" };
const truth = truthOf({
  writes: [
    ...everyMinute(30, 10, (hour) => writeOf(hour, attack)),
    writeOf(10.5, { ...attack, isLost: true }),
    writeOf(11, { ...attack, country: "JP" }),
    writeOf(11.1, { ...attack, country: "" }),
    ...everyMinute(4, 12, (hour) => writeOf(hour, { path: "/shop/" })),
    ...everyMinute(6, 13, (hour) => writeOf(hour, { country: "JP", path: "/wp-login.php" })),
    ...everyMinute(5, 14, (hour) => writeOf(hour, { source: "203.0.113.9" })),
    ...everyMinute(5, 15, (hour) => writeOf(hour, { country: "JP", path: "/wp-cron.php" })),
    writeOf(100, attack),
    writeOf(12, { site: "b.example" }),
  ],
  reads: [...everyMinute(7, 9, (hour) => writeOf(hour, { ...attack, method: "GET" }))],
  mails: [
    ...everyMinute(50, 10, (hour) => mailOf(hour, attack)),
    ...everyMinute(10, 10.5, (hour) => mailOf(hour, { mailbox: "info@a.example" })),
    mailOf(11, { ...attack, isLost: true }),
  ],
  foreign: [0, 1, 2].map((day) => ({ site: "a.example", day: at(day * 24), foreignRequests: 110, trustedForeignRequests: 10 })),
  exceptions: [
    { site: "*", source: "203.0.113.0/24", isNamed: true },
    // A monitor that nobody told the operator of: a measure stops it, and its requests count.
    { site: "*", source: "198.51.100.0/24", isNamed: false },
  ],
});

const ask = (containment: ReturnType<typeof containmentOf>) =>
  measureImpact(truth, {
    containment,
    home: "JP",
    host: "sv1",
    incidents: new Set(["i1"]),
    isTrusted: createTrustedRows(truth.exceptions),
  });

const none = { abusive: 0, other: 0 };
const messages = { ...none, unit: "messages" as const };
const site = { site: "a.example" };

describe("what a measure would really have stopped", () => {
  it("counts writes from abroad that are in the logs and that nobody vouches for", () => {
    expect(ask(containmentOf("deny-foreign-writes", site, none))).toEqual({ abusive: 30, other: 4 });
  });

  it("counts writes of everybody but the server itself", () => {
    expect(ask(containmentOf("deny-writes", site, none))).toEqual({ abusive: 32, other: 10 });
  });

  it("counts only up to the time that the case states", () => {
    expect(ask(containmentOf("deny-foreign-writes", site, { ...none, until: 10.25 }))).toEqual({ abusive: 16, other: 0 });
  });

  it("counts the pages that the attackers read for a whole block, and others by the day", () => {
    expect(ask(containmentOf("deny-foreign", site, { ...none, until: 36 }))).toEqual({ abusive: 37, other: 113 });
  });

  it("does not guess others' requests where crawlers are not told apart", () => {
    const foreignBySite = new Map([["a.example", [{ site: "a.example", day: at(0), foreignRequests: 9, trustedForeignRequests: null }]]]);
    const containment = containmentOf("deny-foreign", site, none);
    const question = { containment, home: "JP", host: "sv1", incidents: new Set(["i1"]), isTrusted: () => false };
    expect(measureImpact({ ...truth, foreignBySite }, question)).toEqual({ abusive: 37, other: null });
  });

  it("counts the requests to one path, to one file, and from some networks", () => {
    expect(ask(containmentOf("deny-path", { ...site, path: "/shop/" }, none))).toEqual({ abusive: 0, other: 4 });
    expect(ask(containmentOf("quarantine-file", { ...site, file: "/home/u1/public_html/contact/" }, none))?.abusive).toBe(39);
    expect(ask(containmentOf("deny-network", { ...site, cidrs: ["192.0.2.0/28"] }, none))).toEqual({ abusive: 39, other: null });
  });

  it("counts messages of an account, of a mailbox, and above a cap", () => {
    expect(ask(containmentOf("hold-mail", { account: "u1" }, messages))).toEqual({ abusive: 50, other: 10 });
    expect(ask(containmentOf("lock-mailbox", { mailbox: "info@a.example" }, messages))).toEqual({ abusive: 0, other: 10 });
    const capped = ask(containmentOf("cap-mail", { account: "u1", perHour: 20 }, messages));
    expect((capped?.abusive ?? 0) + (capped?.other ?? 0)).toBe(40);
  });

  it("has no answer for figures of another kind", () => {
    expect(ask(containmentOf("hold-mail", { account: "u1" }, none))).toBeNull();
    expect(ask(containmentOf("deny-path", { ...site, path: "/" }, messages))).toBeNull();
  });
});
