import { type ComplaintSample, mailText } from "./complaint-sample.ts";

/** Made after the schemas of XARF v4 (github.com/xarf/xarf-spec) in our own words; addresses and domains are those of documentation. */

const contact = { org: "Receiver", contact: "abuse@receiver.example", domain: "receiver.example" };

const core = {
  xarf_version: "4.2.0",
  report_id: "7d4f2c1e-53a1-4e0b-9a54-0f4c6f1f7d10",
  timestamp: "2026-03-07T05:25:22Z",
  reporter: contact,
  sender: contact,
  source_identifier: "192.0.2.10",
  category: "messaging",
  type: "spam",
};

const original = mailText(
  "Received: by sv1.host.example (Postfix, from userid 10123)",
  "\tid 4fSHqg3SVQzFpZS; Sat,  7 Mar 2026 14:25:19 +0900 (JST)",
  "From: Shop <wordpress@shop.example>",
  "Date: Sat, 7 Mar 2026 14:25:19 +0900",
  "Message-ID: <ab12cd@shop.example>",
  "",
  "Hello",
);

export const xarfSamples: readonly ComplaintSample[] = [
  {
    about: "spam with the mail as evidence",
    text: JSON.stringify({
      ...core,
      protocol: "smtp",
      smtp_from: "u10123@sv1.host.example",
      evidence: [
        { content_type: "image/png", payload: "AAAA" },
        { content_type: "message/rfc822", payload: Buffer.from(original).toString("base64") },
      ],
    }),
    reads: {
      format: "xarf",
      kind: "messaging/spam",
      matter: "mail",
      reportedAt: Date.UTC(2026, 2, 7, 5, 25, 22),
      mailAt: Date.UTC(2026, 2, 7, 5, 25, 19),
      sourceAddress: "192.0.2.10",
      messageId: "ab12cd@shop.example",
      sender: "u10123@sv1.host.example",
      queueIds: ["4fSHqg3SVQzFpZS"],
      isTrap: false,
    },
  },
  {
    about: "spam in a trap, without evidence: the fields of the type alone",
    text: JSON.stringify(
      { ...core, evidence_source: "spamtrap", protocol: "smtp", smtp_from: "info@shop.example", message_id: "<x1@a.example>" },
      null,
      2,
    ),
    reads: { messageId: "x1@a.example", sender: "info@shop.example", isTrap: true, queueIds: [] },
  },
  {
    about: "a page that phishes: no mail log shows it",
    text: JSON.stringify({ ...core, category: "content", type: "phishing", url: "https://Shop.example/wp-content/x/" }),
    reads: { kind: "content/phishing", matter: "other-matter", reportedDomain: "shop.example" },
  },
  {
    about: "a source that is a domain",
    text: JSON.stringify({ ...core, source_identifier: "shop.example" }),
    reads: { sourceAddress: null, reportedDomain: "shop.example" },
  },
  {
    about: "version 3, which has other fields",
    text: JSON.stringify({ Version: "3.0.0", Report: { Source: { IP: "192.0.2.10" } } }),
    reads: "other-version",
  },
  { about: "a version that is not there yet", text: JSON.stringify({ ...core, xarf_version: "5.0.0" }), reads: "other-version" },
  { about: "cut off in the middle", text: JSON.stringify(core).slice(0, 120), reads: "broken" },
  { about: "without its category", text: JSON.stringify({ ...core, category: undefined }), reads: "broken" },
  { about: "fields of the wrong kind", text: JSON.stringify({ ...core, category: 7, type: [], timestamp: {} }), reads: "broken" },
  { about: "some other JSON", text: '{"name":"package"}', reads: "not-a-complaint" },
];
