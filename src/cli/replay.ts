import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { findConfig } from "../config/find-config.ts";
import type { Config } from "../config.ts";
import type { Rehearsal } from "../desk/rehearse.ts";
import { abuseClasses } from "../domain/abuse-class.ts";
import type { ActingMode } from "../domain/case/case-terms.ts";
import type { Policy } from "../domain/policy/policy.ts";
import type { Replay } from "../pipeline/replay.ts";
import { type ApplyParts, appliedText, applyReplay } from "./apply-replay.ts";
import { type Language, languageOf } from "./choose-language.ts";
import { type CliCommand, type CliRun, takesColor } from "./cli-io.ts";
import { createProgressLine } from "./progress-line.ts";
import { toScanRequest } from "./to-scan-request.ts";
import { visibleJson } from "./visible-json.ts";

/** What `sekisho replay` stands on; main.ts hands it in. */
export interface ReplayParts {
  readonly replay: Replay;
  readonly digestFor: ApplyParts["digestFor"];
  /** A desk in event time, on a store in memory. `accounts`: those that somebody can be told about. */
  readonly rehearse: (policy: Policy, hasContact: (host: string, account: string | null) => boolean) => Promise<Rehearsal>;
}

interface ReplayArguments {
  readonly json?: true;
  readonly config?: string | false;
  readonly home?: string;
  readonly timezone?: string;
  readonly speed: number;
  readonly mode: ActingMode | "policy";
  readonly apply?: true;
  readonly lang?: Language;
}

const parseSpeed = (text: string): number => {
  if (text === "max") return Number.POSITIVE_INFINITY;
  const speed = Number(text);
  if (!Number.isFinite(speed) || speed <= 0)
    throw new InvalidArgumentError("It is a number above 0, such as 60 for an hour a minute, or max.");
  return speed;
};

const readConfig = async ({ config }: ReplayArguments, hasPaths: boolean, cwd: string): Promise<Config | null> => {
  if (config === false) return null;
  const file = config ?? findConfig(cwd, hasPaths);
  if (file === null) return null;
  const { loadConfig } = await import("../config.ts");
  return loadConfig(file, cwd);
};

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The policy, with acting as the option says: a rehearsal may show what nobody has switched on yet. */
const readPolicy = async (config: Config | null, mode: ReplayArguments["mode"]): Promise<Policy> => {
  const { loadPolicy } = await import("../config/load-policy.ts");
  const { policy } = loadPolicy(config?.policy ?? null, config?.timezone ?? machineZone());
  if (mode === "policy") return policy;
  return { ...policy, acting: abuseClasses.map((one) => ({ class: one, server: null, mode, by: "replay", reason: "rehearsal" })) };
};

const contactsOf =
  (config: Config | null) =>
  (_host: string, account: string | null): boolean =>
    config?.accounts.some(({ name, owner, contacts }) => name === account && (owner !== undefined || contacts.length > 0)) ?? false;

/** Event time at so many times the pace of real time. */
const createPace = (speed: number): ((now: number) => Promise<void>) => {
  let begun: { readonly event: number; readonly real: number } | null = null;
  return async (now) => {
    if (speed === Number.POSITIVE_INFINITY) return;
    begun ??= { event: now, real: Date.now() };
    const due = begun.real + (now - begun.event) / speed;
    if (due > Date.now()) await wait(due - Date.now());
  };
};

const runApply = async (
  config: Config | null,
  { speed, json, lang: told }: ReplayArguments,
  parts: Pick<ApplyParts, "replay" | "request" | "digestFor">,
  run: CliRun,
): Promise<void> => {
  const { io } = run;
  const lang = told ?? languageOf(io.env);
  const progress = createProgressLine(io, lang);
  const applied = await applyReplay(config, { ...parts, speed, onProgress: progress.show }, run).finally(progress.clear);
  if (json) {
    io.stdout.write(`${visibleJson({ schema: "sekisho.replay-apply/1", ...applied })}\n`);
    return;
  }
  const [{ createDeskVoice }, { caseListText }] = await Promise.all([
    import("../report/desk/desk-voice.ts"),
    import("../report/desk/case-list-text.ts"),
  ]);
  const layout = { width: io.stdout.columns ?? 100, color: takesColor(io.stdout, io.env), now: Date.now() };
  const list = caseListText({ cases: applied.cases, next: null }, createDeskVoice(lang, config?.timezone ?? machineZone()), layout);
  io.stdout.write(`${appliedText(applied, lang)}\n${applied.cases.length === 0 ? "" : list}`);
};

