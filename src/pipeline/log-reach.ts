import type { LogReading } from "../domain/case/agent-message.ts";
import type { FollowedLog } from "./followed-log.ts";
import type { ScanAccount } from "./scan-request.ts";

/** How far one log was read. */
export interface LogReach {
  readonly log: FollowedLog;
  /** Servers that its mail lines named. */
  readonly hosts: ReadonlySet<string>;
  /** Epoch ms; null while it was never read to its end. */
  readonly readTo: number | null;
}

/** The name that claims bear whose server no log and no config names. */
const unnamedHost = "local";

type Kind = "mail" | "access";

/** A log that is yet to come into being may be of either kind, unless the config ties it to a site; PHP's own log proves nothing about mail. */
const isOf = (kind: Kind, { log }: LogReach): boolean => {
  const format = log.told()?.format ?? null;
  if (format === null) return kind === "access" || (log.input.site === null && log.input.account === null);
  return format.kind === kind && !(format.kind === "mail" && format.isByProgram === true);
};

const hostsOf = (reaches: readonly LogReach[], accounts: readonly ScanAccount[]): readonly string[] => {
  const told = [...accounts.map(({ host }) => host), ...reaches.map(({ log }) => log.input.host)].filter((host) => host !== null);
  const named = reaches.flatMap(({ hosts }) => [...hosts]);
  return [...new Set([...told, ...named, unnamedHost])];
};

/** The least of what is read; null where something is not, or nothing is there. */
const least = (reaches: readonly LogReach[]): number | null => {
  const times = reaches.map(({ readTo }) => readTo);
  return times.length === 0 || times.includes(null) ? null : Math.min(...times.filter((time) => time !== null));
};

/** Logs that may hold lines of this server; none where it is not sure that any does. */
const logsOf = (host: string, kind: Kind, { reaches, isOnly }: { reaches: readonly LogReach[]; isOnly: boolean }): readonly LogReach[] => {
  const fitting = reaches.filter((reach) => isOf(kind, reach) && (isOnly || (reach.log.input.host ?? host) === host));
  const isSure = isOnly || kind === "access" || fitting.some(({ log, hosts }) => log.input.host === host || hosts.has(host));
  return isSure ? fitting : [];
};

/**
 * How far the logs of each server are read. Where servers have names, a mail log counts for one that the config ties it to or that its lines
 * have named; a log that is tied to none counts for all, so that nothing is called read that may lie in it. Accounts of a config that names no
 * server live on the only one there is, whatever its lines call it.
 */
export const toReadings = (reaches: readonly LogReach[], accounts: readonly ScanAccount[]): readonly LogReading[] =>
  hostsOf(reaches, accounts).map((host) => {
    const of = { reaches, isOnly: host === unnamedHost && accounts.length > 0 && accounts.every((account) => account.host === null) };
    return { host, mailReadTo: least(logsOf(host, "mail", of)), accessReadTo: least(logsOf(host, "access", of)) };
  });
