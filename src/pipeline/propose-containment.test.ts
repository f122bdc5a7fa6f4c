import { describe, expect, it } from "vitest";
import { account, hour, site, start } from "../../test/event-builders.ts";
import type { Detection, WaveSource } from "../domain/detection.ts";
import { proposeContainment } from "./propose-containment.ts";

/** `count` sources, each in a block of its own when `spread`. */
const sources = (count: number, foreign: boolean, spread: boolean): readonly WaveSource[] =>
  Array.from({ length: count }, (_, at) => ({
    address: spread ? `2001:db8:${at.toString(16)}::1` : `203.0.113.${at}`,
    country: foreign ? "US" : "JP",
    network: null,
    foreign,
    requests: 2,
  }));

interface World {
  readonly foreign: boolean;
  readonly spread: boolean;
  readonly messages: number;
}

const detection = ({ foreign, spread, messages }: World, parts: Partial<Detection> = {}): Detection => ({
  id: "x",
  causeKind: "form",
  causeName: "",
  file: null,
  mailbox: null,
  class: messages > 0 ? "form-relay" : "form-flood",
  confidence: 0.95,
  at: start,
  account,
  site,
  firstSeen: start,
  lastSeen: start + hour,
  counts: {
    requests: 100,
    refusedRequests: 0,
    foreignRequests: foreign ? 100 : 0,
    sources: 50,
    messages,
    recipients: 5,
    foreignRecipients: 0,
    bounced: 0,
  },
  accountMessages: messages,
  usualMessagesPerMs: null,
  trails: [],
  sources: sources(50, foreign, spread),
  tally: {
    everybody: { requests: 5_000, foreignRequests: 700, writes: 250, foreignWrites: 120 },
    wave: { requests: 130, foreignRequests: foreign ? 130 : 0, writes: 100, foreignWrites: foreign ? 100 : 0 },
  },
  accountMessagesSinceStart: messages + 30,
  reasons: [],
  gaps: [],
  evidence: [],
  requestMinutes: new Set(),
  hours: new Map(),
  ...parts,
});

const measuresOf = (one: Detection, home: string | null): readonly string[] =>
  proposeContainment(one, home).proposed.map(({ measure }) => measure);

describe("proposeContainment", () => {
  it("proposes from narrow to wide against strangers abroad, writes from abroad first", () => {
    expect(measuresOf(detection({ foreign: true, spread: true, messages: 200 }), "JP")).toEqual([
      "deny-foreign-writes",
      "challenge-foreign",
      "deny-foreign",
      "deny-writes",
      "hold-mail",
      "stop-mail",
    ]);
  });

  it("counts what each measure would have stopped, of the wave and of everybody else", () => {
    const { proposed } = proposeContainment(detection({ foreign: true, spread: true, messages: 200 }), "JP");
    const figures = Object.fromEntries(proposed.map(({ measure, abusive, other, unit }) => [measure, [abusive, other, unit]]));
    expect(figures).toMatchObject({
      "deny-foreign-writes": [100, 20, "requests"],
      "deny-foreign": [130, 570, "requests"],
      "deny-writes": [100, 150, "requests"],
      "hold-mail": [200, 30, "messages"],
    });
  });

  it("proposes nothing about abroad against proxies at home, and says why", () => {
    const one = detection({ foreign: false, spread: true, messages: 200 });
    expect(measuresOf(one, "JP")).toEqual(["deny-writes", "hold-mail", "stop-mail"]);
    expect(proposeContainment(one, "JP").notProposed).toContainEqual({ measure: "deny-foreign-writes", reason: "sources-not-foreign" });
  });

  it("proposes nothing about abroad when nobody told where home is", () => {
    expect(proposeContainment(detection({ foreign: true, spread: true, messages: 200 }), null).notProposed).toContainEqual({
      measure: "deny-foreign",
      reason: "home-unknown",
    });
  });

  it("does not propose networks that are many", () => {
    expect(proposeContainment(detection({ foreign: true, spread: true, messages: 200 }), "JP").notProposed).toContainEqual({
      measure: "deny-network",
      reason: "sources-scattered",
    });
  });

  it("targets an account for mail, and says when there is none", () => {
    const known = proposeContainment(detection({ foreign: true, spread: true, messages: 200 }), "JP");
    expect(known.proposed.find(({ measure }) => measure === "hold-mail")?.target).toEqual({ account: "u10123" });
    const unknown = proposeContainment(detection({ foreign: true, spread: true, messages: 0 }, { account: null }), "JP");
    expect(unknown.notProposed).toContainEqual({ measure: "hold-mail", reason: "no-account" });
  });

  it("leaves a measure out that would stop nothing", () => {
    const nothing = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
    const one = detection({ foreign: true, spread: true, messages: 0 }, { tally: { everybody: nothing, wave: nothing } });
    expect(measuresOf(one, "JP")).toEqual([]);
  });
});
