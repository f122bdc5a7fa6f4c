import { describe, expect, it } from "vitest";
import { buildDetection, buildTrail, plainReach } from "../../../test/detection-builder.ts";
import { hour, site } from "../../../test/event-builders.ts";
import { scriptCause } from "./script.ts";

const path = "/wp-content/uploads/2024/11/x.php";
const root = "/home/u10123/shop.example/public_html";
const told = { ...site, root };
const reach = { ...plainReach, path: { path, wave: 4, others: 0 } };
const upload = buildTrail(0, path, { requests: 4, messages: 180, waveRequests: 4, waveMessages: 180 });
const checkout = buildTrail(1, "/checkout/", { requests: 60, messages: 50, otherMessages: 50 });
const older = buildTrail(2, "/wp-content/uploads/old.php", { requests: 9, messages: 20, otherMessages: 20 });

describe("the script behind a wave", () => {
  it("is the file that a log names, with the address at which it is asked for", () => {
    const file = `${root}${path}`;
    const cause = scriptCause.find(buildDetection({ file, causeName: file, site: told, reach, trails: [checkout, upload] }));
    expect(cause).toMatchObject({ layer: "file", method: "POST", path, query: null, file, mailbox: null, confidence: 0.98 });
    expect(cause?.endpoints).toEqual([{ method: "POST", path, query: null, requests: 4, messages: 180 }]);
  });

  it("is named by its file alone where no request shows it", () => {
    const file = "/home/u10123/tmp/.x/m.php";
    expect(scriptCause.find(buildDetection({ file, causeName: file }))).toMatchObject({ method: null, path: null, file, endpoints: [] });
  });

  it("is the script that was asked for, and its file is told from the site's root", () => {
    const named = { causeName: path, reach, trails: [upload] };
    expect(scriptCause.find(buildDetection({ ...named, site: told }))).toMatchObject({ path, file: `${root}${path}`, confidence: 0.96 });
    expect(scriptCause.find(buildDetection(named))).toMatchObject({ path, file: null });
  });

  it("says how much of the account's mail it explains, and what chance would give", () => {
    const counts = { ...buildDetection({}).counts, requests: 4 };
    const cause = scriptCause.find(buildDetection({ causeName: path, reach, counts, usualMessagesPerMs: 2 / hour }));
    expect(cause?.explains).toEqual({ messages: 200, share: 0.8, byChance: 0.01 });
  });

  it("has the account's other senders as runners-up, scripts as files and pages as forms", () => {
    const cause = scriptCause.find(buildDetection({ causeName: path, reach, trails: [upload, older, checkout] }));
    expect(cause?.alternatives.map(({ layer, path: at }) => [layer, at])).toEqual([
      ["form", "/checkout/"],
      ["file", "/wp-content/uploads/old.php"],
    ]);
  });

  it("is a plugin where an intruder installed it", () => {
    const plugin = "/wp-content/plugins/x/m.php";
    const intrusion = { at: 0, path: "/wp-login.php", planted: plugin };
    const planted = buildDetection({ causeName: plugin, intrusion, reach: { ...reach, path: { path: plugin, wave: 1, others: 0 } } });
    expect(scriptCause.find(planted)?.layer).toBe("plugin");
  });

  it("is the front controller of a wave that looked like a form's at first", () => {
    const front = buildTrail(3, "/index.php", { requests: 90, messages: 180, waveRequests: 90, waveMessages: 180 });
    const file = `${root}/index.php`;
    const parts = {
      causeKind: "form",
      causeName: "",
      reach: { ...plainReach, path: { path: "/index.php", wave: 90, others: 0 } },
      trails: [checkout, front],
      site: told,
    } as const;
    expect(scriptCause.find(buildDetection({ ...parts, file }))).toMatchObject({ path: "/index.php", file, confidence: 0.96 });
    expect(scriptCause.find(buildDetection({ ...parts, file: null }))).toMatchObject({ method: "POST", path: "/index.php" });
  });

  it("has nothing to say about other classes", () => {
    expect(scriptCause.find(buildDetection({ class: "cron-mailer", causeName: path }))).toBeNull();
  });
});
