import type { LogReading } from "../domain/case/agent-message.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import { quietMs } from "../domain/wave.ts";
import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import type { CauseFinder } from "../ports/cause-finder.ts";
import { type ClaimFeed, createClaimFeed, type Told } from "./claim-feed.ts";
import { type FollowInputs, openFollowInputs } from "./follow-inputs.ts";
import { createFollowedEvidence } from "./followed-evidence.ts";
import type { FollowedLog } from "./followed-log.ts";
import { findAgain } from "./found-again.ts";
import { createInputTally, type InputTally } from "./input-tally.ts";
import type { LogPiece } from "./log-piece.ts";
import { toReadings } from "./log-reach.ts";
import type { LogStream } from "./log-stream.ts";
import { mergeStreams } from "./merge-streams.ts";
import { createStreamOpener } from "./open-streams.ts";
import { logBaseOf } from "./rotated-siblings.ts";
import { hasServerMailLog } from "./run-gaps.ts";
import type { ScanCase } from "./scan-case.ts";
import type { ScanRequest } from "./scan-request.ts";
import { type RunParts, type ScanRun, setUpRun } from "./scan-run.ts";
import type { ClaimSource } from "./to-claim.ts";

/** Logs that are read while they are written, and what is claimed of them. */
export interface FollowRun {
  /** Reads what was written since, the first time everything that is there. `now`: epoch ms, never before an earlier one. */
  readonly round: (now: number) => Promise<void>;
  /** What is new, as of the last round. */
  readonly claims: () => Promise<readonly ClaimedAbuse[]>;
  /** How far the logs are read: never further than what {@link claims} has told. */
  readonly readings: () => readonly LogReading[];
  readonly close: () => Promise<void>;
}

export interface FollowParts extends RunParts {
  readonly causeFinders: readonly CauseFinder[];
  readonly digest: ClaimSource["digest"];
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** Asked while much is read; true ends the reading where it stands. */
  readonly isStopping: () => boolean;
}

/**
 * Lines wait for so long before they are taken: until then a line of another log that belongs before them may still be on its way. A line
 * whose time lies ahead of the clock waits no longer than `mostHeldMs`.
 */
const holdMs = 2_000;
const mostHeldMs = 5_000;
/** How often the detectors are asked for what grows without being told anew. */
const askMs = 5_000;
/** A running wave is told again after a tenth of the time for which it is known, at the latest after so much. */
const tellAtMostMs = 5 * minuteMs;
/** A takeover takes in what came of it within 14 days, and each part ends after 72 hours of quiet. */
const keptMs = 14 * dayMs + quietMs;

/** A follower's own view of a log. */
interface Followed {
  readonly log: FollowedLog;
  readonly hosts: Set<string>;
  readTo: number | null;
  /** The line that waits, and since when. */
  held: { readonly tally: InputTally; readonly offset: number; readonly since: number } | null;
}

class Stopped extends Error {}

const isDue = (told: Told, { detection: { class: abuseClass, counts } }: ScanCase, now: number): boolean => {
  if (told.class !== abuseClass || counts.messages >= told.messages * 2 || counts.requests >= told.requests * 2) return true;
  return now - told.at >= Math.min(tellAtMostMs, Math.max(askMs, (told.at - told.firstAt) / 10));
};

/** Event time goes on at the pace of the clock where the logs say nothing: from the last event, so that logs whose clock is wrong are not outrun. */
const createEventTime = ({ traffic }: ScanRun) => {
  let latest = Number.NEGATIVE_INFINITY;
  let passed = Number.NEGATIVE_INFINITY;
  let seenAt = 0;
  return (now: number): void => {
    const { to } = traffic.period();
    if (to === Number.NEGATIVE_INFINITY) return;
    if (to > passed) [latest, seenAt] = [to, now];
    passed = Math.max(to, Math.min(now - holdMs, latest + now - seenAt));
    traffic.pass(passed);
  };
};

class Run implements FollowRun {
  private readonly inputs: FollowInputs;
  private readonly request: ScanRequest;
  private readonly parts: FollowParts;
  private readonly followed: readonly Followed[];
  private readonly run: ScanRun;
  private readonly feed: ClaimFeed;
  private readonly passTo: (now: number) => void;
  private readonly openStream;
  private isFirst = true;
  /** The moment up to which everything that was written is taken. */
  private taken = Number.NEGATIVE_INFINITY;
  private version = -1;
  private isRead = false;
  private askedAt = Number.NEGATIVE_INFINITY;
  private forgotAt = Number.NEGATIVE_INFINITY;
  private told: readonly LogReading[] = [];

  constructor(inputs: FollowInputs, run: ScanRun, { request, parts, feed }: { request: ScanRequest; parts: FollowParts; feed: ClaimFeed }) {
    this.inputs = inputs;
    this.request = request;
    this.parts = parts;
    this.run = run;
    this.feed = feed;
    this.followed = inputs.logs.map((log) => ({ log, hosts: new Set<string>(), readTo: null, held: null }));
    this.passTo = createEventTime(run);
    this.openStream = createStreamOpener(run, inputs.logs.length, false);
  }

