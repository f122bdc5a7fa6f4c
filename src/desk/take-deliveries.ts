import type { AgentMessage, LogReading } from "../domain/case/agent-message.ts";
import { cameLate, isPassedOver, passOver, type SequenceRange } from "../domain/case/passed-over.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Clock } from "../kit/clock.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { CaseStore } from "../ports/case-store.ts";
import type { Delivery, DeliveryStore, SourceProgress } from "../ports/delivery-store.ts";
import type { TakenClaim } from "./take-claim.ts";
import { createTurns } from "./turns.ts";

/** What the intake stands on. */
export interface DeliveryParts {
  readonly deliveries: DeliveryStore;
  readonly store: Pick<CaseStore, "commit">;
  readonly clock: Clock;
  readonly takeClaim: (claim: Extract<AgentMessage, { readonly kind: "claim" }>["claim"]) => Promise<TakenClaim>;
  readonly takeReading: (reading: LogReading) => unknown;
}

/** What became of one claim. */
export type TakenCase = TakenClaim & { readonly sequence: number };

/** What one request brought. */
export interface TakenDeliveries {
  /** The lowest number that is missing. */
  readonly next: number;
  /** How many came early and wait for it. */
  readonly waiting: number;
  /** Claims that were applied now, those that had waited included. */
  readonly cases: readonly TakenCase[];
  /** Numbers so far ahead of `next` that they were not taken: to be sent again. All others of the request are stored or applied. */
  readonly refused: readonly number[];
}

/** The intake of what agents send. */
export interface Intake {
  readonly take: (source: string, given: readonly Delivery[]) => Promise<TakenDeliveries>;
  /** Goes on past what has been missing for too long, and takes in what a crash left ready. */
  readonly goOn: () => Promise<void>;
}

/** Numbers from `next` on that are kept until those before them are there: bounds what one source can store. */
const mostAhead = 10_000;

/** Outcomes of a claim that made a fact, which its repeat does not make again. */
const recorded = new Set<TakenClaim["kind"]>(["opened", "joined", "already"]);

/** Applied with one write of how far the source has come, unless a claim made no fact; at most this is done again after a crash. */
const mostAtOnce = 500;

/**
 * How long a message waits for those before it. Longer than the desk or a network takes to come back while the agent repeats what is not
 * acknowledged; short against the half hour of quiet that a claim or a reading has to be there for.
 */
const patienceMs = 10 * minuteMs;

const tries = 20;

/** One call on a source: what came, and what became of it so far. */
interface Turn {
  readonly source: string;
  readonly given: ReadonlyMap<number, AgentMessage>;
  readonly isHeard: boolean;
  readonly cases: TakenCase[];
}

