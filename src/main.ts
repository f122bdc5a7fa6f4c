#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { causeFinders, complaintFormats, detectors, logFormats } from "./catalog/index.ts";
import { chooseLanguage } from "./cli/choose-language.ts";
import { guardOutput } from "./cli/guard-output.ts";
import { runCli } from "./cli/run-cli.ts";
import { createScanCommand } from "./cli/scan.ts";
import { showError } from "./cli/show-error.ts";
import { openGeo } from "./geo/open-geo.ts";
import { createScan } from "./pipeline/scan.ts";
import type { ScanRequest } from "./pipeline/scan-request.ts";

// Most of what a scan makes dies at once: a young generation that stays small holds 15 to 30 MiB less (ADR 0010). For V8 of Node 24.
setFlagsFromString("--semi-space-growth-factor=1");
// What lives on may grow to 2.2 times itself before it is collected, not to 4 times: a tenth less memory for 3 % of the time.
setFlagsFromString("--heap-growing-percent=120");

const packageFile = new URL("../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };

const openGeoFor = ({ geo, home, trustedProxies }: ScanRequest) => openGeo({ ...geo, home, trustedProxies, cacheDir: null });
const parts = { formats: logFormats, detectors, causeFinders, complaintFormats, openGeo: openGeoFor, now: Date.now };
const scan = createScan(parts);

const scanCommand = createScanCommand({
  scan,
  renderText: async (...given) => (await import("./report/text-report.ts")).renderTextReport(...given),
  renderHtml: async (...given) => (await import("./report/html-report.ts")).renderHtmlReport(...given),
});

const { stdout, stderr, env } = process;
const io = { stdout, stderr, env, cwd: process.cwd() };
const args = process.argv.slice(2);
// A scan is the command whose start is waited for, and whose memory is counted.
const others = args[0] === "scan" ? [] : (await import("./main/other-commands.ts")).otherCommands(version, parts, scan);
guardOutput(stdout, "standard output", (error) => showError(error, chooseLanguage(args, env), io));
guardOutput(stderr, "standard error", (error) => error.exitCode);
process.exitCode = await runCli(args, io, { version, commands: [scanCommand, ...others] });
