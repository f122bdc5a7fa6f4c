import { passOver } from "../domain/case/passed-over.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { Delivery } from "../ports/delivery-store.ts";
import { type IntakeParts, mostAhead, runTurn, type SourceTurn, type TakenCase } from "./source-turn.ts";
import { createTurns } from "./turns.ts";

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

/**
 * How long a message waits for those before it. Longer than the desk or a network takes to come back while the agent repeats what is not
 * acknowledged; short against the half hour of quiet that a claim or a reading has to be there for.
 */
const patienceMs = 10 * minuteMs;

const take = async (parts: IntakeParts, source: string, given: readonly Delivery[]): Promise<TakenDeliveries> => {
  const inOrder = given.toSorted((a, b) => a.sequence - b.sequence);
  const turn: SourceTurn = { source, given: new Map(inOrder.map((one) => [one.sequence, one.message])), isHeard: true, cases: [] };
  await runTurn(parts, turn);
  const { next, waiting } = await parts.deliveries.progressOf(source);
  return { next, waiting, cases: turn.cases, refused: [...turn.given.keys()].filter((sequence) => sequence >= next + mostAhead) };
};

/** Returns whether something was passed over, or is ready as it is. */
const pass = async ({ deliveries, store, clock }: IntakeParts, source: string): Promise<boolean> => {
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

const lookAfter = async (parts: IntakeParts, source: string): Promise<void> => {
  while (await pass(parts, source)) await runTurn(parts, { source, given: new Map(), isHeard: false, cases: [] });
};

/** Takes in what agents send: each message once, each source's in their order, whatever order they come in and however often. */
export const createIntake = (parts: IntakeParts): Intake => {
  const inTurn = createTurns();
  return {
    take: (source, given) => inTurn(source, () => take(parts, source, given)),
    goOn: async () => {
      const failures: unknown[] = [];
      for (const source of await parts.deliveries.sourcesWaiting())
        await inTurn(source, () => lookAfter(parts, source)).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
};
