import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { causeFinders, complaintFormats, detectors, logFormats } from "../../src/catalog/index.ts";
import { toScanRequest } from "../../src/cli/to-scan-request.ts";
import { loadConfig } from "../../src/config.ts";
import type { ClaimedAbuse } from "../../src/domain/case/claimed-abuse.ts";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { openGeo } from "../../src/geo/open-geo.ts";
import { startFollowRun } from "../../src/pipeline/follow-run.ts";
import type { ScanRequest } from "../../src/pipeline/scan-request.ts";
import { renderHtmlReport } from "../../src/report/html-report.ts";
import { renderTextReport } from "../../src/report/text-report.ts";
import { day, hour, minute, second } from "../event-builders.ts";
import { scanFiles } from "./scan-files.ts";

/**
 * A shop whose form becomes a relay after so many quiet days. From abroad, before: a payment provider each day, from two addresses of one network;
 * a monitor by IPv6 on working days; somebody on three days; whoever guesses a password, daily; and the one network that will be the spammer's, daily.
 */

const start = Date.UTC(2026, 2, 1);
const wave = 60;

interface Line {
  readonly at: number;
  readonly text: string;
}

const stamp = (at: number): string => {
  const date = new Date(at).toISOString();
  const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  return `${date.slice(8, 10)}/${months[Number(date.slice(5, 7)) - 1]}/${date.slice(0, 4)}:${date.slice(11, 19)} +0000`;
};

