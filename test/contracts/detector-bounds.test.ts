import { describe, expect, it } from "vitest";
import { detectors } from "../../src/catalog/index.ts";
import type { JoinedMail } from "../../src/domain/joined-mail.ts";
import type { RecipientOutcome } from "../../src/domain/mail-event.ts";
import { VisitorTally } from "../../src/domain/visitor-tally.ts";
import { type DetectorRuns, saveStates } from "../../src/pipeline/detector-states.ts";
import type { DetectorContext } from "../../src/ports/detector.ts";
import { account, buildMessage, buildRequest, endpointOf, nowhere, second, sourceOf, start } from "../event-builders.ts";

/** What one account may cost at most, whatever is done to it: bytes of the saved state of all detectors together. */
const mostBytes = 12 * 1024 * 1024;

const context: DetectorContext = {
  home: "JP",
  isAbroad: () => true,
  place: () => nowhere,
  traffic: {
    hasMailLog: () => true,
    ownerOf: () => account,
    periodStart: () => start,
    siteTally: () => ({ requests: 1_000, foreignRequests: 1_000, writes: 1_000, foreignWrites: 1_000 }),
    sourceTally: () => ({ requests: 1, writes: 1, assets: 0 }),
    accountMessages: () => 0,
    accountMessagesBetween: () => 0,
    messagesElsewhere: () => 0,
    siteVisitors: () => new VisitorTally(),
    sitesOf: () => ({ sites: 1, unseenSites: 0 }),
    scriptReads: () => ({ own: 0, others: 0 }),
    mailboxMessages: () => 0,
    siteOfFile: () => null,
    trails: () => [],
  },
};

const paths = [
  (at: number) => `/form-${at}/`,
  (at: number) => `/wp-login.php/${at}/../wp-login.php`,
  () => "/wp-login.php",
  (at: number) => `/guestbook/${at}`,
  () => "/wp-admin/plugin-install.php",
  (at: number) => `/wp-content/uploads/x${at}.php`,
  (at: number) => `/lost-password/${at}`,
  () => "/contact/",
];

/** One event after another, each with an address, an endpoint, a recipient, a mailbox and a script that nobody saw before. */
class Hostility {
  readonly runs: DetectorRuns = new Map(detectors.map((detector) => [detector.name, detector.start(context)]));
  private at = 0;

  go(count: number): number {
    for (let left = count; left > 0; left--) this.once(this.at++);
    return JSON.stringify(saveStates(this.runs, context)).length;
  }

  private once(at: number): void {
    const time = start + at * second;
    const path = (paths[at % paths.length] as (typeof paths)[number])(at);
    const request = buildRequest(at, time, { source: sourceOf(at, "foreign"), endpoint: endpointOf(at % 3 === 0 ? 1 : at, path) });
    const ways = [
      {},
      { script: `/home/u/x${at % 500}.php` },
      { submission: "smtp-auth" as const, mailbox: `m${at % 300}@shop.example`, client: request.source.address },
    ];
    const message = buildMessage(at, time + second, ways[at % ways.length]);
    const mail: JoinedMail = { message, trigger: at % 2 === 0 ? request : null, candidates: 1, settledAt: time + 4 * second };
    const outcome: RecipientOutcome = {
      kind: "delivery",
      time: time + 2 * second,
      message,
      recipient: Math.imul(at, 0x9e3779b1),
      recipientDomain: `mail${at}.example`,
      status: at % 3 === 0 ? "bounced" : "sent",
      relayAddress: request.source.address,
      first: true,
      place: message.place,
    };
    for (const run of this.runs.values()) {
      run.onRequest(request);
      run.onLoginFailed({
        time,
        host: "sv1",
        mailbox: `m${at}@shop.example`,
        account,
        client: request.source.address,
        place: request.place,
      });
      run.onMail(mail);
      run.onOutcome(mail, outcome);
    }
  }
}

describe("the detectors' memory of one account", () => {
  it("stays bounded while tens of thousands of addresses, endpoints, recipients, mailboxes and scripts are thrown at it", () => {
    const hostility = new Hostility();
    const early = hostility.go(20_000);
    const late = hostility.go(20_000);
    expect(early).toBeGreaterThan(100_000);
    expect(late).toBeLessThan(mostBytes);
    // Twice the events, less than twice the memory: most of it has come to its bounds.
    expect(late).toBeLessThan(early * 1.8);
  }, 60_000);
});
