import type { AgentMessage, LogReading, ToldFates } from "../domain/case/agent-message.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import { cameLate, isPassedOver, type SequenceRange } from "../domain/case/passed-over.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { Clock } from "../kit/clock.ts";
import type { CaseStore } from "../ports/case-store.ts";
import type { Delivery, DeliveryStore, SourceProgress } from "../ports/delivery-store.ts";
import type { TakenClaim } from "./take-claim.ts";

/** What the intake stands on. */
export interface IntakeParts {
  readonly deliveries: DeliveryStore;
  readonly store: Pick<CaseStore, "commit">;
  readonly clock: Clock;
  readonly takeClaim: (claim: ClaimedAbuse) => Promise<TakenClaim>;
  readonly takeReading: (reading: LogReading) => unknown;
  readonly takeFates: (fates: ToldFates) => unknown;
}

/** What became of one claim. */
export type TakenCase = TakenClaim & { readonly sequence: number };

/** One call on a source: what came, and what became of it so far. */
export interface SourceTurn {
  readonly source: string;
  /** By number, lowest first. */
  readonly given: ReadonlyMap<number, AgentMessage>;
  /** Whether the source itself was heard, and not only looked after. */
  readonly isHeard: boolean;
  readonly cases: TakenCase[];
}

/** Numbers from `next` on that are kept until those before them are there: bounds what one source can store. */
export const mostAhead = 10_000;

/** Applied with one write of how far the source has come, unless a claim made no fact; at most this is done again after a crash. */
const mostAtOnce = 500;

const tries = 20;
const mostSteps = tries + Math.ceil(mostAhead / mostAtOnce);

/** Outcomes of a claim that made a fact, which its repeat does not make again. */
const recorded = new Set<TakenClaim["kind"]>(["opened", "joined", "already"]);

/** Returns whether what was done would be known again: a claim that made no fact leaves nothing behind that its repeat could meet. */
const apply = async (
  { takeClaim, takeReading, takeFates }: IntakeParts,
  { cases }: SourceTurn,
  { sequence, message }: Delivery,
): Promise<boolean> => {
  if (message.kind === "reading") {
    await takeReading(message.reading);
    return true;
  }
  if (message.kind === "fates") {
    await takeFates(message.fates);
    return true;
  }
  const taken = await takeClaim(message.claim);
  cases.push({ ...taken, sequence });
  return recorded.has(taken.kind);
};

/** Writes down how far a turn has come; false where another desk has gone on meanwhile. */
type Mark = (next: number, passedOver: readonly SequenceRange[], early?: readonly Delivery[]) => Promise<boolean>;

const createMark = ({ deliveries, clock }: IntakeParts, { source, isHeard }: SourceTurn, before: SourceProgress): Mark => {
  let expectedNext = before.next;
  return async (next, passedOver, early = []) => {
    const isStored = await deliveries.advance({ source, expectedNext, next, passedOver, early, isHeard, now: clock.now() });
    expectedNext = next;
    return isStored;
  };
};

/** What came and what has waited, by number; what waits is read only where the turn gets to it. */
const messagesOf = async ({ deliveries }: IntakeParts, { source, given }: SourceTurn, { next, lowest, waiting }: SourceProgress) => {
  const isReady = waiting > 0 && (given.has(next) || lowest === next);
  const waited = isReady ? await deliveries.waitingOf(source, mostAtOnce) : [];
  return new Map([...given, ...waited.map(({ sequence, message }) => [sequence, message] as const)]);
};

/** Applies what is next in order. Returns whether there may be more: a page was full, or another desk has gone on meanwhile. */
const step = async (parts: IntakeParts, turn: SourceTurn): Promise<boolean> => {
  const before = await parts.deliveries.progressOf(turn.source);
  const messages = await messagesOf(parts, turn, before);
  const mark = createMark(parts, turn, before);
  let { next, passedOver } = before;
  for (const [sequence, message] of turn.given) {
    if (!isPassedOver(before.passedOver, sequence)) continue;
    // A claim that comes late still counts, and so does what was found of mail; a reading has been overtaken.
    if (message.kind !== "reading") await apply(parts, turn, { sequence, message });
    passedOver = cameLate(passedOver, sequence);
    if (!(await mark(next, passedOver))) return true;
  }
  const end = next + mostAtOnce;
  for (let message = messages.get(next); message !== undefined && next < end; message = messages.get(next)) {
    const isKnownAgain = await apply(parts, turn, { sequence: next, message });
    next++;
    // Applied again after later ones, such a claim might find their case open and join it.
    if (!isKnownAgain && !(await mark(next, passedOver))) return true;
  }
  const ahead = [...turn.given].filter(([sequence]) => sequence >= next && sequence < next + mostAhead);
  const early = ahead.map(([sequence, message]) => ({ sequence, message }));
  return !(await mark(next, passedOver, early)) || next === end;
};

/** Takes in all of a turn that is next in order, and keeps what came early. Rejects with what the store throws; all of it may then be tried again. */
export const runTurn = async (parts: IntakeParts, turn: SourceTurn): Promise<void> => {
  for (let count = 0; count < mostSteps; count++) if (!(await step(parts, turn))) return;
  throw new OperationError("world-failed", `${turn.source} was taken in by somebody else at the same time, ${tries} times in a row`);
};
