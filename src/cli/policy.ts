import { type Command, Option } from "commander";
import type { ConfigPath } from "../config/config-path.ts";
import { findConfig } from "../config/find-config.ts";
import type { AbuseClass } from "../domain/abuse-class.ts";
import { abuseClasses } from "../domain/abuse-class.ts";
import { measuresInOrder } from "../pipeline/containment/ladders.ts";
import { type Language, languageOf } from "./choose-language.ts";
import { type CliCommand, type CliRun, takesColor } from "./cli-io.ts";
import { visibleJson } from "./visible-json.ts";

interface PolicyArguments {
  readonly json?: true;
  readonly check?: string;
  readonly why?: AbuseClass;
  /** False for `--no-config`. */
  readonly config?: string | false;
  readonly lang?: Language;
}

interface Named {
  readonly file: ConfigPath | null;
  /** Of operating hours for which the policy names no zone. */
  readonly timezone: string;
}

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const namedPolicy = async (options: PolicyArguments, cwd: string): Promise<Named> => {
  const file = options.config === false ? null : (options.config ?? findConfig(cwd));
  if (file === null) return { file: null, timezone: machineZone() };
  const { loadConfig } = await import("../config.ts");
  const config = loadConfig(file, cwd);
  return { file: config.policy ?? null, timezone: config.timezone ?? machineZone() };
};

const runPolicy = async (options: PolicyArguments, { io }: CliRun): Promise<void> => {
  const { loadPolicy } = await import("../config/load-policy.ts");
  const { toConfigPath } = await import("../config/config-path.ts");
  const { renderPolicy, renderPolicyClass, renderPolicyCheck } = await import("../report/policy-text.ts");
  const { file, timezone } = await namedPolicy(options, io.cwd);
  const inForce = loadPolicy(file, timezone);
  const checked = options.check === undefined ? null : loadPolicy(toConfigPath(options.check, io.cwd), timezone);
  if (options.json) {
    io.stdout.write(`${visibleJson({ schema: "sekisho.policy/1", ...(checked ?? inForce) })}\n`);
    return;
  }
  const page = {
    lang: options.lang ?? languageOf(io.env),
    color: takesColor(io.stdout, io.env),
    width: io.stdout.columns ?? 100,
    measuresOf: measuresInOrder,
  };
  if (options.why !== undefined) io.stdout.write(renderPolicyClass(checked ?? inForce, options.why, page));
  else if (checked !== null) io.stdout.write(renderPolicyCheck(inForce, checked, page));
  else io.stdout.write(renderPolicy(inForce, page));
};

/** `sekisho policy`: the policy in force, with every value and its reason. */
export const createPolicyCommand =
  (): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("policy")
      .description("print the policy in force, every value with its reason")
      .option("--json", "print one JSON document (sekisho.policy/1) instead of text")
      .option("--check <file>", "check a policy file and print what it would change; exits with 2 where it is wrong")
      .addOption(new Option("--why <class>", "print one class in full, with where each value is written").choices(abuseClasses))
      .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml, if there)")
      .option("--no-config", "read no config: the built-in policy")
      .addOption(new Option("--lang <language>", "language of the frame (default: from LANG)").choices(["ja", "en"]))
      .action((options: PolicyArguments) => runPolicy(options, run));
  };
