import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Truth } from "../../examples/story/telling/truth.ts";
import type { ComplaintReport } from "../../src/domain/complaint-report.ts";
import type { CaseReport, ScanReport } from "../../src/domain/scan-report.ts";
import { largestComplaintBytes } from "../../src/ports/complaint-format.ts";
import { scanFiles } from "./scan-files.ts";

const story = new URL("../../examples/story/", import.meta.url);
const mailLog = readFileSync(new URL("logs/mail.log", story), "utf8");
const truth = JSON.parse(readFileSync(new URL("truth.json", story), "utf8")) as Truth;

const folder = mkdtempSync(join(tmpdir(), "sekisho-complaints-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (directory: string, files: Readonly<Record<string, string | Uint8Array>>): string => {
  const path = join(folder, directory);
  mkdirSync(path, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
};

interface Told {
  readonly messageId?: string;
  readonly type?: string;
  readonly at: string;
  readonly from?: string;
  readonly headers?: readonly string[];
}

/** A feedback loop's mail about one message. */
const arf = ({ messageId, type = "abuse", at, from = "wordpress@shop.example", headers = [] }: Told): string =>
  [
    "From: <feedback@receiver.example>",
    `Date: ${new Date(Date.parse(at) + 3_600_000).toUTCString()}`,
    'Content-Type: multipart/report; report-type=feedback-report; boundary="part"',
    "",
    "--part",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "Version: 1",
    `Arrival-Date: ${new Date(at).toUTCString()}`,
    "Source-IP: 198.51.100.1",
    "",
    "--part",
    "Content-Type: text/rfc822-headers",
    "",
    `From: <${from}>`,
    ...(messageId === undefined ? [] : [`Message-ID: <${messageId}>`]),
    ...headers,
    "",
    "--part--",
    "",
  ].join("\r\n");

const messageIdOf = (queueId: string): string => new RegExp(`${queueId}: message-id=<([^>]+)>`).exec(mailLog)?.[1] ?? "";

const caseOf = (report: ScanReport, kind: string): CaseReport => {
  const found = report.cases.find((one) => one.class === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};

describe("complaints about the mail of the story", () => {
  let before: ScanReport;
  let report: ScanReport;
  const fates: Record<string, ComplaintReport> = {};

  beforeAll(async () => {
    const attack = truth.mails.slice(-3).map(({ queueId, at }) => ({ messageId: messageIdOf(queueId), at }));
    before = await scanFiles({ config: "examples/story/sekisho.yaml" });
    const letter = caseOf(before, "newsletter").evidence.find(({ line }) => line.includes("postfix/pickup"));
    const letterId = messageIdOf(/\]: (\w+): uid/.exec(letter?.line ?? "")?.[1] ?? "");
    const path = put("story", {
      "attack-1.eml": arf(attack[0] as Told),
      "attack-2.eml": arf({ ...(attack[1] as Told), from: "someone@else.example" }),
      "attack-3.json": JSON.stringify({
        xarf_version: "4.0.0",
        report_id: "7d4f2c1e-53a1-4e0b-9a54-0f4c6f1f7d10",
        timestamp: attack[2]?.at,
        source_identifier: "198.51.100.1",
        category: "messaging",
        type: "spam",
        message_id: `<${attack[2]?.messageId}>`,
      }),
      "by-domain.eml": arf({ at: truth.lastSeen }),
      "letter.eml": arf({
        messageId: letterId,
        at: caseOf(before, "newsletter").firstSeen,
        headers: ["List-Unsubscribe: <https://shop.example/x>"],
      }),
      "wanted.eml": arf({ ...(attack[0] as Told), type: "not-spam" }),
      "forged.eml": arf({ messageId: "never-sent@shop.example", at: "2026-03-07T05:40:00+09:00" }),
      "stranger.eml": arf({ at: "2026-03-07T05:40:00+09:00", from: "a@nowhere.example" }),
      "old.eml": arf({ messageId: "x@shop.example", at: "2025-03-07T05:40:00+09:00" }),
      "scan.json": JSON.stringify({ xarf_version: "4.0.0", category: "connection", type: "port_scan", source_identifier: "198.51.100.1" }),
      "empty.eml": "",
      "binary.eml": new Uint8Array(5_000),
      "large.eml": "x".repeat(largestComplaintBytes + 1),
      "note.txt": "Dear sirs, please stop.",
      "half.json": '{"xarf_version":"4.0.0"',
      "v3.json": '{"Version":"3","Report":{}}',
      ".hidden": "not looked at",
    });
    report = await scanFiles({ config: "examples/story/sekisho.yaml", complaints: [path] });
    for (const one of report.complaints) fates[one.path.slice(path.length + 1)] = one;
  });

  it("attach to the case whose mail they are about, by the message and, where they name none, by the sender's domain", () => {
    const relay = report.cases.indexOf(caseOf(report, "form-relay"));
    for (const name of ["attack-1.eml", "attack-2.eml", "attack-3.json"])
      expect(fates[name], name).toMatchObject({ fate: "attached", case: relay, account: "u10123", tie: "message-id" });
    expect(fates["by-domain.eml"]).toMatchObject({ fate: "attached", case: relay, tie: "domain" });
    const { reasons, evidence } = caseOf(report, "form-relay");
    expect(reasons.find(({ feature }) => feature === "third-party-report")?.value).toBe(4);
    expect(evidence.filter(({ input }) => input.endsWith("attack-1.eml")).map(({ line }) => line)).toEqual(["Feedback-Type: abuse"]);
  });

  it("leave a newsletter what it is, though a little less surely", () => {
    const letter = caseOf(report, "newsletter");
    expect(fates["letter.eml"]).toMatchObject({ fate: "attached", case: report.cases.indexOf(letter) });
    expect(letter.verdict).toBe("benign");
    expect(letter.confidence).toBeLessThanOrEqual(caseOf(before, "newsletter").confidence);
    expect(letter.confidence).toBeGreaterThan(0.5);
  });

  it("make no case that the logs do not show, and change nothing else", () => {
    expect(report.cases.map((one) => one.class)).toEqual(before.cases.map((one) => one.class));
    expect(caseOf(report, "form-relay").counts).toEqual(caseOf(before, "form-relay").counts);
  });

  it("are each listed with what became of them", () => {
    const listed = Object.fromEntries(Object.entries(fates).map(([name, { fate, problem }]) => [name, problem ?? fate]));
    expect(listed).toMatchObject({
      "wanted.eml": "no-abuse",
      "forged.eml": "not-in-logs",
      "stranger.eml": "unknown-sender",
      "old.eml": "outside-period",
      "scan.json": "other-matter",
      "empty.eml": "empty",
      "binary.eml": "binary",
      "large.eml": "too-large",
      "note.txt": "not-a-complaint",
      "half.json": "broken",
      "v3.json": "other-version",
    });
    expect(Object.keys(listed)).not.toContain(".hidden");
    expect(report.gaps).toContainEqual({ code: "complaint-unread", detail: "6" });
    expect(report.gaps).toContainEqual({ code: "complaint-unmatched", detail: "4" });
  });
});

/** A server with one customer who mails little. */
const shop = (trigger: string): { readonly config: string; readonly messageId: string } => {
  const day = (at: number): string => String(at).padStart(2, "0");
  const quiet = Array.from(
    { length: 20 },
    (_, at) => `198.51.100.9 - - [${day(at + 1)}/Mar/2026:10:00:00 +0900] "GET / HTTP/1.1" 200 5 "-" "Mozilla/5.0"`,
  );
  put("shop", {
    "access.log": `${[...quiet, trigger].join("\n")}\n`,
    "mail.log": [
      "2026-03-21T12:00:01.100000+09:00 sv1 postfix/pickup[1]: ABCDEF0123: uid=1001 from=<u1001>",
      "2026-03-21T12:00:01.150000+09:00 sv1 postfix/cleanup[2]: ABCDEF0123: message-id=<one@shop.example>",
      "2026-03-21T12:00:01.200000+09:00 sv1 postfix/qmgr[3]: ABCDEF0123: from=<u1001@sv1.host.example>, size=900, nrcpt=1 (queue active)",
      "2026-03-21T12:00:02.000000+09:00 sv1 postfix/smtp[4]: ABCDEF0123: to=<v@mail.example>, relay=mx.mail.example[203.0.113.9]:25, delay=1, dsn=2.0.0, status=sent (250 ok)",
      "2026-03-21T12:00:02.100000+09:00 sv1 postfix/qmgr[3]: ABCDEF0123: removed",
      "",
    ].join("\n"),
    "sekisho.yaml": [
      "home: JP",
      "geo: { overrides: [{ cidr: 198.51.100.0/24, country: JP }, { cidr: 203.0.113.0/24, country: US }] }",
      "complaints: complaints",
      "mail: { logs: [mail.log] }",
      "accounts: [{ name: u1001, uid: 1001, host: sv1, sites: [{ domain: shop.example, accessLogs: [access.log] }] }]",
      "",
    ].join("\n"),
  });
  return { config: join(folder, "shop", "sekisho.yaml"), messageId: "one@shop.example" };
};

const scanShop = async (trigger: string, told: Partial<Told> = {}): Promise<ScanReport> => {
  const { config, messageId } = shop(trigger);
  put("shop/complaints", { "one.eml": arf({ messageId, at: "2026-03-21T12:00:05+09:00", ...told }) });
  return scanFiles({ config });
};

const post = (address: string, path: string, minute = "12:00:01"): string =>
  `${address} - - [21/Mar/2026:${minute} +0900] "POST ${path} HTTP/1.1" 200 5 "-" "Mozilla/5.0"`;

describe("a complaint about a message that no case explains", () => {
  it("opens a case for the script that sent it, with the request, the mail and the complaint as evidence", async () => {
    const { cases, complaints } = await scanShop(post("203.0.113.7", "/wp-content/uploads/a.php"));
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({
      class: "script-mailer",
      account: "u1001",
      site: "shop.example",
      counts: { messages: 1, requests: 1, recipients: 1 },
    });
    expect(cases[0]?.confidence).toBeLessThanOrEqual(0.85);
    expect(cases[0]?.detectedAt).toBe("2026-03-21T13:00:05+09:00");
    expect(cases[0]?.evidence.map(({ input }) => input)).toEqual(["access.log", "mail.log", "mail.log", "complaints/one.eml"]);
    expect(complaints).toMatchObject([{ fate: "opened", case: 0, tie: "message-id" }]);
  });

  it("opens one for the form that a stranger's program used", async () => {
    const { cases } = await scanShop(post("203.0.113.7", "/contact/"));
    expect(cases).toMatchObject([{ class: "form-relay", site: "shop.example", cause: { layer: "form", path: "/contact/" } }]);
    expect(cases[0]?.confidence).toBeLessThanOrEqual(0.65);
  });

  it("opens one for mail without any request, little surer than not", async () => {
    const { cases } = await scanShop(post("203.0.113.7", "/contact/", "18:00:00"));
    expect(cases).toMatchObject([{ class: "cron-mailer", verdict: "abuse", site: null }]);
    expect(cases[0]?.confidence).toBeLessThan(0.6);
  });

  it("takes mail of a list for the owner's mailing", async () => {
    const { cases } = await scanShop(post("203.0.113.7", "/contact/", "18:00:00"), {
      headers: ["List-Unsubscribe: <https://shop.example/x>"],
    });
    expect(cases).toMatchObject([{ class: "newsletter", verdict: "benign", containment: [] }]);
  });

  it("opens none for a visitor's own mail, and says so", async () => {
    const get = (path: string, second: string): string =>
      `198.51.100.77 - - [21/Mar/2026:11:59:${second} +0900] "GET ${path} HTTP/1.1" 200 5 "-" "Mozilla/5.0"`;
    const visit = [get("/contact/", "01"), get("/style.css", "02"), get("/logo.png", "02"), post("198.51.100.77", "/contact/")].join("\n");
    const { cases, complaints, gaps } = await scanShop(visit);
    expect(cases).toEqual([]);
    expect(complaints).toMatchObject([{ fate: "ordinary-mail", account: "u1001" }]);
    expect(gaps).toContainEqual({ code: "complaint-unmatched", detail: "1" });
  });
});

describe("a folder of complaints", () => {
  it("that is not there ends the scan with its name", async () => {
    const scan = async () => scanFiles({ config: "examples/story/sekisho.yaml", complaints: ["no-such-folder"] });
    await expect(scan()).rejects.toThrow(/no-such-folder: no such file/);
  });

  it("that is empty changes nothing", async () => {
    const report = await scanFiles({ config: "examples/story/sekisho.yaml", complaints: [put("none", {})] });
    expect(report.complaints).toEqual([]);
    expect(report).toEqual(await scanFiles({ config: "examples/story/sekisho.yaml" }));
  });
});
