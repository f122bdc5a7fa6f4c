import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asNobody } from "../../test/as-nobody.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { CaseReport, ScanReport } from "../domain/scan-report.ts";
import type { ScanRequest } from "../pipeline/scan-request.ts";
import type { CliIo } from "./cli-io.ts";
import { runCli } from "./run-cli.ts";
import { createScanCommand, type ScanParts } from "./scan.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sekisho-cli-"));
  mkdirSync(join(directory, "logs"));
  for (const name of ["access.log", "access.log.1", "mail.log"]) writeFileSync(join(directory, "logs", name), "");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const emptyReport: ScanReport = {
  schema: "sekisho.scan/1",
  home: "JP",
  timezone: "Asia/Tokyo",
  period: null,
  inputs: [],
  geo: [],
  cases: [],
  complaints: [],
  gaps: [],
  totals: { requests: 0, writes: 0, messages: 0, accounts: 0, sites: 0 },
};

const caseOf = (verdict: CaseReport["verdict"]): CaseReport => ({
  class: verdict === "abuse" ? "form-relay" : "form-flood",
  verdict,
  confidence: 0.9,
  account: "u1",
  host: null,
  site: "site.example",
  detectedAt: "2026-03-01T00:00:00+09:00",
  openedAt: "2026-03-01T00:00:00+09:00",
  firstSeen: "2026-03-01T00:00:00+09:00",
  lastSeen: "2026-03-01T00:00:00+09:00",
  cause: {
    layer: "form",
    method: "POST",
    path: "/contact/",
    query: null,
    file: null,
    mailbox: null,
    confidence: 1,
    endpoints: [],
    explains: { messages: 0, share: 0, byChance: null },
    alternatives: [],
  },
  counts: { requests: 0, refusedRequests: 0, foreignRequests: 0, sources: 0, messages: 0, recipients: 0, foreignRecipients: 0, bounced: 0 },
  evidence: [],
  containment: [],
  notProposed: [],
  sharedAccount: null,
  history: [],
  reasons: [],
  gaps: [],
  series: { mailPerHour: [], requestsByEndpoint: [], sourcesByCountry: [] },
});

interface Setting {
  readonly env?: CliIo["env"];
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly report?: ScanReport;
  readonly fails?: unknown;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly requests: readonly ScanRequest[];
}

/** Runs one command line against a scan that answers with a given report, or fails. */
const run = async (args: readonly string[], setting: Setting = {}): Promise<Ran> => {
  const written = { out: "", err: "" };
  const requests: ScanRequest[] = [];
  const parts: ScanParts = {
    scan: async (request, progress) => {
      requests.push(request);
      for (const readBytes of [0, 500_000, 501_000, 1_000_000]) progress({ readBytes, totalBytes: 1_000_000 });
      if (setting.fails !== undefined) throw setting.fails;
      return setting.report ?? emptyReport;
    },
    renderText: (report, { lang, color, width }) => `text ${report.cases.length} ${lang} color=${color} width=${width}`,
    renderHtml: (report, { lang }) => `<html lang="${lang}">${report.cases.length}`,
  };
  const output = (key: "out" | "err") => ({
    write: (text: string) => {
      written[key] += text;
    },
    isTTY: setting.isTTY,
    columns: setting.columns,
  });
  const io: CliIo = { stdout: output("out"), stderr: output("err"), env: setting.env ?? { LANG: "C.UTF-8" }, cwd: directory };
  const code = await runCli(args, io, { version: "1.2.3", commands: [createScanCommand(parts)] });
  return { code, ...written, requests };
};

const usageHint = "Run the command with --help to see what it takes.\n";

