import { describe, expect, it } from "vitest";
import { account, day, hour, minute, site, start } from "../../test/event-builders.ts";
import type { Detection } from "../domain/detection.ts";
import { createCaseBook } from "./case-book.ts";

const noTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };

const claim = (parts: Partial<Detection> & { readonly firstSeen: number; readonly lastSeen: number }, requests = 10): Detection => ({
  id: `form ${parts.firstSeen}`,
  causeKind: "form",
  causeName: "",
  file: null,
  mailbox: null,
  class: "form-relay",
  confidence: 0.95,
  at: parts.lastSeen,
  account,
  site,
  counts: { requests, refusedRequests: 0, foreignRequests: 0, sources: 5, messages: 5, recipients: 5, foreignRecipients: 0, bounced: 0 },
  accountMessages: 5,
  usualMessagesPerMs: null,
  trails: [],
  sources: [],
  tally: { everybody: noTally, wave: noTally },
  accountMessagesSinceStart: 5,
  reasons: [],
  gaps: [],
  evidence: [],
  requestMinutes: new Set(),
  hours: new Map(),
  ...parts,
});

const trailOf = (path: string): Detection["trails"][number] => ({
  endpoint: { id: path.length, site: site.domain, method: "POST", path, query: null },
  requests: 9,
  messages: 0,
  waveRequests: 9,
  waveMessages: 0,
  otherMessages: 0,
});

const casesOf = (...claims: readonly Detection[]) => {
  const book = createCaseBook();
  for (const one of claims) book.take(one);
  return book.cases();
};

