#!/usr/bin/env node
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { causeFinders, checks, complaintFormats, createMemoryEnforcer, detectors, logFormats } from "./catalog/index.ts";
import { chooseLanguage } from "./cli/choose-language.ts";
import { createEvaluateCommand } from "./cli/evaluate.ts";
import { guardOutput } from "./cli/guard-output.ts";
import { createPolicyCommand } from "./cli/policy.ts";
import { createReplayCommand } from "./cli/replay.ts";
import { runCli } from "./cli/run-cli.ts";
import { createScanCommand } from "./cli/scan.ts";
import { showError } from "./cli/show-error.ts";
import { createSimulateCommand } from "./cli/simulate.ts";
import type { DeskParts } from "./desk/desk-parts.ts";
import type { Rehearsal } from "./desk/rehearse.ts";
import type { Policy } from "./domain/policy/policy.ts";
import { openGeo } from "./geo/open-geo.ts";
import { createSetClock } from "./kit/clock.ts";
import { deskCommands } from "./main/desk-commands.ts";
import { createReplay } from "./pipeline/replay.ts";
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
const replay = createReplay(parts);

/** A desk for a replay: a store in memory, an enforcer in memory, and nobody who is told. */
const rehearse = async (policy: Policy, hasContact: DeskParts["hasContact"]): Promise<Rehearsal> => {
  const [{ openStore }, { createRehearsal }] = await Promise.all([import("./stores/open-store.ts"), import("./desk/rehearse.ts")]);
  const store = await openStore("sqlite::memory:");
  const clock = createSetClock(0);
  return createRehearsal({
    ...{ store, clock, hasContact, checks, policy: () => policy, enforcers: [createMemoryEnforcer()] },
    sightOf: async ({ claim }) => ({ lastHarmAt: claim.lastHarmAt, mailReadTo: clock.now(), accessReadTo: clock.now() }),
    askSite: async () => ({ why: "a replay asks no site" }),
    deliver: async () => ({ kind: "sent", detail: "replay" }),
    callStaff: async () => undefined,
    newId: () => randomUUID(),
  });
};

const commands = [
  createScanCommand({
    scan,
    renderText: async (...given) => (await import("./report/text-report.ts")).renderTextReport(...given),
    renderHtml: async (...given) => (await import("./report/html-report.ts")).renderHtmlReport(...given),
  }),
  createSimulateCommand({
    simulate: async (...given) => (await import("./simulate/simulate-world.ts")).simulateWorld(...given),
    kinds: async () => (await import("./simulate/recipes/all-recipes.ts")).recipes.map(({ kind }) => kind),
  }),
  createEvaluateCommand({ scan }),
  createReplayCommand({ replay, rehearse }),
  createPolicyCommand(),
  ...deskCommands(version),
];

const { stdout, stderr, env } = process;
const io = { stdout, stderr, env, cwd: process.cwd() };
const args = process.argv.slice(2);
guardOutput(stdout, "standard output", (error) => showError(error, chooseLanguage(args, env), io));
guardOutput(stderr, "standard error", (error) => error.exitCode);
process.exitCode = await runCli(args, io, { version, commands });