describe("the exit code", () => {
  it("is 0 for a scan, whatever it found", async () => {
    const { code, out, err } = await run(["scan", "logs/access.log"], { report: { ...emptyReport, cases: [caseOf("abuse")] } });
    expect({ code, out, err }).toEqual({ code: 0, out: "text 1 en color=false width=80\n", err: "" });
  });

  it("is 1 with --fail-on abuse when a case is abuse, and 0 when none is", async () => {
    const scanning = (verdict: CaseReport["verdict"]) =>
      run(["scan", "logs/access.log", "--fail-on", "abuse"], { report: { ...emptyReport, cases: [caseOf(verdict)] } });
    expect((await scanning("abuse")).code).toBe(1);
    expect((await scanning("nuisance")).code).toBe(0);
    expect((await scanning("benign")).code).toBe(0);
  });

  it("is 0 for help and version, printed to stdout", async () => {
    const help = await run(["scan", "--help"]);
    expect([help.code, help.err]).toEqual([0, ""]);
    for (const option of [
      "--json",
      "--html <file>",
      "--fail-on <verdict>",
      "--config <file>",
      "--home <country>",
      "--timezone <zone>",
      "--lang <language>",
    ]) {
      expect(help.out).toContain(option);
    }
    expect(await run(["--version"])).toMatchObject({ code: 0, out: "1.2.3\n", err: "" });
    expect((await run(["--help"])).out).toContain("Exit codes: 0 done");
  });

  it("is 2 without a command, with the help on stderr", async () => {
    const { code, out, err } = await run([]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("Usage: sekisho");
  });

  it.each([
    ["a mistyped option", ["scan", "--jsn"], "sekisho: unknown option '--jsn' (Did you mean --json?)\n"],
    ["a mistyped command", ["scna"], "sekisho: unknown command 'scna' (Did you mean scan?)\n"],
    ["an option without its value", ["scan", "--html"], "sekisho: option '--html <file>' argument missing\n"],
    [
      "a value that is not offered",
      ["scan", "--fail-on", "all"],
      "sekisho: option '--fail-on <verdict>' argument 'all' is invalid. Allowed choices are abuse.\n",
    ],
    [
      "an impossible country",
      ["scan", "--home", "Japan"],
      "sekisho: option '--home <country>' argument 'Japan' is invalid. \"Japan\" is not an ISO 3166-1 alpha-2 country code; did you mean JP (Japan)?\n",
    ],
    [
      "an impossible zone",
      ["scan", "--timezone", "Asia/Tokio"],
      "sekisho: option '--timezone <zone>' argument 'Asia/Tokio' is invalid. \"Asia/Tokio\" is not an IANA time zone; did you mean \"Asia/Tokyo\"?\n",
    ],
    ["an empty path", ["scan", ""], "sekisho: an empty path was given\n"],
    ["standard input", ["scan", "-"], "sekisho: -: standard input is not read; name a log file (one that is called - is ./-)\n"],
    [
      "a report without a name",
      ["scan", "logs/mail.log", "--html="],
      "sekisho: option '--html <file>' argument '' is invalid. It names no file.\n",
    ],
    ["a config without a name", ["scan", "--config="], "sekisho: option '--config <file>' argument '' is invalid. It names no file.\n"],
    [
      "a report over a log",
      ["scan", "logs/mail.log", "--html", "logs/mail.log"],
      "sekisho: logs/mail.log: is one of the logs to read; name another file\n",
    ],
    ["a report where a directory is", ["scan", "logs/mail.log", "--html", "logs"], "sekisho: logs: is a directory; name a file in it\n"],
    ["a report in no directory", ["scan", "logs/mail.log", "--html", "out/x.html"], "sekisho: out/x.html: there is no directory out\n"],
    ["a report over a device", ["scan", "logs/mail.log", "--html", "/dev/null"], "sekisho: /dev/null: exists and is not a regular file\n"],
  ])("is 2 for %s", async (_what, args, message) => {
    const { code, out, err, requests } = await run(args);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: message + usageHint });
    expect(requests).toEqual([]);
  });

  it("is 2 for a directory as a log", async () => {
    expect(await run(["scan", "logs"])).toMatchObject({
      code: 2,
      err: "sekisho: logs: is a directory\nName the log files in it, for example DIR/*.log.\n",
    });
  });

  it("is 2 for a device as a log", async () => {
    expect(await run(["scan", "/dev/zero"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("sekisho: /dev/zero: is not a regular file\n"),
    });
  });

  it("is 3 for a log that is not there, with the name that was meant", async () => {
    expect(await run(["scan", "logs/acces.log"])).toMatchObject({
      code: 3,
      err: 'sekisho: logs/acces.log: no such file; did you mean "access.log"?\nCheck the path; globs must match at least one file.\n',
    });
    expect(await run(["scan", "logs/*.lgo"])).toMatchObject({ code: 3, err: expect.stringContaining('no file matches "logs/*.lgo" in ') });
  });

  it("is 3 for a pattern in a directory that the user may not look into, and says so", async () => {
    const locked = join(directory, "locked");
    mkdirSync(locked, { mode: 0 });
    chmodSync(directory, 0o755);
    const { code, err } = await asNobody(() => run(["scan", "locked/*.log"]));
    chmodSync(locked, 0o700);
    expect({ code, err }).toEqual({
      code: 3,
      err: `sekisho: locked/*.log: permission denied to look into ${locked}\nRun as a user who may read the log (group adm on Debian).\n`,
    });
  });

  it("is the one of the error that the work ended with", async () => {
    const fails = new OperationError("input-damaged", "logs/x.gz: cut off");
    expect(await run(["scan", "logs/mail.log"], { fails })).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^sekisho: logs\/x\.gz: cut off\nThe compressed file/),
    });
  });
});