  round = async (now: number): Promise<void> => {
    const until = this.isFirst ? Number.POSITIVE_INFINITY : now - holdMs;
    const looks = [];
    for (const one of this.followed) looks.push({ one, look: await one.log.look(now) });
    const opened = looks.map(({ one, look }) => ({ one, look, pieces: [...this.before(one.log), ...look.pieces] }));
    const reading = opened.flatMap(({ one, pieces }) => (pieces.length === 0 ? [] : [{ one, stream: this.openStream(pieces, one.hosts) }]));
    const streams = [...reading.map(({ stream }) => stream), ...this.orphans()];
    const failed = new Set<Followed>();
    try {
      await this.merge(streams, until);
      for (const { one, stream } of reading) if (!(await this.settle(one, stream, now))) failed.add(one);
    } finally {
      for (const stream of streams) await stream.close();
    }
    for (const { one, look } of looks) if (look.isWhole && !failed.has(one)) one.readTo = Math.max(one.readTo ?? 0, now - holdMs);
    this.isRead ||= streams.length > 0;
    this.passTo(now);
    if (this.isFirst) this.feed.pass(now - quietMs);
    this.isFirst = false;
    this.taken = now;
  };

  claims = async (): Promise<readonly ClaimedAbuse[]> => {
    const { run, taken } = this;
    const version = run.book.version();
    const mayBeNew = (this.isRead || this.feed.isWaiting()) && taken - this.askedAt >= askMs;
    if (version === this.version && !mayBeNew) {
      if (!this.isRead) this.told = this.readNow();
      return [];
    }
    const claims = await this.feed.claims(taken);
    this.version = version;
    this.askedAt = taken;
    this.isRead = false;
    this.told = this.readNow();
    this.forget(taken);
    return claims;
  };

  private readNow = (): readonly LogReading[] => toReadings(this.followed, this.request.accounts);

  readings = (): readonly LogReading[] => this.told;

  close = async (): Promise<void> => {
    for (const log of this.inputs.logs) await log.close();
  };

  /** What lay beside the log when all began, oldest first, but for what is open as the log itself. */
  private before(log: FollowedLog): readonly LogPiece[] {
    if (!this.isFirst) return [];
    return this.pieces((absolute, identity) => logBaseOf(absolute) === log.input.absolute && !log.holds(identity));
  }

  /** Rotated files that were named without their live log. */
  private orphans(): readonly LogStream[] {
    if (!this.isFirst) return [];
    const lives = new Set(this.inputs.logs.map(({ input }) => input.absolute));
    const pieces = this.pieces((absolute) => !lives.has(logBaseOf(absolute)));
    return [...Map.groupBy(pieces, ({ tally }) => logBaseOf(tally.file.absolute)).values()].map((of) => this.openStream(of, new Set()));
  }

  private pieces(belongs: (absolute: string, identity: string) => boolean): readonly LogPiece[] {
    const { prepared } = this.inputs;
    return prepared.files
      .filter(({ absolute, identity, told }) => told !== null && belongs(absolute, identity))
      .map((file) => findAgain(createInputTally(file), () => prepared.stampTimeFor(file), this.parts.say));
  }

  private async merge(streams: readonly LogStream[], until: number): Promise<void> {
    const pass = async (time: number): Promise<number> => {
      // A round of a second is finished; the reading of all that is there may take long, and is done anew after the next start.
      if (this.isFirst && this.parts.isStopping()) throw new Stopped("stopped");
      return time + minuteMs;
    };
    await mergeStreams(streams, pass, until);
  }

  /** Notes what was read of a log; a line that waited for too long is taken with all after it. */
  private async settle(one: Followed, stream: LogStream, now: number): Promise<boolean> {
    const standing = stream.standing();
    if (standing === null) one.held = null;
    else if (one.held?.offset !== standing.offset || one.held.tally !== standing.piece.tally)
      one.held = { tally: standing.piece.tally, offset: standing.offset, since: now };
    const isOverdue = one.held !== null && now - one.held.since >= mostHeldMs;
    if (isOverdue) {
      do stream.dispatch();
      while (stream.advance() || (await this.isMore(stream)));
      one.held = null;
    }
    return one.log.took(stream.standing());
  }

  private async isMore(stream: LogStream): Promise<boolean> {
    while (await stream.fill()) if (stream.advance()) return true;
    return false;
  }

  private forget(now: number): void {
    if (now - this.forgotAt < hourMs) return;
    this.forgotAt = now;
    this.run.book.forget(now - keptMs);
    this.feed.forget(now - keptMs);
  }
}

/** Opens the logs of the request, to be read round by round. Throws only for what is no log: geo data that is damaged. */
export const startFollowRun = async (request: ScanRequest, parts: FollowParts): Promise<FollowRun> => {
  const evidence = createFollowedEvidence();
  const { formats, causeFinders, digest, now, say } = parts;
  const inputs = await openFollowInputs(request, { formats, evidence, now, say });
  const { logs, prepared } = inputs;
  const mayBeMail = logs.some(({ input, told }) => told() === null && input.site === null && input.account === null);
  const run = setUpRun(request, parts, {
    prepared,
    complaints: { files: [], leftOut: 0 },
    hasMailLog: () => logs.some(({ told }) => told()?.format.kind === "mail"),
    onlyPrograms: !mayBeMail && !hasServerMailLog(prepared.files),
  });
  const cases = (): readonly ScanCase[] => run.book.casesWith(run.traffic.running());
  const feed = createClaimFeed(run, { causeFinders, digest, cases, readLines: evidence.read, isDue });
  return new Run(inputs, run, { request, parts, feed });
};
