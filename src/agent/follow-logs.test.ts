import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLiveLogs, storyLines } from "../../test/live-logs.ts";
import { causeFinders, complaintFormats, detectors, logFormats } from "../catalog/index.ts";
import { toScanRequest } from "../cli/to-scan-request.ts";
import { loadConfig } from "../config.ts";
import type { AgentMessage, LogReading } from "../domain/case/agent-message.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import { openGeo } from "../geo/open-geo.ts";
import { createSetClock } from "../kit/clock.ts";
import { hourMs, minuteMs } from "../kit/time-units.ts";
import { createMailFates } from "../pipeline/mail-fates.ts";
import type { ScanRequest } from "../pipeline/scan-request.ts";
import { type Agent, type AgentParts, createAgent } from "./follow-logs.ts";

const lines = storyLines();
const end = lines.at(-1)?.at ?? 0;

let dir = "";
let agents: Agent[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "agent-"));
  cpSync(new URL("../../examples/story/sekisho.yaml", import.meta.url), join(dir, "sekisho.yaml"));
});
afterEach(async () => {
  for (const agent of agents) await agent.stop();
  agents = [];
  rmSync(dir, { recursive: true, force: true });
});

/** An agent whose rounds come when they are asked for, and what it delivered in each. */
const startAgent = (clock = createSetClock(end + hourMs), onJoined?: (mail: JoinedMail) => void, onVisit?: AgentParts["onVisit"]) => {
  let go: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const said: string[] = [];
  const delivered: AgentMessage[][] = [];
  let fails = 0;
  const config = loadConfig("sekisho.yaml", dir);
  const agent = createAgent(
    toScanRequest(config, { paths: [], home: null, timezone: null, complaints: [], cwd: dir, mayComeLater: true }),
    {
      ...{ formats: logFormats, detectors, causeFinders, complaintFormats, clock, digest: (sha256) => sha256, onJoined, onVisit },
      openGeo: ({ geo, home, trustedProxies }: ScanRequest) => openGeo({ ...geo, home, trustedProxies, cacheDir: null }),
      say: (line) => said.push(line),
      wait: (_, signal) =>
        new Promise((resolve) => {
          go = resolve;
          signal.addEventListener("abort", () => resolve());
          arrived();
        }),
      deliver: async (messages) => {
        delivered.push([...messages]);
        if (fails-- > 0) throw new Error("the store is full");
      },
    },
  );
  agents.push(agent);
  const round = async (ms = 6_000): Promise<readonly AgentMessage[]> => {
    clock.set(clock.now() + ms);
    const waits = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    if (delivered.length === 0 && said.length === 0) agent.start();
    else go();
    await waits;
    return delivered.at(-1) ?? [];
  };
  return {
    ...{ agent, clock, said, delivered, round },
    failOnce: () => {
      fails = 1;
    },
  };
};

const claimsOf = (messages: readonly AgentMessage[]) => messages.flatMap((one) => (one.kind === "claim" ? [one.claim] : []));

const readingOf = (messages: readonly AgentMessage[], host = "sv1"): LogReading | undefined =>
  messages.flatMap((one) => (one.kind === "reading" && one.reading.host === host ? [one.reading] : []))[0];

describe("an agent", () => {
  it("reads what is there first and tells only waves that are not over, then how far it has read", async () => {
    createLiveLogs(dir).write(lines);
    const { round, clock } = startAgent();
    const first = await round();
    expect(claimsOf(first).map((claim) => [claim.class, claim.counts.messages])).toEqual([["form-relay", 280]]);
    expect(claimsOf(first)[0]?.lastHarmAt).toBe(Date.parse("2026-03-07T06:39:33+09:00"));
    expect(first.at(-1)?.kind).toBe("reading");
    const at = clock.now() - 2_000;
    expect(readingOf(first)).toEqual({ host: "sv1", mailReadTo: at, accessReadTo: at });
    const second = await round();
    expect(claimsOf(second)).toEqual([]);
    expect(readingOf(second)?.mailReadTo).toBe(at + 6_000);
  });

  it("shows each visit's address and what the visitor calls itself", async () => {
    createLiveLogs(dir).write(lines);
    const visits = new Map<string, string>();
    const { round } = startAgent(undefined, undefined, (address, userAgent) => visits.set(address, userAgent));
    await round();
    expect(visits.size).toBeGreaterThan(10);
    expect([...visits.values()].some((agent) => agent.startsWith("Mozilla/5.0"))).toBe(true);
  });

  it("tells the same again after it was killed, and what came in between", async () => {
    const logs = createLiveLogs(dir);
    const half = lines.findIndex(({ at }) => at > Date.parse("2026-03-07T06:00:00+09:00"));
    logs.write(lines.slice(0, half));
    const before = startAgent(createSetClock(lines[half]?.at ?? 0));
    const [early] = claimsOf(await before.round());
    logs.rename("logs/mail.log");
    logs.write(lines.slice(half));
    const [late] = claimsOf(await startAgent().round());
    expect(late?.key).toBe(early?.key);
    expect([early?.firstSeen, late?.counts.messages]).toEqual([late?.firstSeen, 280]);
    expect(early?.counts.messages).toBeLessThan(280);
  });

  it("tells of each message how it came about, so that held mail can be told apart by its queue id", async () => {
    createLiveLogs(dir).write(lines);
    const fates = createMailFates();
    const ids: string[] = [];
    const { round } = startAgent(undefined, (mail) => {
      ids.push(mail.message.queueId);
      fates.note(mail);
    });
    const [claim] = claimsOf(await round());
    if (claim === undefined) throw new Error("no claim");
    const told = Object.groupBy(fates.fatesOf(claim, ids).values(), (fate) => fate);
    expect(told.caused?.length).toBeGreaterThanOrEqual(250);
    expect(told.caused?.length).toBeLessThanOrEqual(claim.counts.messages);
    expect(told["not-caused"]?.length).toBeGreaterThan(0);
  });

  it("hands over again what did not arrive, and says once why", async () => {
    createLiveLogs(dir).write(lines);
    const { round, failOnce, delivered, said } = startAgent();
    failOnce();
    await round();
    await round(0);
    await round();
    expect(delivered.map((messages) => claimsOf(messages).length)).toEqual([1, 1]);
    expect(said).toEqual(["the store is full"]);
  });

  it("calls nothing read that it cannot read, says so, and goes on with the rest", async () => {
    const logs = createLiveLogs(dir);
    logs.write(lines);
    const { round, said, clock } = startAgent();
    const readTo = readingOf(await round())?.mailReadTo;
    renameSync(logs.pathOf("logs/mail.log"), logs.pathOf("logs/elsewhere"));
    mkdirSync(logs.pathOf("logs/mail.log"));
    const without = readingOf(await round(minuteMs));
    expect(without).toEqual({ host: "sv1", mailReadTo: readTo, accessReadTo: clock.now() - 2_000 });
    await round();
    expect(said).toEqual(["logs/mail.log: is not a regular file"]);
  });

  it("calls no mail read of a server that no mail log has named", async () => {
    createLiveLogs(dir).write(lines.filter(({ log }) => log !== "logs/mail.log"));
    createLiveLogs(dir).append("logs/mail.log", "");
    const { round } = startAgent();
    expect(readingOf(await round())).toMatchObject({ mailReadTo: null });
    expect(readingOf(await round(), "sv2")).toBeUndefined();
  });
});