describe("an error of our own", () => {
  const fails = new TypeError("x is not a function");

  it("ends with 3, says that it is ours, and shows no stack trace", async () => {
    const { code, err } = await run(["scan", "logs/mail.log"], { fails });
    expect(code).toBe(3);
    expect(err).toMatch(/^sekisho: internal error: TypeError: x is not a function\nThis is a mistake in sekisho, not in your logs\..*\n$/);
  });

  it("shows the stack trace and the causes when asked", async () => {
    const wrapped = new OperationError("world-failed", "reading failed", fails);
    const { err } = await run(["scan", "logs/mail.log"], { fails: wrapped, env: { SEKISHO_DEBUG: "1" } });
    expect(err).toContain("OperationError: reading failed\n    at ");
    expect(err).toContain("caused by TypeError: x is not a function\n    at ");
  });

  it("is told apart from what the system refused", async () => {
    const refused = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
    expect(await run(["scan", "logs/mail.log"], { fails: refused })).toMatchObject({
      code: 3,
      err: "sekisho: ENOSPC: no space left on device, write\nSee the cause in the message.\n",
    });
  });
});

describe("a message", () => {
  it("shows control characters of a path as visible escapes", async () => {
    const { err } = await run(["scan", "logs/\u001b]0;x"]);
    expect(err).toMatch(/^sekisho: logs\/\\x1b\]0;x: no such file/);
  });

  it("gives its next step in Japanese with --lang ja or a Japanese environment", async () => {
    expect((await run(["scan", "logs", "--lang", "ja"])).err).toMatch(/^sekisho: logs: is a directory\nディレクトリの中の/);
    expect((await run(["scan", "--jsn"], { env: { LANG: "ja_JP.UTF-8" } })).err).toContain("--help を付けて");
    expect((await run(["scan", "--jsn", "--lang=en"], { env: { LANG: "ja_JP.UTF-8" } })).err).toContain(usageHint);
  });
});

describe("the language of the report", () => {
  it("is that of --lang, else of LC_ALL, LC_MESSAGES, LANG in this order, else English", async () => {
    const languageWith = async (env: CliIo["env"], ...more: string[]): Promise<string | undefined> =>
      (await run(["scan", "logs/mail.log", ...more], { env })).out.split(" ")[2];
    expect(await languageWith({ LANG: "ja_JP.UTF-8" })).toBe("ja");
    expect(await languageWith({ LANG: "ja_JP.UTF-8", LC_MESSAGES: "en_US.UTF-8" })).toBe("en");
    expect(await languageWith({ LANG: "en_US.UTF-8", LC_MESSAGES: "C", LC_ALL: "ja" })).toBe("ja");
    expect(await languageWith({ LANG: "jam_JM" })).toBe("en");
    expect(await languageWith({})).toBe("en");
    expect(await languageWith({ LANG: "ja_JP.UTF-8" }, "--lang", "en")).toBe("en");
  });
});

describe("a log that is named twice", () => {
  it("is read once, by whatever path and link", async () => {
    symlinkSync(join(directory, "logs"), join(directory, "www-logs"));
    linkSync(join(directory, "logs/mail.log"), join(directory, "hard.log"));
    const names = ["logs/mail.log", "./logs/mail.log", "www-logs/mail.log", "hard.log", "logs/access.log"];
    const { requests } = await run(["scan", ...names]);
    expect(requests[0]?.inputs.map(({ shown }) => shown)).toEqual(["logs/mail.log", "logs/access.log"]);
  });
});

