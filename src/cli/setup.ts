import { Argument, type Command } from "commander";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { visibleText } from "../kit/visible-text.ts";
import type { PlannedFile } from "../ports/enforcer.ts";
import type { CliCommand, CliRun } from "./cli-io.ts";
import { type DeskOptions, loadDeskConfig } from "./desk-command.ts";
import { fileDiff } from "./file-diff.ts";

/** Servers that can be set up. */
export const serversToSetUp = ["apache", "nginx", "postfix"] as const;
export type ServerToSetUp = (typeof serversToSetUp)[number];

/** What is shown before anything is done. */
interface SetUpPlan {
  readonly before: readonly PlannedFile[];
  readonly after: readonly PlannedFile[];
  readonly notes: readonly string[];
  readonly apply: () => Promise<void>;
}

/** What `sekisho setup` stands on; `main.ts` hands it in. */
export interface SetUpParts {
  readonly plan: (config: Config, server: ServerToSetUp, direction: "in" | "out") => Promise<SetUpPlan>;
  /** Renews the geo data of every web server that is set up; returns their names. */
  readonly renewGeo: (config: Config) => Promise<readonly string[]>;
  /** Asks a person at a terminal; null where there is none. */
  readonly confirm: (question: string) => Promise<boolean | null>;
}

interface Options extends Pick<DeskOptions, "config"> {
  readonly yes?: true;
  readonly remove?: true;
  readonly dryRun?: true;
}

const agreed = async ({ yes }: Options, question: string, { confirm }: SetUpParts): Promise<boolean> => {
  if (yes) return true;
  const answer = await confirm(question);
  if (answer !== null) return answer;
  throw new OperationError(
    "usage-wrong",
    "nobody is at a terminal to be asked, so nothing was changed. Next: read the diff, then run it again with --yes",
  );
};

const renewGeo = async (config: Config, { renewGeo: renew }: SetUpParts, { io }: CliRun): Promise<void> => {
  const servers = await renew(config);
  io.stdout.write(servers.length === 0 ? "no web server is set up; nothing was changed\n" : `new geo data: ${servers.join(", ")}\n`);
};

const setUp = async (server: ServerToSetUp | "geo", options: Options, parts: SetUpParts, run: CliRun): Promise<void> => {
  const { stdout, stderr, cwd } = run.io;
  const config = await loadDeskConfig(options, cwd);
  if (server === "geo") return renewGeo(config, parts, run);
  const plan = await parts.plan(config, server, options.remove ? "out" : "in");
  const diff = fileDiff(plan.before, plan.after);
  stdout.write(diff);
  for (const note of plan.notes) stderr.write(`note: ${visibleText(note)}\n`);
  if (diff === "") stdout.write(options.remove ? `nothing of ours is in ${server}\n` : `${server} is set up already\n`);
  if (diff === "" || options.dryRun) return;
  const question = options.remove ? `Take this out of ${server}?` : `Change ${server} like this?`;
  if (!(await agreed(options, question, parts))) {
    stdout.write("nothing was changed\n");
    run.setExitCode(1);
    return;
  }
  await plan.apply();
  stdout.write(
    options.remove ? `${server}: taken out\n` : `${server}: set up; take it out again with \`sekisho setup ${server} --remove\`\n`,
  );
};

/** `sekisho setup`: lays the guard onto a server, and takes it away again. */
export const createSetUpCommand =
  (parts: SetUpParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("setup")
      .description("show what a server needs so that measures can be imposed on it, ask, and do it; or take all of it out again")
      .addArgument(new Argument("<server>", "the server, or geo: renew who is from abroad").choices([...serversToSetUp, "geo"]))
      .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml)")
      .option("--remove", "take it out again: every file byte for byte as before")
      .option("--dry-run", "print the diff and change nothing")
      .option("--yes", "do not ask")
      .action((server: ServerToSetUp | "geo", options: Options) => setUp(server, options, parts, run));
  };