/** Takes in what agents send: each message once, each source's in their order, whatever order they come in and however often. */
export const createIntake = ({ deliveries, store, clock, takeClaim, takeReading }: DeliveryParts): Intake => {
  const inTurn = createTurns();

  /** Returns whether what was done would be known again: a claim that made no fact leaves nothing behind that its repeat could meet. */
  const apply = async ({ cases }: Turn, sequence: number, message: AgentMessage): Promise<boolean> => {
    if (message.kind === "reading") {
      await takeReading(message.reading);
      return true;
    }
    const taken = await takeClaim(message.claim);
    cases.push({ ...taken, sequence });
    return recorded.has(taken.kind);
  };

  /** Writes down how far a turn has come; false where another desk has gone on meanwhile. */
  const createMark = ({ source, isHeard }: Turn, before: SourceProgress) => {
    let expectedNext = before.next;
    return async (next: number, passedOver: readonly SequenceRange[], early: readonly Delivery[] = []): Promise<boolean> => {
      const isStored = await deliveries.advance({ source, expectedNext, next, passedOver, early, isHeard, now: clock.now() });
      expectedNext = next;
      return isStored;
    };
  };

  type Mark = ReturnType<typeof createMark>;

  /** A claim that was passed over still counts; a reading that was has been overtaken by later ones. Null where another desk has gone on. */
  const takeLate = async (turn: Turn, { next, passedOver }: SourceProgress, mark: Mark): Promise<readonly SequenceRange[] | null> => {
    let left = passedOver;
    for (const [sequence, message] of turn.given) {
      if (!isPassedOver(passedOver, sequence)) continue;
      if (message.kind === "claim") await apply(turn, sequence, message);
      left = cameLate(left, sequence);
      if (!(await mark(next, left))) return null;
    }
    return left;
  };

  /** What came and what has waited, by number; what waits is read only where the turn gets to it. */
  const messagesOf = async ({ source, given }: Turn, { next, lowest, waiting }: SourceProgress) => {
    const isReady = waiting > 0 && (given.has(next) || lowest === next);
    const waited = isReady ? await deliveries.waitingOf(source, mostAtOnce) : [];
    return new Map([...given, ...waited.map(({ sequence, message }) => [sequence, message] as const)]);
  };

  /** Applies what is next in order. Returns whether there may be more: a page was full, or another desk has gone on meanwhile. */
  const step = async (turn: Turn): Promise<boolean> => {
    const before = await deliveries.progressOf(turn.source);
    const messages = await messagesOf(turn, before);
    const mark = createMark(turn, before);
    const passedOver = await takeLate(turn, before, mark);
    if (passedOver === null) return true;
    const end = before.next + mostAtOnce;
    let next = before.next;
    for (let message = messages.get(next); message !== undefined && next < end; message = messages.get(next)) {
      const isKnownAgain = await apply(turn, next, message);
      next++;
      // Applied again after later ones, such a claim might find their case open and join it.
      if (!isKnownAgain && !(await mark(next, passedOver))) return true;
    }
    const early = [...turn.given].filter(([sequence]) => sequence >= next && sequence < next + mostAhead);
    const isStored = await mark(
      next,
      passedOver,
      early.map(([sequence, message]) => ({ sequence, message })),
    );
    return !isStored || next === end;
  };

  const run = async (turn: Turn): Promise<void> => {
    const most = tries + Math.ceil(mostAhead / mostAtOnce);
    for (let count = 0; count < most; count++) if (!(await step(turn))) return;
    throw new OperationError("world-failed", `${turn.source} was taken in by somebody else at the same time, ${tries} times in a row`);
  };

  const take = async (source: string, given: readonly Delivery[]): Promise<TakenDeliveries> => {
    const inOrder = given.toSorted((a, b) => a.sequence - b.sequence);
    const turn: Turn = { source, given: new Map(inOrder.map((one) => [one.sequence, one.message])), isHeard: true, cases: [] };
    await run(turn);
    const { next, waiting } = await deliveries.progressOf(source);
    return { next, waiting, cases: turn.cases, refused: [...turn.given.keys()].filter((sequence) => sequence >= next + mostAhead) };
  };

  /** Returns whether something was passed over, or is ready as it is. */
  const pass = async (source: string): Promise<boolean> => {
    const now = clock.now();
    const { next, lowest, waitingSince, passedOver } = await deliveries.progressOf(source);
    if (lowest === null || waitingSince === null) return false;
    if (lowest <= next) return true;
    if (waitingSince > now - patienceMs) return false;
    const range = { from: next, to: lowest - 1 };
    const id = `deliveries-skipped:${source}:${range.from}-${range.to}`;
    await store.commit({ fact: { id, at: now, by: { kind: "desk" }, kind: "deliveries-skipped", source, ...range } });
    const change = { source, expectedNext: next, next: lowest, passedOver: passOver(passedOver, range), early: [], isHeard: false, now };
    await deliveries.advance(change);
    return true;
  };

  const lookAfter = async (source: string): Promise<void> => {
    while (await pass(source)) await run({ source, given: new Map(), isHeard: false, cases: [] });
  };

  return {
    take: (source, given) => inTurn(source, () => take(source, given)),
    goOn: async () => {
      const failures: unknown[] = [];
      for (const source of await deliveries.sourcesWaiting())
        await inTurn(source, () => lookAfter(source)).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
};
