import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { tellStory } from "../../examples/story/telling/tell-story.ts";
import type { Truth } from "../../examples/story/telling/truth.ts";
import type { CaseReport, ScanReport } from "../../src/domain/scan-report.ts";
import { scanFiles } from "./scan-files.ts";

const folder = new URL("../../examples/story/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");
const accessLog = read("logs/shop.example.access.log");
const mailLog = read("logs/mail.log");
const truth = JSON.parse(read("truth.json")) as Truth;

/** The lines that the account of the real incident quotes, with documentation addresses and domain. */
const quotedLines = [
  '192.0.2.51 - - [07/Mar/2026:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.94 Safari/537.36"',
  '192.0.2.120 - - [07/Mar/2026:05:26:30 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
  '192.0.2.211 - - [07/Mar/2026:05:41:11 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
  '192.0.2.41 - - [07/Mar/2026:06:20:12 +0900] "POST /wp-json/contact-form-7/v1/contact-forms/6/feedback HTTP/1.1" 403 2843 "https://shop.example/contact/" "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/67.0.3396.87 Safari/537.36 OPR/54.0.2952.64 (Edition Yx)"',
  '192.0.2.74 - - [07/Mar/2026:06:31:05 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://shop.example/contact/" "Mozilla/5.0 (Windows NT 6.2; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.125 Safari/537.36"',
];

