import { describe, expect, it } from "vitest";
import { account, endpointOf, hour, site, start } from "../../../test/event-builders.ts";
import type { Detection, EndpointTrail } from "../../domain/detection.ts";
import { formCause } from "./form.ts";

const noTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };

const trail = (id: number, path: string, parts: Partial<EndpointTrail>): EndpointTrail => ({
  endpoint: endpointOf(id, path),
  requests: 0,
  messages: 0,
  waveRequests: 0,
  waveMessages: 0,
  otherMessages: 0,
  ...parts,
});

const detection = (trails: readonly EndpointTrail[], parts: Partial<Detection> = {}): Detection => ({
  id: "x",
  causeKind: "form",
  causeName: "",
  file: null,
  mailbox: null,
  class: "form-relay",
  confidence: 0.95,
  at: start,
  account,
  site,
  firstSeen: start,
  lastSeen: start + hour,
  counts: {
    requests: 210,
    refusedRequests: 0,
    foreignRequests: 210,
    sources: 200,
    messages: 400,
    recipients: 201,
    foreignRecipients: 0,
    bounced: 0,
  },
  accountMessages: 500,
  usualMessagesPerMs: null,
  trails,
  sources: [],
  tally: { everybody: noTally, wave: noTally },
  accountMessagesSinceStart: 500,
  reasons: [],
  gaps: [],
  evidence: [],
  requestMinutes: new Set(),
  hours: new Map(),
  ...parts,
});

const contact = trail(0, "/contact/", { requests: 220, messages: 410, waveRequests: 200, waveMessages: 390 });
const route = trail(1, "/wp-json/contact-form-7/v1/contact-forms/4/feedback", {
  requests: 10,
  messages: 10,
  waveRequests: 10,
  waveMessages: 10,
});
const shop = trail(2, "/checkout/", { requests: 60, messages: 50, otherMessages: 50 });
const heartbeat = trail(3, "/wp-admin/admin-ajax.php", { requests: 5_000 });

describe("the form cause finder", () => {
  it("names the endpoint with most of the wave's mail, and all that the wave used", () => {
    const cause = formCause.find(detection([heartbeat, route, shop, contact]));
    expect(cause).toMatchObject({ layer: "form", method: "POST", path: "/contact/", query: null, file: null, mailbox: null });
    expect(cause?.endpoints.map(({ path, requests, messages }) => [path, requests, messages])).toEqual([
      ["/contact/", 200, 390],
      ["/wp-json/contact-form-7/v1/contact-forms/4/feedback", 10, 10],
    ]);
  });

  it("says how much of the account's mail it explains", () => {
    expect(formCause.find(detection([contact, route]))?.explains).toMatchObject({ messages: 400, share: 0.8 });
    expect(formCause.find(detection([contact], { accountMessages: 0 }))?.explains.share).toBe(0);
    expect(formCause.find(detection([contact], { accountMessages: 300 }))?.explains.share).toBe(1);
  });

  it("weighs the account's other endpoints by the mail that they send, and leaves the silent ones out", () => {
    const cause = formCause.find(detection([contact, route, shop, heartbeat]));
    expect(cause?.alternatives.map(({ path }) => path)).toEqual(["/checkout/"]);
    expect(cause?.alternatives[0]?.confidence).toBeCloseTo(50 / 450);
    expect(cause?.confidence).toBeCloseTo((0.98 * 400) / 450);
  });

  it("puts beside it what chance would give at the account's usual rate", () => {
    expect(formCause.find(detection([contact]))?.explains.byChance).toBeNull();
    expect(formCause.find(detection([contact], { usualMessagesPerMs: 2 / hour }))?.explains.byChance).toBeCloseTo(
      (210 * 2_500 * 2) / hour,
      2,
    );
  });

  it("names the most used form of a flood without mail", () => {
    const flooded = trail(0, "/contact/", { requests: 900, waveRequests: 800 });
    const counts = { ...detection([]).counts, messages: 0 };
    const cause = formCause.find(
      detection([flooded, trail(1, "/quote/", { waveRequests: 30 })], { class: "form-flood", counts, accountMessages: 0 }),
    );
    expect(cause).toMatchObject({ path: "/contact/", confidence: 0.98, explains: { messages: 0, share: 0, byChance: null } });
  });

  it("names the program that takes the comments in a storm of them", () => {
    const blog = trail(0, "/wp-comments-post.php", { requests: 900, waveRequests: 800, waveMessages: 300 });
    const cause = formCause.find(detection([blog, heartbeat], { class: "comment-spam", causeKind: "comments" }));
    expect(cause).toMatchObject({ layer: "form", path: "/wp-comments-post.php", explains: { byChance: null } });
  });

  it("has nothing to say about other classes, or when no endpoint took part", () => {
    expect(formCause.find(detection([contact], { class: "cron-mailer" }))).toBeNull();
    expect(formCause.find(detection([shop, heartbeat]))).toBeNull();
  });
});
