import { describe, expect, it } from "vitest";
import { buildDetection, buildTrail, plainReach } from "../../../test/detection-builder.ts";
import { site } from "../../../test/event-builders.ts";
import { cronCause } from "./cron.ts";

const file = "/home/u10123/.config/.x/s.php";
const job = buildDetection({ class: "cron-mailer", causeKind: "bulk", site: null });

describe("the scheduled job behind a wave", () => {
  it("has no address, and the file that a log names", () => {
    expect(cronCause.find({ ...job, file })).toMatchObject({ layer: "cron", path: null, file, endpoints: [], confidence: 0.95 });
    expect(cronCause.find(job)).toMatchObject({ layer: "cron", file: null, explains: { messages: 200, share: 0.8 } });
  });

  it("is less sure where requests of the account went unread", () => {
    const unread = cronCause.find({ ...job, reach: { ...plainReach, unseenSites: 1 } });
    expect(unread?.confidence).toBeLessThan(cronCause.find(job)?.confidence ?? 0);
  });

  it("has what else of the account mails as runners-up, and the job's own file where a visitor can ask for it", () => {
    const root = "/home/u10123/public_html";
    const asked = { ...plainReach, path: { path: "/job.php", wave: 0, others: 0 } };
    const cause = cronCause.find({
      ...job,
      file: `${root}/job.php`,
      site: { ...site, root },
      reach: asked,
      trails: [buildTrail(0, "/contact/", { requests: 20, messages: 40, otherMessages: 40 })],
    });
    expect(cause?.alternatives.map(({ layer, path }) => [layer, path])).toEqual([
      ["file", "/job.php"],
      ["form", "/contact/"],
    ]);
  });

  it("has nothing to say about other classes", () => {
    expect(cronCause.find({ ...job, class: "mail-loop" })).toBeNull();
  });
});