describe("the logs of the story", () => {
  it("come out byte for byte as they are kept when they are made again", () => {
    const told = tellStory();
    expect(told.accessLog === accessLog).toBe(true);
    expect(told.mailLog === mailLog).toBe(true);
    expect(`${JSON.stringify(told.truth, null, 2)}\n` === read("truth.json")).toBe(true);
  });

  it("stay small enough to be kept: at most 1.5 MB", () => {
    expect(accessLog.length + mailLog.length).toBeLessThanOrEqual(1_500_000);
  });

  it("hold the five quoted lines at their times of day", () => {
    const lines = new Set(accessLog.split("\n"));
    expect(quotedLines.filter((line) => !lines.has(line))).toEqual([]);
  });

  it("name documentation addresses and domains only", () => {
    const addresses = `${accessLog.replace(/"[^"]*"$/gm, "")}${mailLog}`.match(/\b\d{1,3}(\.\d{1,3}){3}\b/g) ?? [];
    expect(addresses.length).toBeGreaterThan(2_000);
    expect(addresses.filter((address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/.test(address))).toEqual([]);
    const domains = mailLog.match(/@[a-z0-9.-]+(?=>)/g) ?? [];
    expect(domains.length).toBeGreaterThan(1_000);
    expect(domains.filter((domain) => !/\.(example|test)$/.test(domain))).toEqual([]);
  });
});

describe("the truth of the story", () => {
  it("can be counted in the logs: accepted posts that made mail are two mails each", () => {
    const attackMails = new Set(truth.mails.map(({ queueId }) => queueId));
    const pickups = mailLog.split("\n").filter((line) => line.includes("postfix/pickup"));
    const ofAttack = pickups.filter((line) => attackMails.has(line.match(/: (\w+): uid=10123 /)?.[1] ?? ""));
    expect(ofAttack).toHaveLength(truth.messages);
    const sources = new Set(truth.sources);
    const posts = accessLog.split("\n").filter((line) => line.includes('"POST ') && sources.has(line.slice(0, line.indexOf(" "))));
    expect(posts).toHaveLength(truth.requests);
    expect(posts.filter((line) => /" 403 2843 "/.test(line))).toHaveLength(truth.refusedRequests);
    expect(posts.filter((line) => /" 200 (147152|447) "/.test(line)).length * 2).toBe(truth.messages);
  });
});

const within = (share: number, figure: number, real: number): boolean => Math.abs(figure - real) <= share * real;

describe("a scan of the story", () => {
  let report: ScanReport;
  let found: CaseReport;

  beforeAll(async () => {
    report = await scanFiles({ config: "examples/story/sekisho.yaml" });
    const relay = report.cases.find((one) => one.class === "form-relay");
    if (relay === undefined) throw new Error("the relay was not found");
    found = relay;
  });

  it("reads every line", () => {
    expect(report.inputs.map(({ path, format, rejected }) => ({ path, format, rejected }))).toEqual([
      { path: "logs/shop.example.access.log", format: "combined", rejected: 0 },
      { path: "logs/mail.log", format: "postfix", rejected: 0 },
    ]);
  });

  it("finds the owner's newsletter, which is nothing to act on, and one case of abuse: spam relayed through the contact form", () => {
    expect(report.cases.map((one) => [one.class, one.verdict])).toEqual([
      ["newsletter", "benign"],
      ["form-relay", "abuse"],
    ]);
    const { class: kind, verdict, account, host, site, cause } = found;
    expect({ kind, verdict, account, host, site }).toEqual({
      kind: truth.class,
      verdict: truth.verdict,
      account: truth.account,
      host: "sv1",
      site: truth.site,
    });
    expect(cause).toMatchObject({ layer: "form", method: "POST", path: "/contact/", query: null });
    expect(cause.endpoints.map(({ path }) => path)).toEqual(Object.keys(truth.requestsByPath));
  });

  it("counts mails, requests, sources and bounces within 5 % of the truth", () => {
    const { messages, requests, sources, bounced, recipients } = found.counts;
    const figures = { messages, requests, sources, bounced, recipients, explained: found.cause.explains.messages };
    const real = { ...truth, sources: truth.sources.length, explained: truth.messages };
    const off = Object.entries(figures).filter(([name, figure]) => !within(0.05, figure, real[name as keyof typeof figures]));
    expect(off).toEqual([]);
    expect(found.counts.refusedRequests).toBe(truth.refusedRequests);
    expect(found.counts.foreignRecipients).toBeLessThanOrEqual(truth.recipientsAbroad);
    expect(found.counts.foreignRecipients).toBeGreaterThan(truth.recipientsAbroad * 0.9);
  });

  it("leaves out the customers who used the form and the shop meanwhile", () => {
    const meanwhile = truth.innocentMailsMeanwhile.length;
    expect(meanwhile).toBeGreaterThanOrEqual(6);
    expect(found.cause.explains.share).toBeCloseTo(truth.messages / (truth.messages + meanwhile), 2);
    expect(found.counts.foreignRequests).toBe(found.counts.requests);
  });

  it("opens the case before a tenth of the mails are out", () => {
    const before = truth.mails.filter(({ at }) => Date.parse(at) < Date.parse(found.detectedAt));
    expect(Date.parse(found.detectedAt)).toBeGreaterThanOrEqual(Date.parse(truth.firstSeen));
    expect(before.length, "attack mails before detection").toBeLessThan(truth.messages / 10);
  });

  it("shows lines of both logs, and only lines of the attack", () => {
    const ids = truth.mails.map(({ queueId }) => queueId);
    const sources = truth.sources.map((source) => `${source} `);
    const byLog = { "logs/shop.example.access.log": accessLog, "logs/mail.log": mailLog };
    for (const { input, line, offset } of found.evidence) {
      const log = byLog[input as keyof typeof byLog];
      expect(log.slice(offset, offset + line.length)).toBe(line);
      expect(input === "logs/mail.log" ? ids.some((id) => line.includes(id)) : sources.some((source) => line.startsWith(source))).toBe(
        true,
      );
    }
    expect(new Set(found.evidence.map(({ input }) => input)).size).toBe(2);
  });

  it("proposes to refuse submissions from abroad first, which would have stopped every post of the attack", () => {
    const [first] = found.containment;
    expect(first).toMatchObject({ measure: "deny-foreign-writes", target: { site: "shop.example" } });
    expect(within(0.05, first?.impact.abusive ?? 0, truth.requests)).toBe(true);
  });
});
