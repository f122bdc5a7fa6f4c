import type { Account, Site } from "../src/domain/account.ts";
import type { Detection } from "../src/domain/detection.ts";
import type { JoinedMail } from "../src/domain/joined-mail.ts";
import type { DeliveryStatus, MailMessage, RecipientOutcome } from "../src/domain/mail-event.ts";
import type { Origin, Placement, Source } from "../src/domain/source.ts";
import { VisitorTally } from "../src/domain/visitor-tally.ts";
import type { EndpointUse, WriteRequest } from "../src/domain/write-request.ts";
import type { Detector, TrafficView } from "../src/ports/detector.ts";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** 1 March 2026, midnight UTC. */
export const start = Date.UTC(2026, 2, 1);

export const account: Account = { name: "u10123", host: "sv1", uid: 10_123 };
export const site: Site = { id: 0, domain: "shop.example", account, root: null };

const countryOf: Readonly<Record<Origin, string | null>> = { home: "JP", foreign: "US", unknown: null };

/** What a test without geo data knows of an address. */
export const nowhere: Placement = { country: null, network: null, origin: "unknown" };

/** A visitor; every number is another address of a documentation range. */
export const sourceOf = (id: number, origin: Origin): Source => ({
  id,
  address: `2001:db8::${(id + 1).toString(16)}`,
  country: countryOf[origin],
  network: null,
  origin,
});

export const endpointOf = (id: number, path: string, method = "POST"): EndpointUse => ({
  id,
  site: site.domain,
  method,
  path,
  query: null,
});

const contact = endpointOf(0, "/contact/");

/** A browser of a person abroad that posts to the contact form and was never seen before. */
export const buildRequest = (id: number, time: number, parts: Partial<WriteRequest> = {}): WriteRequest => ({
  id,
  time,
  site,
  endpoint: contact,
  source: sourceOf(id, "foreign"),
  status: 200,
  refused: false,
  referer: "own-page",
  refererPath: "/contact/",
  agent: "browser",
  oldProtocol: false,
  before: { pages: 0, assets: 0, writes: 0, endpoints: 0, sameEndpoint: 0, sameEndpointMs: 0, logAgeMs: time - start },
  trusted: false,
  place: { input: "access.log", offset: id * 100, length: 99 },
  ...parts,
});

export const buildMessage = (id: number, time: number, parts: Partial<MailMessage> = {}): MailMessage => ({
  id,
  queueId: `Q${id}`,
  host: "sv1",
  time,
  submission: "local",
  account,
  mailbox: null,
  sender: "u10123@sv1.example",
  messageId: null,
  size: 700,
  recipientCount: 1,
  script: null,
  workingDirectory: null,
  client: null,
  place: { input: "mail.log", offset: id * 100, length: 99 },
  ...parts,
});

/** One visit: a request and who gets mail because of it. */
export interface Visit {
  readonly time: number;
  readonly parts?: Partial<WriteRequest>;
  readonly recipients?: readonly { readonly address: number; readonly status?: DeliveryStatus }[];
}

/** The site's owner as a recipient. */
export const owner = { address: 1 } as const;

/** A claim, and how many mails had been handed in when it was made. */
export interface Claim {
  readonly detection: Detection;
  readonly mails: number;
}

export const outcomeOf = (
  message: MailMessage,
  recipient: { readonly address: number; readonly status?: DeliveryStatus },
): RecipientOutcome => ({
  kind: "delivery",
  time: message.time + second,
  message,
  recipient: recipient.address,
  recipientDomain: "mail.example",
  status: recipient.status ?? "sent",
  relayAddress: null,
  first: true,
  place: { input: "mail.log", offset: message.id * 100 + 50, length: 49 },
});

/** Sends the visits through a detector in order of time, each request's mail two seconds after it, and gathers the claims. */
export const runDetector = (detector: Detector, visits: readonly Visit[]): readonly Claim[] => {
  const claims: Claim[] = [];
  let mails = 0;
  const traffic: TrafficView = {
    hasMailLog: () => true,
    ownerOf: () => account,
    periodStart: () => start,
    siteTally: () => ({ requests: visits.length, foreignRequests: visits.length, writes: visits.length, foreignWrites: visits.length }),
    sourceTally: () => ({ requests: 1, writes: 1, assets: 0 }),
    sitesOf: () => ({ sites: 1, unseenSites: 0 }),
    scriptReads: () => ({ own: 0, others: 0 }),
    mailboxMessages: () => 0,
    siteOfFile: () => null,
    accountMessages: () => mails,
    accountMessagesBetween: () => mails,
    messagesElsewhere: () => 0,
    siteVisitors: () => new VisitorTally(),
    trails: () => [],
  };
  const run = detector.start({ traffic, home: "JP", isAbroad: () => null, place: () => nowhere });
  const gather = (detections: readonly Detection[]): void => {
    for (const detection of detections) claims.push({ detection, mails });
  };
  const later: { readonly time: number; readonly act: () => void }[] = [];
  const catchUp = (now: number): void => {
    while (later[0] !== undefined && later[0].time <= now) later.shift()?.act();
  };
  const sorted = visits.toSorted((a, b) => a.time - b.time);
  for (const [id, { time, parts, recipients = [] }] of sorted.entries()) {
    catchUp(time);
    const request = buildRequest(id, time, parts);
    gather(run.onRequest(request));
    for (const recipient of recipients) {
      later.push({
        time: time + 4 * second,
        act: () => {
          const message = buildMessage(mails++, time + second);
          const joined: JoinedMail = { message, trigger: request, candidates: 1, settledAt: time + 4 * second };
          gather(run.onMail(joined));
          gather(run.onOutcome(joined, outcomeOf(message, recipient)));
        },
      });
    }
  }
  catchUp(Number.POSITIVE_INFINITY);
  gather(run.finish());
  return claims;
};
