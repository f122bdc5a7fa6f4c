import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { causeFinders, complaintFormats, detectors, logFormats } from "../../src/catalog/index.ts";
import { createReplayCommand } from "../../src/cli/replay.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { openGeo } from "../../src/geo/open-geo.ts";
import { createReplay } from "../../src/pipeline/replay.ts";
import type { ScanRequest } from "../../src/pipeline/scan-request.ts";
import { openDeskLab } from "../desk-lab.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "replay-apply-"));
  cpSync(new URL("../../examples/story/", import.meta.url), dir, { recursive: true });
  appendFileSync(join(dir, "sekisho.yaml"), "\nstateDir: state\n");
  mkdirSync(join(dir, "state"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const replay = createReplay({
  ...{ formats: logFormats, detectors, causeFinders, complaintFormats, now: Date.now },
  openGeo: ({ geo, home, trustedProxies }: ScanRequest) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
});

const rehearse = async (): Promise<never> => {
  throw new Error("nothing is rehearsed");
};

const run = async (...args: readonly string[]) => {
  const said = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (part: string) => {
      said[name] += part;
    },
  });
  const io = { stdout: output("stdout"), stderr: output("stderr"), env: { LANG: "C" }, cwd: dir };
  const code = await runCli(["replay", "--apply", ...args], io, {
    version: "0.0.0",
    commands: [createReplayCommand({ replay, rehearse, digestFor: () => (sha256) => sha256 })],
  });
  return { code, ...said };
};

// biome-ignore lint/suspicious/noExplicitAny: a test looks into messages of every shape
type Delivery = { readonly source: string; readonly messages: readonly any[] };

/** A desk at the socket that takes deliveries in their order, claim by claim. */
const openDesk = async (): Promise<{ readonly deliveries: readonly Delivery[]; readonly server: Server }> => {
  const lab = await openDeskLab();
  const deliveries: Delivery[] = [];
  const server = createServer(async (request, answer) => {
    lab.clock.set(Date.now());
    const body = await text(request);
    if (request.url !== "/api/v1/deliveries") {
      const { status, text: said } = await lab.local(request.method ?? "", request.url ?? "", body === "" ? undefined : body);
      answer.writeHead(status, { "content-type": "application/json" }).end(said);
      return;
    }
    const delivery = JSON.parse(body) as Delivery;
    deliveries.push(delivery);
    for (const { kind, claim } of delivery.messages)
      if (kind === "claim") expect(await lab.local("POST", "/api/v1/claims", claim)).toMatchObject({ status: 200 });
    answer.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(join(dir, "state/desk.sock"), resolve));
  return { deliveries, server };
};

describe("a replay that is applied", () => {
  it("brings every claim to the running desk, in order, with the last line now, and names the cases that were opened", async () => {
    const { deliveries, server } = await openDesk();
    const before = Date.now();
    const { code, stdout, stderr } = await run("--json");
    server.close();
    expect([code, stderr]).toEqual([0, ""]);
    const applied = JSON.parse(stdout);
    expect(new Set(deliveries.map(({ source }) => source)).size).toBe(1);
    const messages = deliveries.flatMap((one) => one.messages);
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, at) => at + 1));
    expect(applied).toMatchObject({ claims: messages.filter(({ kind }) => kind === "claim").length, readings: 1 });
    expect(messages.findLastIndex(({ kind }) => kind === "claim")).toBeLessThan(messages.findIndex(({ kind }) => kind === "fates"));
    const reading = messages.at(-1).reading;
    expect(reading.host).toBe("sv1");
    expect(Date.parse(reading.mailReadTo)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(reading.mailReadTo)).toBeLessThanOrEqual(Date.now());
    const last = messages.findLast(({ claim }) => claim?.class === "form-relay").claim;
    expect(last.counts).toMatchObject({ messages: 280, requests: 171 });
    expect(Date.parse(last.firstSeen)).toBe(Date.parse("2026-03-07T05:21:35+09:00") + applied.shiftMs);
    expect(last.evidence[0].line).toContain("07/Mar/2026");
    const told = messages.find(({ kind, fates }) => kind === "fates" && fates.key === last.key).fates;
    expect(told.host).toBe("sv1");
    expect(told.caused.length).toBeGreaterThanOrEqual(250);
    expect(told.caused.length).toBeLessThanOrEqual(280);
    expect(told.notCaused.length).toBeGreaterThan(0);
    expect(applied.cases.map((one: { readonly class: string }) => one.class)).toContain("form-relay");
  }, 30_000);

  it("takes as long as it took, so many times faster", async () => {
    const { deliveries, server } = await openDesk();
    const before = Date.now();
    const weekMs = 7 * 86_400_000;
    const { code, stdout } = await run("--speed", String(weekMs / 2_000));
    server.close();
    expect(code).toBe(0);
    expect(Date.now() - before).toBeGreaterThan(1_800);
    expect(deliveries.length).toBeGreaterThan(4);
    expect(stdout).toMatch(/^Sent to the running desk, with times moved so that the last line is now: \d+ claims and 1 readings of logs/);
  }, 30_000);

  it("reads nothing and ends with 3 where no desk runs", async () => {
    const { code, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toMatch(/no desk runs for this config; start it with `sekisho serve`/);
  });
});