const runReplay = async (paths: readonly string[], options: ReplayArguments, parts: ReplayParts, run: CliRun): Promise<void> => {
  const { io } = run;
  const lang = options.lang ?? languageOf(io.env);
  const config = await readConfig(options, paths.length > 0, io.cwd);
  const { home = null, timezone = null } = options;
  const request = toScanRequest(config, { paths, home, timezone, complaints: null, cwd: io.cwd });
  if (options.apply === true) return runApply(config, options, { replay: parts.replay, digestFor: parts.digestFor, request }, run);
  const rehearsal = await parts.rehearse(await readPolicy(config, options.mode), contactsOf(config));
  const progress = createProgressLine(io, lang);
  const pace = createPace(options.speed);
  // The lines stay here, so a key of this run is enough.
  const key = randomBytes(32);
  const report = await parts
    .replay(request, {
      onTime: async (now) => {
        await pace(now);
        await rehearsal.passTo(now);
      },
      onClaim: rehearsal.takeClaim,
      onProgress: progress.show,
      digest: (sha256) => createHmac("sha256", key).update(sha256).digest("hex"),
    })
    .finally(progress.clear);
  const outcome = await rehearsal.outcome();
  if (options.json) {
    const { caseDocument, entryDocument } = await import("../domain/case/case-document.ts");
    const timeline = outcome.timeline.map(({ caseId, ...entry }) => ({ caseId, ...entryDocument(entry) }));
    const cases = outcome.cases.map((one) => ({ ...caseDocument(one.case), heldOff: one.heldOff }));
    io.stdout.write(`${visibleJson({ schema: "sekisho.replay/1", mode: options.mode, period: report.period, timeline, cases })}\n`);
    return;
  }
  const { createDeskVoice } = await import("../report/desk/desk-voice.ts");
  const { replayText } = await import("../report/desk/replay-text.ts");
  const layout = { width: io.stdout.columns ?? 100, color: takesColor(io.stdout, io.env), now: Date.parse(report.period?.to ?? "") || 0 };
  io.stdout.write(replayText(outcome, createDeskVoice(lang, report.timezone), layout));
};

/** `sekisho replay`: what a desk would have done with existing logs, in event time. */
export const createReplayCommand =
  (parts: ReplayParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("replay")
      .description("show what a desk would have done with existing logs, in their own time; touches nothing without --apply")
      .argument("[path...]", "log files, plain or .gz; without any, the logs that the config names")
      .option("--json", "print one JSON document (sekisho.replay/1) instead of text")
      .option(
        "--apply",
        "send what the logs show to the desk that runs, with times moved so that the last line is now; its own policy decides",
      )
      .addOption(
        new Option("--mode <mode>", "how far automation goes; policy: as the policy says")
          .choices(["observe", "propose", "act", "policy"])
          .default("act"),
      )
      .option("--speed <times>", "how many times faster than it happened, or max", parseSpeed, Number.POSITIVE_INFINITY)
      .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml, if there)")
      .option("--no-config", "read no config")
      .option("--home <country>", "whose visitors are domestic: ISO 3166-1 alpha-2, such as JP")
      .option("--timezone <zone>", "zone of log lines that carry none, such as Asia/Tokyo")
      .addOption(new Option("--lang <language>", "language of the timeline (default: from LANG)").choices(["ja", "en"]))
      .action((paths: string[], options: ReplayArguments) => runReplay(paths, options, parts, run));
  };
