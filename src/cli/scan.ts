import { type Command, InvalidArgumentError, Option } from "commander";
import { wrongCountryCode } from "../config/country-code.ts";
import { findConfig } from "../config/find-config.ts";
import { wrongTimeZone } from "../config/time-zone.ts";
import type { Config } from "../config.ts";
import type { ScanReport } from "../domain/scan-report.ts";
import type { Scan } from "../pipeline/scan.ts";
import { type Language, languageOf } from "./choose-language.ts";
import { type CliCommand, type CliRun, takesColor } from "./cli-io.ts";
import { createProgressLine } from "./progress-line.ts";
import { checkResultFile, writeResultFile } from "./result-file.ts";
import { toScanRequest } from "./to-scan-request.ts";
import { visibleJson } from "./visible-json.ts";

/** What `sekisho scan` stands on; main.ts hands it in. */
export interface ScanParts {
  readonly scan: Scan;
  readonly renderText: (
    report: ScanReport,
    options: { readonly lang: Language; readonly color: boolean; readonly width: number },
  ) => string | Promise<string>;
  readonly renderHtml: (report: ScanReport, options: { readonly lang: Language }) => string | Promise<string>;
}

interface ScanArguments {
  readonly json?: true;
  readonly html?: string;
  readonly failOn?: "abuse";
  /** False for `--no-config`. */
  readonly config?: string | false;
  readonly home?: string;
  readonly timezone?: string;
  readonly lang?: Language;
  readonly complaints?: readonly string[];
}

const parseHome = (text: string): string => {
  const wrong = wrongCountryCode(text);
  if (wrong !== null) throw new InvalidArgumentError(wrong);
  return text.toUpperCase();
};

const parseTimeZone = (text: string): string => {
  const wrong = wrongTimeZone(text);
  if (wrong !== null) throw new InvalidArgumentError(wrong);
  return text;
};

/** One at a time: a list would take the log files after it for its own. */
const collect = (path: string, before: readonly string[] = []): readonly string[] => [...before, path];

const parseFileName = (text: string): string => {
  if (text === "") throw new InvalidArgumentError("It names no file.");
  return text;
};

/** Reading YAML and checking it takes longer to load than a small scan takes to run: only where there is a config. */
const readConfig = async (options: ScanArguments, hasPaths: boolean, cwd: string): Promise<Config | null> => {
  if (options.config === false) return null;
  // With files named, a config that this user may not read is as good as none.
  const file = options.config ?? findConfig(cwd, hasPaths);
  if (file === null) return null;
  const { loadConfig } = await import("../config.ts");
  return loadConfig(file, cwd);
};

const writeReport = async (
  report: ScanReport,
  options: ScanArguments & { lang: Language; htmlPath: string | null },
  parts: ScanParts,
  run: CliRun,
): Promise<void> => {
  const { stdout, env } = run.io;
  const { lang, html, htmlPath } = options;
  if (htmlPath !== null) await writeResultFile(html ?? htmlPath, htmlPath, await parts.renderHtml(report, { lang }));
  if (options.json) {
    stdout.write(`${visibleJson(report)}\n`);
    return;
  }
  const text = await parts.renderText(report, { lang, color: takesColor(stdout, env), width: stdout.columns ?? 80 });
  stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  if (html !== undefined) stdout.write(lang === "ja" ? `\nHTML レポート: ${html}\n` : `\nHTML report: ${html}\n`);
};

const runScan = async (paths: readonly string[], options: ScanArguments, parts: ScanParts, run: CliRun): Promise<void> => {
  const { io } = run;
  const lang = options.lang ?? languageOf(io.env);
  const config = await readConfig(options, paths.length > 0, io.cwd);
  const { home = null, timezone = null, complaints = null } = options;
  const request = toScanRequest(config, { paths, home, timezone, complaints, cwd: io.cwd });
  const inputs = request.inputs.map(({ absolute }) => absolute);
  const htmlPath = options.html === undefined ? null : checkResultFile(options.html, io.cwd, inputs);
  const progress = createProgressLine(io, lang);
  const report = await parts.scan(request, progress.show).finally(progress.clear);
  await writeReport(report, { ...options, lang, htmlPath }, parts, run);
  if (options.failOn === "abuse" && report.cases.some(({ verdict }) => verdict === "abuse")) run.setExitCode(1);
};

/** `sekisho scan`: reads logs offline and reports what was abused, by whom it was reached, and how. */
export const createScanCommand =
  (parts: ScanParts): CliCommand =>
  (program: Command, run: CliRun): void => {
    program
      .command("scan")
      .description("read access and mail logs, find abuse and its cause")
      .argument("[path...]", "log files, plain or .gz; without any, the logs that the config names, rotated ones included")
      .option("--json", "print one JSON document (sekisho.scan/1) instead of text")
      .option("--html <file>", "also write the report as one self-contained HTML file", parseFileName)
      .addOption(new Option("--fail-on <verdict>", "exit with 1 if a case has this verdict").choices(["abuse"]))
      .option("--config <file>", "the config (default: ./sekisho.yaml, then /etc/sekisho/sekisho.yaml, if there)", parseFileName)
      .option("--no-config", "read no config")
      .option("--home <country>", "whose visitors are domestic: ISO 3166-1 alpha-2, such as JP", parseHome)
      .option("--timezone <zone>", "zone of log lines that carry none, such as Asia/Tokyo", parseTimeZone)
      .option("--complaints <dir>", "complaints that came in (ARF, XARF v4): a folder or a file; may be given again", collect)
      .addOption(new Option("--lang <language>", "language of the report (default: from LANG)").choices(["ja", "en"]))
      .action((paths: string[], options: ScanArguments) => runScan(paths, options, parts, run));
  };
