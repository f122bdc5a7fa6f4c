import { parseArgs } from "node:util";
import { type BenchLogs, contestantsFor } from "./contestants.ts";
import { fetchDuckdb } from "./fetch-duckdb.ts";
import { machineLines } from "./machine.ts";
import { makeLog } from "./make-logs.ts";
import { type Measured, measure } from "./measure.ts";
import { type Round, reportLines } from "./report.ts";
import { writeDocument } from "./write-document.ts";

const runRound = (contestants: readonly Measured[]): Round =>
  new Map(contestants.map((contestant) => [contestant.name, measure(contestant)]));

/** All programs must have counted the same requests and POSTs, or the comparison means nothing. */
const checkCounts = (round: Round): void => {
  const { totals } = JSON.parse(round.get("scan")?.stdout ?? "{}") as { totals: { requests: number; writes: number } };
  for (const name of ["mawk", "DuckDB"]) {
    const counted = round.get(name)?.stdout;
    if (counted === undefined) continue;
    const [requests, , , posts] = counted.trim().split(" ").map(Number);
    if (requests === totals.requests && posts === totals.writes) continue;
    throw new Error(`scan and ${name} do not agree: ${JSON.stringify(totals)}, ${requests} requests, ${posts} POSTs`);
  }
};

/** No line is missing in the generated mail log, so a join that says so has lost one itself. */
const checkJoin = (round: Round): void => {
  const { gaps, totals } = JSON.parse(round.get("scan, mail")?.stdout ?? "{}") as {
    gaps: { code: string }[];
    totals: { messages: number };
  };
  if (totals.messages === 0 || gaps.some(({ code }) => code === "lost-lines")) throw new Error("the mail log was not joined without loss");
};

const runBench = (runs: number): string => {
  const logs: BenchLogs = {
    access: makeLog("access", 1_000_000),
    accessLarge: makeLog("access", 5_000_000),
    mail: makeLog("mail", 1_000_000),
  };
  const contestants = contestantsFor(logs, fetchDuckdb());
  const rounds: Round[] = [];
  for (let round = 0; round <= runs; round++) {
    process.stderr.write(round === 0 ? "Warm-up round …\n" : `Round ${round} of ${runs} …\n`);
    const done = runRound(contestants);
    checkCounts(done);
    checkJoin(done);
    if (round > 0) rounds.push(done);
  }
  const command = `\`npm run bench -- --runs ${runs}\`, ${new Date().toISOString().slice(0, 10)}, ${runs} counted rounds after one to warm up:`;
  return [command, "", ...machineLines().map((line) => `- ${line}`), "", ...reportLines(rounds, logs)].join("\n");
};

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" }, write: { type: "boolean", default: false } } });
const text = runBench(Math.max(1, Number(values.runs) || 3));
console.log(text);
if (values.write) writeDocument("PERFORMANCE.md", "npm run bench -- --write", text);
