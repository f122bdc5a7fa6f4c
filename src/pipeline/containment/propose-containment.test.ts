import { describe, expect, it } from "vitest";
import { buildDetection, buildSources, plainReach } from "../../../test/detection-builder.ts";
import { account, hour, site, start } from "../../../test/event-builders.ts";
import type { Detection } from "../../domain/detection.ts";
import type { Past } from "./proposal.ts";
import { proposeContainment } from "./propose-containment.ts";

const counts = { ...buildDetection({}).counts, requests: 100, foreignRequests: 100, sources: 50 };
const tally = {
  everybody: { requests: 5_000, foreignRequests: 700, writes: 250, foreignWrites: 120 },
  wave: { requests: 130, foreignRequests: 130, writes: 100, foreignWrites: 100 },
};
const scattered = buildSources(50, {}, (at) => `2001:db8:${at.toString(16)}::1`);
const relay = buildDetection({ class: "form-relay", causeKind: "form", counts, tally, sources: scattered, accountMessagesSinceStart: 230 });

/** The past of a case; `others` = requests of others from the wave's own networks. */
const past = (detection: Detection, { home = "JP" as string | null, others = 0 } = {}): Past => ({
  detection,
  home,
  history: {
    hours: () =>
      new Map([
        [start - hour, 4],
        [start, 300],
      ]),
  },
  sources: { requestsFrom: () => ({ own: 110, others }) },
  regularWrites: 0,
});

const measuresOf = (detection: Detection, options = {}): readonly string[] =>
  proposeContainment(past(detection, options)).proposed.map(({ measure }) => measure);
const figuresOf = (detection: Detection): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    proposeContainment(past(detection)).proposed.map(({ measure, abusive, other, unit }) => [measure, [abusive, other, unit]]),
  );
