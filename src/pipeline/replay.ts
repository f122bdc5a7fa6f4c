import type { ToldFates } from "../domain/case/agent-message.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { ScanReport } from "../domain/scan-report.ts";
import { createClaimFeed, feedEveryMs } from "./claim-feed.ts";
import { createFatesOfClaims } from "./fates-of-claims.ts";
import { evidenceAt, toScanReport } from "./run-report.ts";
import { readAll, type ScanParts, type ScanProgress } from "./scan.ts";
import type { ScanRequest } from "./scan-request.ts";
import { startRun } from "./scan-run.ts";

/** Who is told while logs are read in event time. The lines wait until each call is done. */
export interface ReplayListener {
  /** Event time has come to this moment; what happened before is read. */
  readonly onTime: (now: number) => Promise<void>;
  readonly onClaim: (claim: ClaimedAbuse, now: number) => Promise<void>;
  /** At the end, where it is asked for: which messages are whose, by queue id. */
  readonly onFates?: (fates: readonly ToldFates[]) => void;
  readonly onProgress: (progress: ScanProgress) => void;
  /** Keyed digest of an untouched line, by its SHA-256 in hex. */
  readonly digest: (sha256: string) => string;
}

/** Reads what the request names as if it happened now, minute by minute of event time. Returns the report of the whole, as a scan would. */
export type Replay = (request: ScanRequest, listener: ReplayListener) => Promise<ScanReport>;

export const createReplay =
  (parts: ScanParts): Replay =>
  async (request, listener) => {
    const fates = createFatesOfClaims();
    const latest = new Map<string, ClaimedAbuse>();
    const { digest, onFates } = listener;
    const run = await startRun(request, onFates === undefined ? parts : { ...parts, onJoined: fates.note });
    const { causeFinders } = parts;
    const feed = createClaimFeed(run, { causeFinders, digest, cases: run.book.cases, readLines: (places) => evidenceAt(run, places) });
    let version = -1;
    const pass = async (now: number): Promise<void> => {
      const isNew = run.book.version() !== version;
      version = run.book.version();
      for (const claim of isNew ? await feed.claims(now) : []) {
        if (onFates !== undefined) latest.set(claim.key, claim);
        await listener.onClaim(claim, now);
      }
      await listener.onTime(now);
    };
    const logs = await readAll(run, listener.onProgress, async (time) => {
      await pass(time);
      return time + feedEveryMs;
    });
    await pass(run.traffic.period().to);
    onFates?.(fates.of([...latest.values()]));
    return toScanReport(run, { logs, causeFinders: parts.causeFinders, now: parts.now() });
  };
