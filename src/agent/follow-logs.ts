import type { AgentMessage } from "../domain/case/agent-message.ts";
import type { Clock } from "../kit/clock.ts";
import { type FollowParts, type FollowRun, startFollowRun } from "../pipeline/follow-run.ts";
import type { ScanRequest } from "../pipeline/scan-request.ts";

/** A part of the house that runs until it is stopped. */
export interface Agent {
  readonly name: string;
  readonly start: () => void;
  /** Finishes the round that is under way; a second call waits for the same end. */
  readonly stop: () => Promise<void>;
}

export interface AgentParts extends Omit<FollowParts, "isStopping" | "now"> {
  readonly clock: Clock;
  /** Waits for so many ms, or until `signal` says that nobody waits any more. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Hands the desk messages in their order. Rejects where they did not arrive: they are handed over again, which does no harm. */
  readonly deliver: (messages: readonly AgentMessage[]) => Promise<void>;
}

const roundMs = 1_000;
/** After a failure, so that a store that is full is not asked without pause. */
const afterFailureMs = 5_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is yet to be delivered: of a case the last claim alone, for each replaces the one before it. */
const createOutbox = (deliver: AgentParts["deliver"]) => {
  const claims = new Map<string, Extract<AgentMessage, { readonly kind: "claim" }>>();
  return async (run: FollowRun): Promise<void> => {
    for (const claim of await run.claims()) claims.set(claim.key, { kind: "claim", claim });
    const readings = run.readings().map((reading): AgentMessage => ({ kind: "reading", reading }));
    // Readings come last: they say that what was claimed up to then is all there was.
    if (claims.size > 0 || readings.length > 0) await deliver([...claims.values(), ...readings]);
    claims.clear();
  };
};

/** Reads the logs of this machine while they are written, and tells the desk what is claimed and how far they are read. */
export const createAgent = (request: ScanRequest, { clock, wait, deliver, ...parts }: AgentParts): Agent => {
  const stopping = new AbortController();
  const send = createOutbox(deliver);
  let ended: Promise<void> = Promise.resolve();

  let said = "";
  const complain = (error: unknown): void => {
    if (!stopping.signal.aborted && messageOf(error) !== said) parts.say(messageOf(error));
    said = messageOf(error);
  };

  const sendOrWait = async (run: FollowRun): Promise<void> => {
    try {
      await send(run);
      said = "";
    } catch (error) {
      complain(error);
      await wait(afterFailureMs, stopping.signal);
    }
  };

  const follow = async (run: FollowRun): Promise<void> => {
    while (!stopping.signal.aborted) {
      await run.round(clock.now());
      await sendOrWait(run);
      await wait(roundMs, stopping.signal);
    }
  };

  /** A round that broke off left lines half counted: all is read anew, as after a start. */
  const live = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const run = await startFollowRun(request, { ...parts, now: clock.now, isStopping: () => stopping.signal.aborted });
        await follow(run).finally(run.close);
      } catch (error) {
        complain(error);
        await wait(afterFailureMs, stopping.signal);
      }
    }
  };

  return {
    name: "agent",
    start: () => {
      ended = live();
    },
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
};
