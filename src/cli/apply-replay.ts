import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../config.ts";
import type { AgentMessage, LogReading, ToldFates } from "../domain/case/agent-message.ts";
import type { CaseSummary } from "../domain/case/case-document.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { ScanReport } from "../domain/scan-report.ts";
import type { Replay } from "../pipeline/replay.ts";
import type { ScanProgress } from "../pipeline/scan.ts";
import type { ScanRequest } from "../pipeline/scan-request.ts";
import type { CliRun } from "./cli-io.ts";
import { type DeskClient, openRunningDesk } from "./desk-client.ts";
import { createSender } from "./send-deliveries.ts";

/** What a replay brought to a desk. */
export interface Applied {
  /** By how much event times were moved, ms. */
  readonly shiftMs: number;
  readonly claims: number;
  readonly readings: number;
  /** Cases of these accounts and sites that were opened meanwhile. */
  readonly cases: readonly CaseSummary[];
}

interface Claimed {
  readonly at: number;
  readonly claim: ClaimedAbuse;
}

/** Beyond this many only the latest claim of each case is kept besides the newest: memory stays bounded, and no case is lost. */
const claimsKept = 5_000;

const latestOnly = (claimed: readonly Claimed[]): readonly Claimed[] => [...new Map(claimed.map((one) => [one.claim.key, one])).values()];

const moved = ({ firstSeen, lastSeen, lastHarmAt, ...rest }: ClaimedAbuse, shiftMs: number): ClaimedAbuse => ({
  ...{ ...rest, firstSeen: firstSeen + shiftMs, lastSeen: lastSeen + shiftMs },
  lastHarmAt: lastHarmAt === null ? null : lastHarmAt + shiftMs,
});

interface Read {
  readonly claimed: readonly Claimed[];
  readonly from: number;
  readonly to: number;
  readonly fates: readonly ToldFates[];
  readonly report: ScanReport;
}

/** Reads all logs first: only then it is known when the last line was. */
const readAll = async ({ replay, request, onProgress, digestFor }: ApplyParts, config: Config): Promise<Read> => {
  let claimed: Claimed[] = [];
  let fates: readonly ToldFates[] = [];
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const report = await replay(request, {
    onTime: async (now) => {
      from = Math.min(from, now);
      to = Math.max(to, now);
    },
    onClaim: async (claim, at) => {
      claimed.push({ at, claim });
      if (claimed.length >= claimsKept * 2) claimed = [...latestOnly(claimed.slice(0, -claimsKept)), ...claimed.slice(-claimsKept)];
    },
    onFates: (told) => {
      fates = told;
    },
    onProgress,
    digest: digestFor(config),
  });
  return { claimed, from, to, fates, report };
};

/** Up to the last line the logs of these servers were read; which of the two kinds there were the report's gaps tell. */
const readingsOf = ({ claimed, to, report }: Read, shiftMs: number): readonly LogReading[] => {
  const codes = new Set(report.gaps.map(({ code }) => code));
  const mailReadTo = codes.has("no-mail-log") || codes.has("php-log-only") ? null : to + shiftMs;
  const accessReadTo = codes.has("no-access-log") ? null : to + shiftMs;
  return [...new Set(claimed.map(({ claim }) => claim.host))].map((host) => ({ host, mailReadTo, accessReadTo }));
};

const page = 100;

/** Cases opened since a moment, of what was claimed. */
const openedSince = async ({ ask }: DeskClient, since: number, claimed: readonly Claimed[]): Promise<readonly CaseSummary[]> => {
  const whose = ({ host, account, site }: Pick<CaseSummary, "host" | "account" | "site">): string => JSON.stringify([host, account, site]);
  const wanted = new Set(claimed.map(({ claim }) => whose(claim)));
  const found: CaseSummary[] = [];
  let after: string | null = "";
  while (after !== null) {
    const query: string = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
    const { cases, next }: { readonly cases: readonly CaseSummary[]; readonly next: string | null } = await ask(
      "GET",
      `/cases?order=newest&limit=${page}${query}`,
    );
    const fresh = cases.filter(({ openedAt }) => Date.parse(openedAt) >= since);
    found.push(...fresh.filter((one) => wanted.has(whose(one))));
    after = fresh.length < cases.length ? null : next;
  }
  return found;
};

export interface ApplyParts {
  readonly replay: Replay;
  readonly request: ScanRequest;
  /** The key that this machine's lines are quoted with, so that they can be compared with the logs later. */
  readonly digestFor: (config: Config) => (sha256: string) => string;
  /** How many times faster than it happened; infinity: all at once. */
  readonly speed: number;
  readonly onProgress: (progress: ScanProgress) => void;
}

/**
 * Brings what the logs show to the running desk, with event time moved so that the last line is at the moment when the last claim is sent.
 * Nothing is sent before all logs are read. Throws `desk-unreachable` where no desk runs.
 */
export const applyReplay = async (config: Config | null, parts: ApplyParts, run: CliRun): Promise<Applied> => {
  if (config === null) throw new OperationError("config-missing", "--apply needs the config of the desk that runs");
  const desk = await openRunningDesk(config, run.io);
  const { speed } = parts;
  const read = await readAll(parts, config);
  const startedAt = Date.now();
  const { claimed, from, to } = read;
  const lastsMs = claimed.length === 0 ? 0 : (to - from) / speed;
  const shiftMs = claimed.length === 0 ? 0 : Math.round(startedAt + lastsMs - to);
  const send = createSender(desk);
  const toMessage = ({ claim }: Claimed): AgentMessage => ({ kind: "claim", claim: moved(claim, shiftMs) });
  if (lastsMs === 0) await send(claimed.map(toMessage));
  else
    for (const one of claimed) {
      const due = startedAt + (one.at - from) / speed;
      if (due > Date.now()) await wait(due - Date.now());
      await send([toMessage(one)]);
    }
  const readings = readingsOf(read, shiftMs);
  if (lastsMs > 0 && startedAt + lastsMs > Date.now()) await wait(startedAt + lastsMs - Date.now());
  await send(read.fates.map((fates) => ({ kind: "fates", fates })));
  await send(readings.map((reading) => ({ kind: "reading", reading })));
  return { shiftMs, claims: claimed.length, readings: readings.length, cases: await openedSince(desk, startedAt, claimed) };
};

/** What was done, for a person; the cases follow as their own list. */
export const appliedText = ({ claims, readings, cases }: Applied, lang: "ja" | "en"): string =>
  lang === "ja"
    ? `動作中のデスクへ検知 ${claims} 件とログの読取位置 ${readings} 件を、最後の行が今になるように時刻をずらして送りました。新しく開いた案件: ${cases.length} 件。`
    : `Sent to the running desk, with times moved so that the last line is now: ${claims} claims and ${readings} readings of logs. Cases opened: ${cases.length}.`;
