import { describe, expect, it } from "vitest";
import { buildDetection, buildSources } from "../../../test/detection-builder.ts";
import { smtpAuthCause } from "./smtp-auth.ts";

const mailbox = "info@shop.example";
const stolen = buildDetection({
  class: "smtp-credential-abuse",
  causeKind: "mailbox",
  causeName: mailbox,
  mailbox,
  site: null,
  sources: [...buildSources(3), ...buildSources(5, { network: "AS64511", country: "CN" })],
});

describe("the mailbox behind a wave", () => {
  it("is the one whose log-in brought the mail, with its share of the account's", () => {
    expect(smtpAuthCause.find(stolen)).toMatchObject({
      layer: "smtp-auth",
      mailbox,
      path: null,
      file: null,
      explains: { messages: 200, share: 0.8, byChance: null },
    });
  });

  it("names the networks that the sessions came from", () => {
    expect(smtpAuthCause.find(stolen)?.networks).toEqual([
      { network: "AS64511", country: "CN", sources: 5 },
      { network: "AS64496", country: "US", sources: 3 },
    ]);
  });

  it("has nothing to say about other classes", () => {
    expect(smtpAuthCause.find({ ...stolen, class: "newsletter" })).toBeNull();
  });
});
