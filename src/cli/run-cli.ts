import { Command, CommanderError } from "commander";
import { chooseLanguage } from "./choose-language.ts";
import { type CliCommand, type CliIo, type ExitCode, takesColor } from "./cli-io.ts";
import { showError } from "./show-error.ts";

/** What the program is made of. */
export interface CliProgram {
  readonly version: string;
  readonly commands: readonly CliCommand[];
}

const about = "Reads the logs of a web and mail server, finds abuse and names its cause.";

const exitCodes = `
Exit codes: 0 done, 1 the answer is "no" (scan: a case found with --fail-on abuse), 2 wrong usage or config, 3 something outside failed.
Environment: LC_ALL, LC_MESSAGES, LANG (language), NO_COLOR, SEKISHO_DEBUG=1 (stack traces).`;

const createProgram = ({ version }: CliProgram, io: CliIo): Command =>
  new Command("sekisho")
    .description(about)
    .version(version)
    .helpCommand("help [command]", "show help for a command")
    .addHelpText("after", exitCodes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Shown once, with the next step, where the error is caught.
      outputError: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => takesColor(io.stdout, io.env),
      getErrHasColors: () => takesColor(io.stderr, io.env),
    });

/** Help and version are answers; everything else that commander ends a run with is wrong usage. */
const isAnswer = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;

/** Without any argument commander prints the help to stderr, which says enough. */
const isShownAlready = (error: unknown): boolean => error instanceof CommanderError && error.code === "commander.help";

/**
 * Runs one command line. `args` are the arguments without the program's own name. Never throws, never ends the process: returns the
 * exit code that the contract gives.
 */
export const runCli = async (args: readonly string[], io: CliIo, program: CliProgram): Promise<ExitCode> => {
  let exitCode: ExitCode = 0;
  const setExitCode = (code: ExitCode): void => {
    exitCode = code;
  };
  try {
    const root = createProgram(program, io);
    for (const addCommand of program.commands) addCommand(root, { io, setExitCode });
    await root.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (isAnswer(error)) return 0;
    return isShownAlready(error) ? 2 : showError(error, chooseLanguage(args, io.env), io);
  }
};
