import { type ChildProcess, execFile, spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import type { CaseDocument } from "../../src/domain/case/case-document.ts";
import type { ScanReport } from "../../src/domain/scan-report.ts";
import { deskCommands } from "../../src/main/desk-commands.ts";
import { createLiveLogs, type LiveLine, movedLine, storyLines } from "../live-logs.ts";

/** The example's seventh day, as if it were now: the past lies there when the agent starts, the wave comes in within seconds. */

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const waveFrom = Date.parse("2026-03-07T05:21:00+09:00");
const waveTo = Date.parse("2026-03-07T06:41:00+09:00");
/** The wave's 80 minutes in six seconds. */
const faster = 800;

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "live-desk-"));
  cpSync(new URL("../../examples/story/sekisho.yaml", import.meta.url), join(dir, "sekisho.yaml"));
  appendFileSync(join(dir, "sekisho.yaml"), "\nstateDir: state\n");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Serving {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const serve = (...args: readonly string[]): Promise<Serving> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, "serve", ...args, "--config", "sekisho.yaml"], {
      cwd: dir,
      stdio: ["ignore", "ignore", "pipe"],
    });
    children.push(child);
    const ended = new Promise<number | null>((done) => {
      child.once("exit", done);
    });
    let said = "";
    child.stderr?.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.includes("the desk runs")) resolve({ child, said: () => said, ended });
    });
    void ended.then(() => reject(new Error(said)));
  });

const commands = deskCommands("0.0.0");

const ask = async <Answer>(...args: readonly string[]): Promise<Answer> => {
  let text = "";
  const stdout = {
    write: (part: string) => {
      text += part;
    },
  };
  await runCli([...args, "--json"], { stdout, stderr: { write: () => undefined }, env: {}, cwd: dir }, { version: "0.0.0", commands });
  return JSON.parse(text) as Answer;
};

const caseNow = async (): Promise<CaseDocument | null> => {
  const { cases } = await ask<{ cases: readonly { readonly id: string; readonly class: string }[] }>("cases", "list");
  const id = cases.find((one) => one.class === "form-relay")?.id;
  return id === undefined ? null : (await ask<{ case: CaseDocument }>("cases", "show", id)).case;
};

const until = async <Found>(look: () => Promise<Found | null>, withinMs: number): Promise<Found> => {
  for (const before = Date.now(); ; ) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() - before > withinMs) throw new Error("it did not come to that");
    await wait(250);
  }
};

const scan = (): Promise<ScanReport> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, "scan", "--config", "sekisho.yaml", "--json"], { cwd: dir, maxBuffer: 1e8 }, (_, stdout) =>
      resolve(JSON.parse(stdout) as ScanReport),
    );
  });

const figures = ({ messages, requests, sources, refusedRequests }: CaseDocument["claim"]["counts"]) => ({
  ...{ messages, requests, sources, refusedRequests },
});

/** Writes the wave as it happens, each log in its order, with a rotation of either kind in the middle. */
const writeWave = async (logs: ReturnType<typeof createLiveLogs>, wave: readonly LiveLine[]): Promise<void> => {
  const begun = Date.now();
  const due = (at: number): number => begun + (at - waveFrom) / faster;
  let written = 0;
  for (let step = 0; written < wave.length; step++) {
    const now = Date.now();
    const from = written;
    while (written < wave.length && due((wave[written] as LiveLine).at) <= now) written++;
    // Where the machine stalled the lines are written late, and bear the time at which they are.
    logs.write(wave.slice(from, written).map((line) => movedLine(line, Math.max(due(line.at), now - 500))));
    if (step === 8) logs.rename("logs/shop.example.access.log");
    if (step === 12) logs.copyTruncate("logs/mail.log");
    await wait(200);
  }
};

describe("a desk with an agent", () => {
  it("opens a case while the logs are written, with the figures of a scan, and knows whether the mail has stopped", async () => {
    const logs = createLiveLogs(dir);
    const lines = storyLines();
    const past = lines.filter(({ at }) => at < waveFrom);
    const ahead = Date.now() + 4_000 - waveFrom;
    logs.write(past.map((line) => movedLine(line, line.at + ahead)));
    const { child, said, ended } = await serve("--agent");
    await wait(1_500);
    await writeWave(
      logs,
      lines.filter(({ at }) => at >= waveFrom && at < waveTo),
    );
    const report = await scan();
    const scanned = report.cases.find((one) => one.class === "form-relay");
    expect(scanned?.counts.messages).toBeGreaterThan(200);
    const isSame = async (): Promise<CaseDocument | null> => {
      const one = await caseNow();
      return one !== null && one.claim.counts.messages === scanned?.counts.messages ? one : null;
    };
    const one = await until(isSame, 15_000).catch(caseNow);
    if (one === null || scanned === undefined) throw new Error("no case was opened");
    const [live, whole] = [figures(one.claim.counts), figures(scanned.counts)];
    expect({ ...live, messages: 0 }).toEqual({ ...whole, messages: 0 });
    // The same to the mail where lines come in time (src/pipeline/follow-run.test.ts). A machine that stalls for seconds breaks ties between a request
    // and its mail (docs/guides/follow-logs.md), and this one may.
    expect(live.messages).toBeGreaterThan(whole.messages * 0.9);
    expect(live.messages).toBeLessThanOrEqual(whole.messages);
    expect(one?.claim.evidence).toHaveLength(20);
    expect(one?.claim.evidence.every(({ input }) => /^logs\/[a-z.]+$/.test(input))).toBe(true);
    await ask("verify", one?.id ?? "");
    const harm = (await caseNow())?.requirements.find(({ id }) => id === "harm-stopped");
    expect(harm?.finding).toMatchObject({ state: "not-met", code: "still-sending" });
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(said()).not.toContain("nothing reads the logs");
  }, 60_000);

  it("says that nothing reads the logs where no agent was asked for", async () => {
    const { child, said, ended } = await serve();
    await until(async () => (said().includes("without --agent nothing reads the logs of this machine") ? true : null), 5_000);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  }, 30_000);
});