const whyNot = (detection: Detection, options = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(proposeContainment(past(detection, options)).notProposed.map(({ measure, reason }) => [measure, reason]));

describe("against strangers at a form", () => {
  it("goes from narrow to wide, writes from abroad first", () => {
    expect(measuresOf(relay)).toEqual([
      "deny-foreign-writes",
      "challenge-foreign",
      "deny-foreign",
      "deny-writes",
      "hold-mail",
      "stop-mail",
    ]);
    expect(measuresOf({ ...relay, class: "subscription-bombing" })).toEqual(measuresOf(relay));
  });

  it("counts what each measure would have stopped, of the wave and of everybody else", () => {
    expect(figuresOf(relay)).toMatchObject({
      "deny-foreign-writes": [100, 20, "requests"],
      "deny-foreign": [130, 570, "requests"],
      "deny-writes": [100, 150, "requests"],
      "hold-mail": [200, 30, "messages"],
    });
  });

  it("stops no more than there was when the wave was seen last", () => {
    const later = { ...relay, tally: { ...tally, wave: { ...tally.wave, foreignWrites: 400 } } };
    expect(figuresOf(later)["deny-foreign-writes"]).toEqual([120, 0, "requests"]);
  });

  it("says nothing of abroad against proxies at home, or where nobody told where home is", () => {
    const domestic = { ...relay, counts: { ...counts, foreignRequests: 0 } };
    expect(measuresOf(domestic)).toEqual(["deny-writes", "hold-mail", "stop-mail"]);
    expect(whyNot(domestic)["deny-foreign-writes"]).toBe("sources-not-foreign");
    const proxied = { ...domestic, sources: buildSources(9, { country: null, foreign: false }) };
    expect(whyNot(proxied)["deny-foreign-writes"]).toBe("origin-unknown");
    expect(whyNot(relay, { home: null })["deny-foreign"]).toBe("home-unknown");
  });

  it("targets the account for mail, and says when there is none", () => {
    expect(proposeContainment(past(relay)).proposed.find(({ measure }) => measure === "hold-mail")?.target).toEqual({ account: "u10123" });
    expect(whyNot({ ...relay, account: null })["hold-mail"]).toBe("no-account");
  });

  it("leaves out what would stop nothing", () => {
    const nothing = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
    const silent = { ...relay, class: "form-flood" as const, tally: { everybody: nothing, wave: nothing } };
    expect(measuresOf(silent)).toEqual([]);
    expect(whyNot(silent)["deny-writes"]).toBe("stops-little");
  });
});

describe("against few networks", () => {
  const few = { ...relay, sources: buildSources(7, { requests: 14 }) };

  it("closes those first, in a list that a person can review", () => {
    const [first] = proposeContainment(past(few, { others: 4 })).proposed;
    expect(first).toEqual({
      measure: "deny-network",
      target: { site: "shop.example", cidrs: ["203.0.113.0/24"] },
      abusive: 110,
      other: 4,
      unit: "requests",
    });
  });

  it("does not where they are many, where visitors share them, or where nobody can place them", () => {
    expect(whyNot(relay)["deny-network"]).toBe("sources-scattered");
    expect(whyNot(few, { others: 40 })["deny-network"]).toBe("shared-networks");
    // Most of what these addresses ask is not the wave's: they are a proxy's.
    expect(whyNot({ ...few, sources: buildSources(7, { requests: 1 }) })["deny-network"]).toBe("shared-networks");
    const proxied = { ...few, sources: buildSources(7, { country: null, foreign: false }) };
    expect(whyNot(proxied)["deny-network"]).toBe("sources-scattered");
  });
});

describe("against a script", () => {
  const root = "/home/u10123/public_html";
  const at = (path: string, others = 0): Partial<Detection> => ({
    causeName: path,
    site: { ...site, root },
    reach: { ...plainReach, path: { path, wave: 6, others } },
  });
  const upload = buildDetection({ ...at("/wp-content/uploads/x.php"), counts, tally, sources: scattered });

  it("closes its address, then its file, and nothing wider than the mail", () => {
    const { proposed } = proposeContainment(past(upload));
    expect(proposed.map(({ measure }) => measure)).toEqual(["deny-path", "quarantine-file", "hold-mail", "stop-mail"]);
    expect(proposed[0]).toMatchObject({ target: { site: "shop.example", path: "/wp-content/uploads/x.php" }, abusive: 6, other: 0 });
    expect(proposed[1]?.target).toEqual({ site: "shop.example", file: `${root}/wp-content/uploads/x.php` });
    expect(whyNot(upload)["deny-foreign-writes"]).toBe("wider-than-needed");
  });

  it("counts messages where no request of the site was read", () => {
    const unseen = {
      ...upload,
      reach: { ...plainReach, isSiteSeen: false, path: { path: "/wp-content/uploads/x.php", wave: 0, others: 0 } },
    };
    expect(figuresOf(unseen)["deny-path"]).toEqual([200, 0, "messages"]);
  });

  it("takes its readers for the wave where the mail alone tells of it", () => {
    const path = "/wp-content/themes/x/404.php";
    const read = { ...upload, reach: { ...plainReach, path: { path, wave: 0, others: 40 } } };
    expect(figuresOf(read)["deny-path"]).toEqual([40, 0, "requests"]);
  });

  it("leaves a file of the site's own software where it is, and holds the mail first where every page comes through it", () => {
    const injected = { ...upload, class: "injected-mailer" as const };
    expect(whyNot({ ...injected, ...at("/wp-content/plugins/akismet/widget.php") })["quarantine-file"]).toBe("own-file");
    const front = { ...injected, ...at("/index.php") };
    expect(measuresOf(front)[0]).toBe("hold-mail");
    expect(whyNot(front)["deny-path"]).toBe("serves-visitors");
  });

  it("leaves open what ordinary visitors ask for, and says what it cannot name", () => {
    expect(whyNot({ ...upload, ...at("/friend.php", 30) })["deny-path"]).toBe("serves-visitors");
    expect(whyNot({ ...upload, reach: plainReach })["deny-path"]).toBe("path-unknown");
    expect(whyNot({ ...upload, site })["quarantine-file"]).toBe("root-unknown");
    const folder = { ...upload, ...at("/wp-content/plugins/x/") };
    expect(whyNot(folder)).toMatchObject({ "deny-path": "path-unknown", "quarantine-file": "path-unknown" });
  });

  it("touches the site before the whole account's mail where several sites share it", () => {
    const front = { ...upload, ...at("/index.php"), class: "injected-mailer" as const };
    const shared = { ...front, reach: { ...plainReach, sites: 3, path: { path: "/index.php", wave: 6, others: 900 } } };
    expect(measuresOf(shared)).toEqual([
      "deny-foreign-writes",
      "challenge-foreign",
      "deny-foreign",
      "deny-writes",
      "hold-mail",
      "stop-mail",
    ]);
  });

  it("proposes nothing where only the mail of a server's own user with several sites could be stopped", () => {
    const cron = { ...upload, class: "cron-mailer" as const, causeKind: "bulk" as const, site: null };
    expect(measuresOf(cron)[0]).toBe("hold-mail");
    const several = { ...cron, reach: { ...plainReach, sites: 3 } };
    expect(measuresOf(several)[0]).toBe("hold-mail");
    expect(measuresOf({ ...several, account: { ...account, uid: 48 } })).toEqual([]);
    const shared = { ...several, account: { ...account, name: "www-data" } };
    expect(measuresOf(shared)).toEqual([]);
    expect(whyNot(shared)).toMatchObject({ "hold-mail": "shared-account", "stop-mail": "shared-account", "deny-writes": "no-request" });
    const mailbox = { ...shared, class: "smtp-credential-abuse" as const, causeKind: "mailbox" as const, mailbox: "info@a.example" };
    expect(measuresOf(mailbox)).toEqual(["lock-mailbox", "hold-mail"]);
  });

  it("closes what an intruder put in place, and the way that the intruder came", () => {
    const path = "/wp-content/plugins/fix/m.php";
    const taken = {
      ...upload,
      ...at(path),
      class: "account-takeover" as const,
      intrusion: { at: start, path: "/wp-login.php", planted: path },
    };
    expect(measuresOf(taken).slice(0, 3)).toEqual(["deny-path", "quarantine-file", "deny-foreign-writes"]);
  });
});

describe("against mail without requests", () => {
  it("holds, stops or caps a scheduled job's, and touches no site", () => {
    const job = buildDetection({ class: "cron-mailer", causeKind: "bulk", site: null, hours: new Map([[start, 290]]) });
    const { proposed } = proposeContainment(past(job));
    expect(proposed.map(({ measure }) => measure)).toEqual(["hold-mail", "stop-mail", "cap-mail"]);
    expect(proposed[2]).toMatchObject({ target: { account: "u10123", perHour: 10 }, abusive: 280, other: 10 });
    expect(whyNot(job)["deny-foreign-writes"]).toBe("no-request");
  });

  it("locks the mailbox first, its owner's own mail counted", () => {
    const mailbox = "info@shop.example";
    const leak = buildDetection({
      class: "smtp-credential-abuse",
      causeKind: "mailbox",
      mailbox,
      site: null,
      reach: { ...plainReach, mailboxMessages: 212 },
    });
    const { proposed } = proposeContainment(past(leak));
    expect(proposed.map(({ measure, target, other }) => [measure, target, other])).toEqual([
      ["lock-mailbox", { mailbox }, 12],
      ["hold-mail", { account: "u10123" }, 300],
    ]);
    expect(whyNot(leak)).toMatchObject({ "stop-mail": "not-local", "deny-writes": "no-request" });
  });
});

describe("against what is no abuse", () => {
  it("leaves the mail alone in a nuisance", () => {
    const flood = { ...relay, class: "comment-spam" as const };
    expect(measuresOf(flood)).toEqual(["deny-foreign-writes", "challenge-foreign", "deny-foreign", "deny-writes"]);
    expect(whyNot(flood)["hold-mail"]).toBe("mail-not-abused");
  });

  it("proposes nothing for passwords guessed at a mail server, or for what is lawful", () => {
    expect(measuresOf({ ...relay, class: "login-attack", site: null })).toEqual([]);
    expect(whyNot({ ...relay, class: "login-attack", site: null })["deny-network"]).toBe("no-request");
    expect(proposeContainment(past({ ...relay, class: "newsletter" }))).toEqual({ proposed: [], notProposed: [] });
  });
});