describe("the output", () => {
  it("has colour on a terminal only, and not with NO_COLOR or a dumb one, and takes the terminal's width", async () => {
    const textWith = async (setting: Setting): Promise<string> => (await run(["scan", "logs/mail.log"], setting)).out;
    expect(await textWith({ isTTY: true, columns: 132, env: {} })).toContain("color=true width=132");
    expect(await textWith({ isTTY: true, env: { NO_COLOR: "1" } })).toContain("color=false width=80");
    expect(await textWith({ isTTY: true, env: { TERM: "dumb" } })).toContain("color=false");
  });

  it("has progress on stderr on a terminal only, once a percent, and leaves no trace of it", async () => {
    const { out, err } = await run(["scan", "logs/mail.log"], { isTTY: true, env: {} });
    const erase = "\r\u001b[2K";
    expect(err).toBe(`${erase}Reading 0 % (0.0 / 1.0 MB)${erase}Reading 50 % (0.5 / 1.0 MB)${erase}Reading 100 % (1.0 / 1.0 MB)${erase}`);
    expect(out).not.toContain("Reading");
    expect((await run(["scan", "logs/mail.log"])).err).toBe("");
  });

  it("clears the progress before an error", async () => {
    const { err } = await run(["scan", "logs/mail.log"], { isTTY: true, env: {}, fails: new OperationError("world-failed", "gone") });
    expect(err).toContain("\r\u001b[2Ksekisho: gone\n");
  });

  it("is one JSON document of two spaces' indent with --json, unseen characters escaped", async () => {
    const home = "\u202e\u009b\u{e0041}";
    const { out } = await run(["scan", "logs/mail.log", "--json"], { report: { ...emptyReport, home } });
    expect(out).toMatch(/^\{\n {2}"schema": "sekisho\.scan\/1",\n {2}"home": "\\u202e\\u009b\\udb40\\udc41",\n/);
    expect(JSON.parse(out)).toEqual({ ...emptyReport, home });
  });
});

describe("--html", () => {
  it("writes the whole report, replaces the one of the last run, leaves nothing beside it, and says where it is", async () => {
    writeFileSync(join(directory, "report.html"), "the last one");
    const { code, out } = await run(["scan", "logs/mail.log", "--html", "report.html", "--lang", "ja"]);
    expect(code).toBe(0);
    expect(readFileSync(join(directory, "report.html"), "utf8")).toBe('<html lang="ja">0');
    expect(out).toBe("text 0 ja color=false width=80\n\nHTML レポート: report.html\n");
    expect(readdirSync(directory).sort()).toEqual(["logs", "report.html"]);
  });

  it("keeps JSON on stdout alone", async () => {
    const { out } = await run(["scan", "logs/mail.log", "--json", "--html", "report.html"]);
    expect(JSON.parse(out)).toEqual(emptyReport);
    expect(existsSync(join(directory, "report.html"))).toBe(true);
  });

  it("writes through no link", async () => {
    symlinkSync(join(directory, "logs/mail.log"), join(directory, "link.html"));
    expect(await run(["scan", "logs/access.log", "--html", "link.html"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not a regular file"),
    });
    expect(readFileSync(join(directory, "logs/mail.log"), "utf8")).toBe("");
  });
});

const config = `
home: JP
timezone: Asia/Tokyo
trustedProxies: [192.0.2.0/24]
exceptions: [{ name: pay, cidr: 203.0.113.0/24 }]
geo: { overrides: [{ cidr: 198.51.100.0/24, country: US, asn: 64496 }] }
mail: { logs: [{ path: logs/mail.log, timezone: UTC }] }
accounts:
  - name: u1
    uid: 1001
    host: sv1
    owner: { email: o@elsewhere.example, addresses: [203.0.113.9] }
    sites:
      - { domain: site.example, aliases: [www.site.example], root: www, accessLogs: [logs/access.log, logs/shared.log] }
      - { domain: b.example, accessLogs: [logs/shared.log] }
  - { name: u2, uid: 1002 }
`;

describe("the request of a scan", () => {
  const requestOf = async (...args: string[]): Promise<ScanRequest> => {
    const { code, err, requests } = await run(["scan", ...args]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return requests[0] as ScanRequest;
  };

  it("takes complaints as often as they are named, and the logs after them for logs", async () => {
    const { complaints, inputs } = await requestOf("--complaints", "logs", "--complaints", "./logs", "logs/access.log");
    expect(complaints.map(({ shown }) => shown)).toEqual(["logs", "./logs"]);
    expect(inputs.map(({ shown }) => shown)).toEqual(["logs/access.log"]);
  });

  it("stands on files alone where there is no config", async () => {
    expect(await requestOf("logs/access.log*", "logs/mail.log", "./logs/mail.log", "--home", "jp", "--timezone", "UTC")).toEqual({
      inputs: ["logs/access.log", "logs/access.log.1", "logs/mail.log"].map((shown) => ({
        shown,
        absolute: join(directory, shown),
        site: null,
        account: null,
        host: null,
        timezone: null,
        siblings: false,
      })),
      accounts: [],
      home: "JP",
      timezone: "UTC",
      geo: { databases: [], overrides: [] },
      trustedProxies: [],
      exceptions: [],
      complaints: [],
    });
  });

  it("holds what the config says: logs with siblings, ties to site and account, the only server for all", async () => {
    writeFileSync(join(directory, "sekisho.yaml"), config);
    writeFileSync(join(directory, "logs/shared.log"), "");
    const request = await requestOf();
    const common = { siblings: true, timezone: null };
    expect(request.inputs).toEqual([
      {
        shown: "logs/access.log",
        absolute: join(directory, "logs/access.log"),
        site: "site.example",
        account: "u1",
        host: "sv1",
        ...common,
      },
      { shown: "logs/shared.log", absolute: join(directory, "logs/shared.log"), site: null, account: "u1", host: "sv1", ...common },
      {
        shown: "logs/mail.log",
        absolute: join(directory, "logs/mail.log"),
        site: null,
        account: null,
        host: null,
        ...common,
        timezone: "UTC",
      },
    ]);
    expect(request.accounts[0]).toEqual({
      name: "u1",
      uid: 1001,
      host: "sv1",
      home: null,
      ownAddresses: ["203.0.113.9"],
      sites: [
        { domain: "site.example", aliases: ["www.site.example"], root: join(directory, "www") },
        { domain: "b.example", aliases: [], root: null },
      ],
    });
    expect(request.accounts[1]).toMatchObject({ name: "u2", host: "sv1" });
    expect(request).toMatchObject({
      home: "JP",
      timezone: "Asia/Tokyo",
      trustedProxies: ["192.0.2.0/24"],
      exceptions: [{ name: "pay", cidr: "203.0.113.0/24", sites: ["*"] }],
      geo: { databases: [], overrides: [{ cidr: "198.51.100.0/24", country: "US", asn: 64496 }] },
    });
  });

  it("takes only the files that are named, with what the config knows of them, and lets options win", async () => {
    writeFileSync(join(directory, "sekisho.yaml"), config);
    const request = await requestOf("logs/access.log.1", "--home", "US", "--timezone", "UTC");
    expect(request.inputs).toEqual([
      {
        shown: "logs/access.log.1",
        absolute: join(directory, "logs/access.log.1"),
        site: "site.example",
        account: "u1",
        host: "sv1",
        timezone: null,
        siblings: false,
      },
    ]);
    expect(request).toMatchObject({ home: "US", timezone: "UTC" });
  });

  it("leaves the config aside with --no-config", async () => {
    writeFileSync(join(directory, "sekisho.yaml"), config);
    expect(await requestOf("logs/access.log", "--no-config")).toMatchObject({ home: null, accounts: [] });
  });

  it("accepts a live log that was just rotated away", async () => {
    writeFileSync(join(directory, "other.yaml"), "mail: { logs: [logs/gone.log] }\n");
    writeFileSync(join(directory, "logs/gone.log.1"), "");
    expect((await requestOf("--config", "other.yaml")).inputs.map(({ shown }) => shown)).toEqual(["logs/gone.log"]);
  });
});

describe("a config that does not lead to logs", () => {
  it("is told with every mistake on a line of its own", async () => {
    writeFileSync(join(directory, "sekisho.yaml"), "hme: JP\ntimezone: Asia/Tokio\n");
    const { code, err } = await run(["scan"]);
    expect(code).toBe(2);
    expect(err).toBe(
      'sekisho: sekisho.yaml:1:1 hme: unknown key; did you mean "home"?\n' +
        '         sekisho.yaml:2:11 timezone: "Asia/Tokio" is not an IANA time zone; did you mean "Asia/Tokyo"?\n' +
        "Mend the field that the message names; docs/CONFIG.md lists all fields.\n",
    );
  });

  it("is told when it is missing, or names no logs, or names one that is not there", async () => {
    expect(await run(["scan", "--config", "other.yaml"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("sekisho: other.yaml: no such file\n"),
    });
    writeFileSync(join(directory, "sekisho.yaml"), "home: JP\n");
    expect(await run(["scan"])).toMatchObject({ code: 2, err: expect.stringContaining("sekisho: sekisho.yaml: names no logs;") });
    writeFileSync(join(directory, "sekisho.yaml"), "mail: { logs: [logs/mial.log] }\n");
    expect(await run(["scan"])).toMatchObject({
      code: 3,
      err: expect.stringContaining('sekisho: logs/mial.log: no such file; did you mean "mail.log"?\n'),
    });
  });

  it("is asked for when no file is named", async () => {
    expect(await run(["scan", "--no-config"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Pass --config FILE, or log files as arguments.\n"),
    });
  });
});