const post = (
  at: number,
  from: string,
  path: string,
  { status = 200, agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0" } = {},
): Line => ({
  at,
  text: `${from} - - [${stamp(at)}] "POST ${path} HTTP/1.1" ${status} 512 "-" "${agent}"`,
});

const mail = (at: number, id: string, to: readonly string[]): readonly Line[] => {
  const line = (after: number, program: string, text: string): Line => ({
    at: at + after,
    text: `${new Date(at + after).toISOString().replace("Z", "+00:00")} sv1 postfix/${program}[100]: ${id}: ${text}`,
  });
  return [
    line(0, "pickup", "uid=10123 from=<u10123>"),
    line(10, "cleanup", `message-id=<${id}@sv1.example>`),
    line(20, "qmgr", `from=<u10123@sv1.example>, size=700, nrcpt=${to.length} (queue active)`),
    ...to.map((one) =>
      line(900, "smtp", `to=<${one}>, relay=mx.example[192.0.2.250]:25, delay=0.9, delays=0.1/0/0.3/0.5, dsn=2.0.0, status=sent (250 ok)`),
    ),
    line(950, "qmgr", "removed"),
  ];
};

interface Logs {
  readonly access: readonly Line[];
  readonly mail: readonly Line[];
}

const logsOf = (quietDays: number): Logs => {
  const access: Line[] = [];
  const mails: Line[] = [];
  for (let at = 0; at < quietDays; at++) {
    const today = start + at * day;
    const weekday = new Date(today).getUTCDay();
    access.push(post(today + 3 * hour, `203.0.113.${20 + (at % 2)}`, "/wc-api/payment", { agent: "Payments/2.1" }));
    access.push(post(today + 4 * hour, "203.0.114.66", "/wp-login.php"));
    access.push(post(today + 5 * hour, "192.0.2.80", "/contact/", { agent: "Mozilla/5.0 Firefox/121.0" }));
    if (weekday > 0 && weekday < 6) access.push(post(today + 6 * hour, "2001:db8:2::80", "/health", { agent: "Monitor/1.0" }));
    if (at % 5 === 0 && at < 15) access.push(post(today + 7 * hour, "203.0.115.9", "/contact/"));
    if (at % 3 === 0) {
      access.push(post(today + 8 * hour, "198.51.100.7", "/contact/"));
      mails.push(...mail(today + 8 * hour + second, `4C1D2A${1_000 + at}`, ["owner@shop.example"]));
    }
  }
  const harm = start + quietDays * day + 5 * hour;
  for (let at = 0; at < wave; at++) {
    const time = harm + at * minute;
    access.push(post(time, `192.0.2.${80 + (at % 60)}`, "/contact/"));
    mails.push(...mail(time + second, `4C1D2B${1_000 + at}`, [`victim-${at}@mailbox.example`, `other-${at}@mailbox.example`]));
  }
  access.push(post(harm + 2 * hour, "203.0.113.20", "/wc-api/payment", { agent: "Payments/2.1" }));
  return { access: access.sort((a, b) => a.at - b.at), mail: mails.sort((a, b) => a.at - b.at) };
};

const configText = `home: JP
timezone: UTC
geo:
  overrides:
    - { cidr: 198.51.100.0/24, country: JP }
    - { cidr: 203.0.113.0/24, country: US }
    - { cidr: 203.0.114.0/23, country: US }
    - { cidr: 192.0.2.0/24, country: FR }
    - { cidr: 2001:db8:2::/48, country: DE }
mail: { logs: [mail.log] }
accounts:
  - name: u10123
    uid: 10123
    owner: { name: Owner, email: owner@shop.example }
    sites: [{ domain: shop.example, accessLogs: [access.log] }]
`;

const text = (lines: readonly Line[]): string => lines.map((line) => `${line.text}\n`).join("");

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sekisho-regulars-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let places = 0;
const place = (logs: Logs, config = configText): string => {
  const cwd = mkdtempSync(join(root, `${places++}-`));
  writeFileSync(join(cwd, "sekisho.yaml"), config);
  writeFileSync(join(cwd, "access.log"), text(logs.access));
  writeFileSync(join(cwd, "mail.log"), text(logs.mail));
  return cwd;
};

const scan = (quietDays: number, config?: string): Promise<ScanReport> =>
  scanFiles({ config: "sekisho.yaml", cwd: place(logsOf(quietDays), config) });

describe("visitors who came regularly from abroad before a form became a relay", () => {
  it("are proposed as exceptions; the spammer, the guesser and whoever came on three days are not", async () => {
    const [found] = (await scan(20)).cases;
    expect([found?.class, found?.containment[0]?.measure]).toEqual(["form-relay", "deny-foreign-writes"]);
    expect(found?.proposedExceptions).toEqual({
      isPastLongEnough: true,
      sources: [
        {
          ...{
            cidr: "203.0.113.0/24",
            addresses: ["203.0.113.21", "203.0.113.20"],
            days: 14,
            requests: 21,
            firstSeen: "2026-03-01T00:00:00+00:00",
          },
          endpoints: [{ method: "POST", path: "/wc-api/payment", query: null }],
        },
        {
          ...{ cidr: "2001:db8:2::80", addresses: ["2001:db8:2::80"], days: 10, requests: 15, firstSeen: "2026-03-02T00:00:00+00:00" },
          endpoints: [{ method: "POST", path: "/health", query: null }],
        },
      ],
    });
  });

  it("are counted apart in what each measure on visitors would have met", async () => {
    const [found] = (await scan(20)).cases;
    for (const { measure, impact } of found?.containment ?? [])
      if (impact.unit === "requests" && measure.startsWith("deny-")) expect([measure, impact.regular]).toEqual([measure, 36]);
  });

  it("are told in the report, with address, days, requests and paths", async () => {
    const report = await scan(20);
    const english = renderTextReport(report, { lang: "en", color: false, width: 200 });
    expect(english).toContain("203.0.113.0/24 (203.0.113.21, 203.0.113.20): on 14 of the 14 days before, 21 requests since");
    expect(english).toContain("to POST /wc-api/payment");
    expect(english).toContain("would spare 36 of them");
    for (const part of ["2001:db8:2::80", "直前の 14 日のうち 10 日", "36 件は止まりません"])
      expect(renderHtmlReport(report, { lang: "ja" })).toContain(part);
  });

  it("cannot be told where the site's log begins less than 14 days before, and that is said", async () => {
    const report = await scan(13);
    expect(report.cases[0]?.proposedExceptions).toEqual({ isPastLongEnough: false, sources: [] });
    expect(renderTextReport(report, { lang: "en", color: false, width: 200 })).toContain("begins less than 14 days before the first harm");
  });

  it("are not proposed where they are exceptions already", async () => {
    const report = await scan(20, `${configText}exceptions: [{ name: payments, cidr: 203.0.113.0/24 }]\n`);
    expect(report.cases[0]?.proposedExceptions?.sources.map(({ cidr }) => cidr)).toEqual(["2001:db8:2::80"]);
  });

  it("are the same for an agent that follows the logs", async () => {
    const logs = logsOf(20);
    const cwd = place({ access: [], mail: [] });
    let now = start;
    const config = loadConfig("sekisho.yaml", cwd);
    const request = toScanRequest(config, { paths: [], home: null, timezone: null, complaints: [], cwd, mayComeLater: true });
    const run = await startFollowRun(request, {
      ...{ formats: logFormats, detectors, causeFinders, complaintFormats },
      openGeo: ({ geo, home, trustedProxies }: ScanRequest) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
      ...{ digest: (sha256) => sha256, now: () => now, say: () => undefined, isStopping: () => false },
    });
    const claims: ClaimedAbuse[] = [];
    const until = (lines: readonly Line[]): string => text(lines.filter(({ at }) => at <= now));
    const last = start + 21 * day;
    for (now = start; now <= last; now += 6 * hour) {
      writeFileSync(join(cwd, "access.log"), until(logs.access));
      writeFileSync(join(cwd, "mail.log"), until(logs.mail));
      await run.round(now);
      claims.push(...(await run.claims()));
    }
    const scanned = (await scan(20)).cases[0]?.proposedExceptions;
    expect(claims.at(-1)?.class).toBe("form-relay");
    expect(claims.at(-1)?.proposedExceptions).toEqual(scanned);
    expect(claims.at(-1)?.measures[0]?.impact).toMatchObject({ regular: 36 });
  });
});
