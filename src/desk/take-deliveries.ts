import type { AgentMessage, LogReading } from "../domain/case/agent-message.ts";
import { cameLate, isPassedOver, passOver, type SequenceRange } from "../domain/case/passed-over.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Clock } from "../kit/clock.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { CaseStore } from "../ports/case-store.ts";
import type { Delivery, DeliveryStore } from "../ports/delivery-store.ts";
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

/** Applied with one write of how far the source has come; what is done again after a crash is at most this. */
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

  const apply = async ({ cases }: Turn, sequence: number, message: AgentMessage): Promise<void> => {
    if (message.kind === "claim") cases.push({ ...(await takeClaim(message.claim)), sequence });
    else await takeReading(message.reading);
  };

  /** A claim that was passed over still counts; a reading that was has been overtaken by later ones. */
  const takeLate = async (turn: Turn, passedOver: readonly SequenceRange[]): Promise<readonly SequenceRange[]> => {
    let left = passedOver;
    for (const [sequence, message] of turn.given) {
      if (!isPassedOver(passedOver, sequence)) continue;
      if (message.kind === "claim") await apply(turn, sequence, message);
      left = cameLate(left, sequence);
    }
    return left;
  };

  /** Applies what is next in order. Returns whether there may be more: a page was full, or another desk has gone on meanwhile. */
  const step = async (turn: Turn): Promise<boolean> => {
    const { source, given, isHeard } = turn;
    const before = await deliveries.progressOf(source);
    const isReady = given.has(before.next) || before.lowest === before.next;
    const waiting = isReady && before.waiting > 0 ? await deliveries.waitingOf(source, mostAtOnce) : [];
    const messages = new Map([...given, ...waiting.map(({ sequence, message }) => [sequence, message] as const)]);
    const passedOver = await takeLate(turn, before.passedOver);
    let next = before.next;
    for (let message = messages.get(next); message !== undefined && next < before.next + mostAtOnce; message = messages.get(next)) {
      await apply(turn, next, message);
      next++;
    }
    const ahead = [...given].filter(([sequence]) => sequence >= next && sequence < next + mostAhead);
    const early = ahead.map(([sequence, message]) => ({ sequence, message }));
    const change = { source, expectedNext: before.next, next, passedOver, early, isHeard, now: clock.now() };
    return !(await deliveries.advance(change)) || next === before.next + mostAtOnce;
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