describe("the case book", () => {
  it("keeps one case for a wave that is told again and again, with its latest figures and its first moment", () => {
    const cases = casesOf(
      claim({ firstSeen: start, lastSeen: start + hour }, 10),
      claim({ firstSeen: start, lastSeen: start + 2 * hour }, 20),
      claim({ firstSeen: start, lastSeen: start + 30 * hour }, 300),
    );
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ detectedAt: start + hour, openedAt: start + hour });
    expect(cases[0]?.detection.counts.requests).toBe(300);
    expect(cases[0]?.history).toHaveLength(1);
  });

  it("goes on with a case within 72 hours of quiet and begins a new one after", () => {
    const first = claim({ firstSeen: start, lastSeen: start + hour });
    expect(casesOf(first, claim({ firstSeen: start + hour + 72 * hour, lastSeen: start + 74 * hour }))).toHaveLength(1);
    expect(casesOf(first, claim({ firstSeen: start + hour + 72 * hour + minute, lastSeen: start + 75 * hour }))).toHaveLength(2);
  });

  it("gives a last word on an ended wave to that wave's case", () => {
    const cases = casesOf(
      claim({ firstSeen: start, lastSeen: start + hour }, 10),
      claim({ firstSeen: start + 5 * day, lastSeen: start + 5 * day + hour }, 4),
      claim({ firstSeen: start, lastSeen: start + 2 * hour, at: start + 6 * day }, 12),
    );
    expect(cases.map(({ detection }) => detection.counts.requests)).toEqual([12, 4]);
  });

  it("turns a flood that sends mail after all into a relay, and keeps how it got there", () => {
    const cases = casesOf(
      claim({ class: "form-flood", id: "flood", firstSeen: start, lastSeen: start + hour, confidence: 0.85 }, 400),
      claim({ firstSeen: start + 2 * hour, lastSeen: start + 3 * hour }, 40),
      claim({ class: "form-flood", id: "flood", firstSeen: start, lastSeen: start + 4 * hour, confidence: 0.85 }, 500),
    );
    expect(cases).toHaveLength(1);
    expect(cases[0]?.detection.class).toBe("form-relay");
    expect(cases[0]).toMatchObject({ openedAt: start + hour, detectedAt: start + 3 * hour });
    expect(cases[0]?.history.map((step) => [step.class, step.at])).toEqual([
      ["form-flood", start + hour],
      ["form-relay", start + 3 * hour],
    ]);
  });

  it("keeps a flooded form beside the form that mails, and one wave that uses both together", () => {
    const flood = { class: "form-flood", id: "flood", confidence: 0.85, firstSeen: start, lastSeen: start + day } as const;
    const relay = { id: "relay", firstSeen: start + 2 * hour, lastSeen: start + 3 * hour } as const;
    const [join, contact] = [{ trails: [trailOf("/join")] }, { trails: [trailOf("/contact/")] }];
    const apart = casesOf(claim({ ...flood, ...join }, 400), claim({ ...relay, ...contact }, 40), claim({ ...flood, ...join }, 500));
    expect(apart.map(({ detection }) => [detection.class, detection.counts.requests])).toEqual([
      ["form-relay", 40],
      ["form-flood", 500],
    ]);
    const both = { trails: [trailOf("/join"), trailOf("/contact/")] };
    expect(casesOf(claim({ ...flood, ...both }, 400), claim({ ...relay, ...contact }, 40))).toHaveLength(1);
    const sources = [{ address: "203.0.113.7", country: null, network: null, foreign: true, requests: 5 }];
    expect(casesOf(claim({ ...flood, ...join, sources }, 400), claim({ ...relay, ...contact, sources }, 40))).toHaveLength(1);
  });

  it("follows a detector that thinks better of its own wave, and keeps what it said first", () => {
    const wave = { id: "bulk", causeKind: "bulk", site: null, firstSeen: start } as const;
    const cases = casesOf(
      claim({ ...wave, class: "cron-mailer", lastSeen: start + minute, at: start + minute }),
      claim({ ...wave, class: "newsletter", lastSeen: start + 5 * minute, at: start + 5 * minute }),
    );
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ detectedAt: start + 5 * minute, openedAt: start + minute });
    expect(cases[0]?.detection.class).toBe("newsletter");
    expect(cases[0]?.history.map((step) => step.class)).toEqual(["cron-mailer", "newsletter"]);
  });

  const takeover = claim(
    {
      class: "account-takeover",
      causeKind: "login",
      id: "login",
      firstSeen: start,
      lastSeen: start + 4 * day,
      at: start + day,
      intrusion: { at: start + day, path: "/wp-login.php", planted: "/wp-content/plugins/x/m.php" },
    },
    500,
  );
  const guessing = claim(
    { class: "login-attack", causeKind: "login", id: "login", firstSeen: start, lastSeen: start + hour, confidence: 0.9 },
    400,
  );
  const mailer = claim({
    class: "script-mailer",
    causeKind: "script",
    causeName: "/x/m.php",
    firstSeen: start + 3 * day,
    lastSeen: start + 5 * day,
    counts: { ...takeover.counts, messages: 900, recipients: 800 },
    hours: new Map([[start + 3 * day, 900]]),
  });

  it("makes one case of guessed passwords, the takeover and its mailer, which keeps the larger count of mail", () => {
    const cases = casesOf(guessing, takeover, mailer);
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({ openedAt: start + hour, detectedAt: start + day });
    expect(cases[0]?.detection).toMatchObject({
      class: "account-takeover",
      lastSeen: start + 5 * day,
      counts: { requests: 500, messages: 900 },
    });
    expect(cases[0]?.history.map((one) => one.class)).toEqual(["login-attack", "account-takeover", "script-mailer"]);
  });

  it("leaves a mailer alone that began before the takeover, long after it, or on another account's site", () => {
    const later = start + 16 * day;
    expect(casesOf(takeover, { ...mailer, firstSeen: start - hour })).toHaveLength(2);
    expect(casesOf(takeover, { ...mailer, firstSeen: later, lastSeen: later + hour })).toHaveLength(2);
    const other = { ...account, name: "u2" };
    expect(casesOf(takeover, { ...mailer, account: other, site: { ...site, id: 5, account: other } })).toHaveLength(2);
  });

  it("takes mail without a request for the intruder's only where some of it was seen to be", () => {
    const cron = { ...mailer, class: "cron-mailer", causeKind: "bulk", site: null } as const;
    expect(casesOf(takeover, cron)).toHaveLength(2);
    expect(casesOf({ ...takeover, hours: new Map([[start + 3 * day, 8]]) }, cron)).toHaveLength(1);
  });

  it("keeps sites apart and orders cases by when they were detected", () => {
    const other = { ...site, id: 1, domain: "other.example" };
    const cases = casesOf(
      claim({ firstSeen: start + day, lastSeen: start + 2 * day }),
      claim({ site: other, firstSeen: start, lastSeen: start + hour }),
    );
    expect(cases.map(({ detection }) => detection.site?.domain)).toEqual(["other.example", "shop.example"]);
  });
});
