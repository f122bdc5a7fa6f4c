import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { ScanReport } from "../domain/scan-report.ts";
import type { Scan } from "../pipeline/scan.ts";
import type { Evaluation } from "../simulate/scoring/evaluation.ts";
import type { WorldScore } from "../simulate/scoring/score-world.ts";
import { languageOf } from "./choose-language.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { createProgressLine } from "./progress-line.ts";
import { toScanRequest } from "./to-scan-request.ts";
import { visibleJson } from "./visible-json.ts";

/** What `sekisho evaluate` stands on; main.ts hands it in. */
export interface EvaluateParts {
  readonly scan: Scan;
}

interface EvaluateArguments {
  readonly json?: true;
  readonly misses?: true;
  readonly actAt: number;
}

/** Above it nobody acts without a person; the policy's own threshold may differ. */
const defaultActAt = 0.95;

const parseConfidence = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= 1)) throw new InvalidArgumentError("A confidence lies above 0 and is at most 1.");
  return value;
};

/** The scan that an operator of this world would get: from its config, and from nothing else. */
const scanWorld = async (directory: string, { scan }: EvaluateParts, { io }: CliRun): Promise<ScanReport> => {
  const { loadConfig } = await import("../config.ts");
  const config = loadConfig(join(directory, "sekisho.yaml"), io.cwd);
  const request = toScanRequest(config, { paths: [], home: null, timezone: null, complaints: null, cwd: io.cwd });
  const progress = createProgressLine(io, languageOf(io.env));
  return scan(request, progress.show).finally(progress.clear);
};

const scoreAll = async (directories: readonly string[], parts: EvaluateParts, run: CliRun): Promise<readonly WorldScore[]> => {
  const { checkWorld, readTruth } = await import("../simulate/scoring/read-truth.ts");
  const { scoreWorld } = await import("../simulate/scoring/score-world.ts");
  for (const directory of directories) checkWorld(directory, run.io.cwd);
  const scores: WorldScore[] = [];
  for (const directory of directories) {
    const report = await scanWorld(directory, parts, run);
    scores.push(scoreWorld(directory, await readTruth(directory, run.io.cwd), report));
  }
  return scores;
};

const writeEvaluation = async (scores: readonly WorldScore[], { json, misses, actAt }: EvaluateArguments, run: CliRun): Promise<void> => {
  const { evaluateWorlds } = await import("../simulate/scoring/evaluate-worlds.ts");
  const evaluation: Evaluation = evaluateWorlds(scores, actAt);
  if (json) {
    run.io.stdout.write(`${visibleJson(evaluation)}\n`);
    return;
  }
  const { evaluationLines, missLines } = await import("./evaluation-text.ts");
  const lines = [...evaluationLines(evaluation), ...(misses ? missLines(evaluation) : [])];
  run.io.stdout.write(`${lines.join("\n")}\n`);
};

/** `sekisho evaluate`: scans worlds as an operator would and holds the reports against what really happened. */
export const createEvaluateCommand =
  (parts: EvaluateParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("evaluate")
      .description("scan worlds made by simulate, and score the reports against the truth")
      .argument("<dir...>", "worlds; several are scored together")
      .option("--json", "print one JSON document (sekisho.evaluation/1) instead of text")
      .option("--misses", "also list what was missed, wrongful or wrongly classed, one by one")
      .option("--act-at <confidence>", "confidence from which a case is contained without a person", parseConfidence, defaultActAt)
      .action(async (directories: string[], options: EvaluateArguments) =>
        writeEvaluation(await scoreAll(directories, parts, run), options, run),
      );
  };
