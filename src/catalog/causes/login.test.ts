import { describe, expect, it } from "vitest";
import { account, endpointOf, hour, site, start } from "../../../test/event-builders.ts";
import type { Detection, EndpointTrail } from "../../domain/detection.ts";
import { loginCause } from "./login.ts";

const noTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };

const trail = (id: number, target: string, waveRequests: number): EndpointTrail => {
  const [path, query] = target.split("?") as [string, string | undefined];
  const endpoint = { ...endpointOf(id, path), query: query ?? null };
  return { endpoint, requests: waveRequests, messages: 0, waveRequests, waveMessages: 0, otherMessages: 0 };
};

const detection = (parts: Partial<Detection>): Detection => ({
  id: "x",
  causeKind: "login",
  causeName: "",
  file: null,
  mailbox: null,
  class: "login-attack",
  confidence: 0.95,
  at: start,
  account,
  site,
  firstSeen: start,
  lastSeen: start + hour,
  counts: {
    requests: 400,
    refusedRequests: 0,
    foreignRequests: 400,
    sources: 3,
    messages: 0,
    recipients: 0,
    foreignRecipients: 0,
    bounced: 0,
  },
  accountMessages: 0,
  usualMessagesPerMs: null,
  trails: [],
  sources: [],
  tally: { everybody: noTally, wave: noTally },
  accountMessagesSinceStart: 0,
  reasons: [],
  gaps: [],
  evidence: [],
  requestMinutes: new Set(),
  hours: new Map(),
  ...parts,
});

const wordpress = trail(0, "/wp-login.php", 120);
const remote = trail(1, "/xmlrpc.php", 300);
const planted = trail(2, "/wp-content/plugins/x/m.php", 9);
const upload = trail(3, "/wp-admin/update.php?action=upload-plugin", 1);
const idle = trail(4, "/administrator/", 0);

describe("the log-in behind a wave", () => {
  it("is the one that was tried most, with the others as runners-up", () => {
    const cause = loginCause.find(detection({ trails: [wordpress, remote, idle] }));
    expect(cause).toMatchObject({ layer: "login", path: "/xmlrpc.php", file: null, mailbox: null });
    expect(cause?.endpoints.map(({ path, requests }) => [path, requests])).toEqual([
      ["/xmlrpc.php", 300],
      ["/wp-login.php", 120],
    ]);
    expect(cause?.alternatives.map(({ path }) => path)).toEqual(["/wp-login.php"]);
  });

  it("is the one that let the stranger in after a takeover, with the planted program beside it", () => {
    const intrusion = { at: start, path: "/wp-login.php", planted: planted.endpoint.path };
    const counts = { ...detection({}).counts, messages: 80 };
    const cause = loginCause.find(
      detection({ class: "account-takeover", trails: [wordpress, remote, upload, planted], intrusion, counts, accountMessages: 100 }),
    );
    expect(cause).toMatchObject({ layer: "login", path: "/wp-login.php", explains: { messages: 80, share: 0.8 } });
    expect(cause?.endpoints.map(({ path }) => path)).toContain("/wp-admin/update.php");
    expect(cause?.alternatives[0]).toMatchObject({ layer: "file", path: planted.endpoint.path });
  });

  it("is less sure where no log shows the log-in", () => {
    const intrusion = { at: start, path: null, planted: null };
    const cause = loginCause.find(detection({ class: "account-takeover", trails: [upload], intrusion }));
    expect(cause).toMatchObject({ path: "/wp-admin/update.php", confidence: 0.6 });
  });

  it("is the form that asks for a new password in a flood of resets", () => {
    const cause = loginCause.find(
      detection({ class: "reset-flood", causeKind: "reset", trails: [wordpress, trail(5, "/wp-login.php?action=lostpassword", 90)] }),
    );
    expect(cause).toMatchObject({ layer: "login", path: "/wp-login.php", query: "action=lostpassword" });
  });

  it("is a mailbox where passwords were tried at the mail server", () => {
    const cause = loginCause.find(detection({ site: null, mailbox: "info@shop.example" }));
    expect(cause).toMatchObject({ layer: "login", path: null, mailbox: "info@shop.example" });
  });

  it("has nothing to say about other classes, or without a trace", () => {
    expect(loginCause.find(detection({ class: "form-relay", trails: [wordpress] }))).toBeNull();
    expect(loginCause.find(detection({}))).toBeNull();
  });
});
