import type { CliIo } from "./cli-io.ts";

/** Languages that the program speaks. */
export type Language = "ja" | "en";

/** The language of the environment: `LC_ALL`, else `LC_MESSAGES`, else `LANG`; Japanese for `ja…`, else English. Source: POSIX, section 8.2. */
export const languageOf = (env: CliIo["env"]): Language => {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== "") ?? "";
  return /^ja(?![a-z])/i.test(locale) ? "ja" : "en";
};

/** The language for messages that come before the options are understood: `--lang` where it stands, else the environment's. */
export const chooseLanguage = (args: readonly string[], env: CliIo["env"]): Language => {
  const wanted = args
    .flatMap((arg, index) => (arg === "--lang" ? [args[index + 1]] : arg.startsWith("--lang=") ? [arg.slice(7)] : []))
    .at(-1);
  return wanted === "ja" || wanted === "en" ? wanted : languageOf(env);
};
