import { basename, dirname, join } from "node:path";
import type { ConfigPath } from "../config/config-path.ts";
import type { Config } from "../config.ts";
import { OperationError } from "../domain/operation-error.ts";
import { rotationOf, withRotatedSiblings } from "../pipeline/rotated-siblings.ts";
import type { ScanAccount, ScanInput, ScanRequest } from "../pipeline/scan-request.ts";
import { argumentFolders, argumentPaths, checkInput } from "./input-paths.ts";

/** What the command line asks for. */
export interface ScanOptions {
  /** Files named as arguments; none: the config's logs. */
  readonly paths: readonly string[];
  /** Options win over the config. */
  readonly home: string | null;
  readonly timezone: string | null;
  /** Folders or files of complaints, as typed; null: the config's. */
  readonly complaints: readonly string[] | null;
  readonly cwd: string;
  /** Logs that the config names need not be there yet. */
  readonly mayComeLater?: true;
}

type Log = Config["mail"]["logs"][number];

interface LogTies {
  readonly site: string | null;
  readonly account: string | null;
  readonly host: string | null;
}

const inputsOf = (logs: readonly Log[], ties: LogTies): ScanInput[] =>
  logs.flatMap((log) => {
    const { path, host, timezone } = "path" in log ? log : { path: log, host: undefined, timezone: undefined };
    return path.map((file) => ({ ...file, ...ties, host: host ?? ties.host, timezone: timezone ?? null, siblings: true }));
  });

/** The one server that the config names, if it names one only. */
const onlyHost = (config: Config): string | null => {
  const logs = [...config.mail.logs, ...config.mail.phpLogs].flatMap((log) => ("path" in log && log.host !== undefined ? [log.host] : []));
  const hosts = new Set([...config.accounts.flatMap(({ host }) => (host === undefined ? [] : [host])), ...logs]);
  return hosts.size === 1 ? ([...hosts][0] ?? null) : null;
};

/** A log that several sites name is read once, and its own site field tells the lines apart. */
const mergeInputs = (inputs: readonly ScanInput[]): ScanInput[] => {
  const merged = new Map<string, ScanInput>();
  for (const input of inputs) {
    const known = merged.get(input.absolute);
    const both = <T>(a: T | null, b: T | null): T | null => (a === b ? a : null);
    merged.set(
      input.absolute,
      known === undefined ? input : { ...known, site: both(known.site, input.site), account: both(known.account, input.account) },
    );
  }
  return [...merged.values()];
};

/** The logs that the config names, each once. */
export const configInputs = (config: Config): ScanInput[] => {
  const fallback = onlyHost(config);
  const sites = config.accounts.flatMap((account) =>
    account.sites.flatMap((site) =>
      inputsOf(site.accessLogs, { site: site.domain, account: account.name, host: account.host ?? fallback }),
    ),
  );
  const mail = inputsOf([...config.mail.logs, ...config.mail.phpLogs], { site: null, account: null, host: null });
  return mergeInputs([...sites, ...mail]);
};

const untied: Omit<ScanInput, keyof ConfigPath> = { site: null, account: null, host: null, timezone: null, siblings: false };

/** A file named on the command line keeps what the config knows of it, or of the live log that it is a part of. */
const argumentInputs = (options: ScanOptions, known: readonly ScanInput[]): ScanInput[] => {
  const byPath = new Map(known.map((input) => [input.absolute, input]));
  const liveOf = (absolute: string): string => join(dirname(absolute), rotationOf(basename(absolute))?.base ?? basename(absolute));
  return argumentPaths(options.paths, options.cwd).map((path) => {
    const ties = byPath.get(path.absolute) ?? byPath.get(liveOf(path.absolute)) ?? untied;
    return { ...ties, ...path, siblings: false };
  });
};

/** Right after a rotation the live log may be missing while its siblings are there. */
const checkConfigInput = (input: ScanInput): void => {
  if (withRotatedSiblings(input.absolute).every((path) => path === input.absolute)) checkInput(input);
};

const requireInputs = (inputs: readonly ScanInput[], config: Config | null): void => {
  if (inputs.length > 0) return;
  if (config === null)
    throw new OperationError("config-missing", "no log files are named, and there is no ./sekisho.yaml or /etc/sekisho/sekisho.yaml");
  throw new OperationError(
    "config-wrong",
    `${config.file.shown}: names no logs; list them under mail.logs and accounts[].sites[].accessLogs`,
  );
};

const toAccounts = (config: Config): ScanAccount[] => {
  const fallback = onlyHost(config);
  return config.accounts.map((account) => ({
    name: account.name,
    uid: account.uid,
    host: account.host ?? fallback,
    home: account.home?.absolute ?? null,
    ownAddresses: account.owner?.addresses ?? [],
    sites: account.sites.map(({ domain, aliases, root }) => ({ domain, aliases, root: root?.absolute ?? null })),
  }));
};

/**
 * Joins a config (null: none) and the command line into one request. Throws `input-…` for a log that is no file to
 * read, `config-missing` or `config-wrong` where nothing says which logs to read.
 */
export const toScanRequest = (config: Config | null, options: ScanOptions): ScanRequest => {
  const known = config === null ? [] : configInputs(config);
  const inputs = options.paths.length > 0 ? argumentInputs(options, known) : known;
  requireInputs(inputs, config);
  if (options.paths.length === 0 && options.mayComeLater !== true) for (const input of inputs) checkConfigInput(input);
  return {
    inputs,
    accounts: config === null ? [] : toAccounts(config),
    home: options.home ?? config?.home ?? null,
    timezone: options.timezone ?? config?.timezone ?? null,
    geo: { databases: config?.geo.databases.flat().map(({ absolute }) => absolute) ?? [], overrides: config?.geo.overrides ?? [] },
    trustedProxies: config?.trustedProxies ?? [],
    exceptions: config?.exceptions.map(({ name, cidr, crawler, sites }) => ({ name, cidr, crawler, sites })) ?? [],
    complaints: options.complaints === null ? (config?.complaints.flat() ?? []) : argumentFolders(options.complaints, options.cwd),
  };
};
