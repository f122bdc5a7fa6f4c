import type { Detection, EndpointTrail, WaveSource } from "../src/domain/detection.ts";
import type { Reach } from "../src/domain/reach.ts";
import { account, endpointOf, hour, site, start } from "./event-builders.ts";

const noTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };

/** An account with one site, all of whose requests were read. */
export const plainReach: Reach = { sites: 1, unseenSites: 0, isSiteSeen: true, path: null, mailboxMessages: 0 };

/** An endpoint that nobody asked for, but for what is told. */
export const buildTrail = (id: number, target: string, parts: Partial<EndpointTrail> = {}): EndpointTrail => {
  const [path, query] = target.split("?") as [string, string | undefined];
  const endpoint = { ...endpointOf(id, path), query: query ?? null };
  return { endpoint, requests: 0, messages: 0, waveRequests: 0, waveMessages: 0, otherMessages: 0, ...parts };
};

export const buildSources = (count: number, parts: Partial<WaveSource> = {}, addressOf = (at: number) => `203.0.113.${at}`): WaveSource[] =>
  Array.from({ length: count }, (_, at) => ({
    address: addressOf(at),
    country: "US",
    network: "AS64496",
    foreign: true,
    requests: 2,
    ...parts,
  }));

/** A claim about 200 messages of an hour, of the account's 250. */
export const buildDetection = (parts: Partial<Detection>): Detection => ({
  id: "x",
  causeKind: "script",
  causeName: "",
  file: null,
  mailbox: null,
  class: "script-mailer",
  confidence: 0.95,
  at: start,
  account,
  site,
  firstSeen: start,
  lastSeen: start + hour,
  counts: {
    requests: 0,
    refusedRequests: 0,
    foreignRequests: 0,
    sources: 0,
    messages: 200,
    recipients: 200,
    foreignRecipients: 0,
    bounced: 0,
  },
  accountMessages: 250,
  usualMessagesPerMs: null,
  trails: [],
  sources: [],
  tally: { everybody: noTally, wave: noTally },
  reach: plainReach,
  accountMessagesSinceStart: 500,
  reasons: [],
  gaps: [],
  evidence: [],
  requestMinutes: new Set(),
  hours: new Map(),
  ...parts,
});
