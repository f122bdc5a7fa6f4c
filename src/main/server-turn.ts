import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../domain/operation-error.ts";
import type { Enforcer } from "../ports/enforcer.ts";
import { openEnforcerLock } from "./enforcer-lock.ts";

/** Does something while no other process changes the servers' files. Rejects with `enforcer-busy` where another one takes too long. */
export type ServerTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

const askAgainMs = 20;
/** Longer than a set-up with the tests and the reload of a large server. */
const patienceMs = 60_000;

const openInTime = async (stateDir: string): Promise<{ readonly close: () => void }> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return openEnforcerLock(stateDir, "turn.db");
    } catch (error) {
      const isBusy = error instanceof OperationError && error.code === "enforcer-busy";
      if (!isBusy || Date.now() > until) throw error;
      await sleep(askAgainMs);
    }
  }
};

/**
 * The enforcer process, `sekisho setup` and a command without a desk change the same files by the same journals: one at a time, each from reading
 * what stands to the end of its change. The kernel ends the turn of a process that dies.
 */
export const createServerTurn = (stateDir: string): ServerTurn => {
  let before: Promise<unknown> = Promise.resolve();
  const alone = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const lock = await openInTime(stateDir);
    try {
      return await work();
    } finally {
      lock.close();
    }
  };
  return (work) => {
    const done = before.then(() => alone(work));
    before = done.catch(() => undefined);
    return done;
  };
};

/** What changes something takes a turn; to look, nobody has to wait. */
export const takingTurns = (enforcer: Enforcer, turn: ServerTurn): Enforcer => {
  const { keep } = enforcer;
  return {
    ...enforcer,
    apply: (imposition) => turn(() => enforcer.apply(imposition)),
    lift: (imposition) => turn(() => enforcer.lift(imposition)),
    ...(keep === undefined ? {} : { keep: () => turn(keep) }),
  };
};
