/** Looks after what is due while the desk runs. */
export interface DeskLoop {
  /** Something was just decided: its effects need not wait for the next second. */
  readonly wake: () => void;
  /** Ends after what is under way; a second call waits for the same end. */
  readonly stop: () => Promise<void>;
}

const betweenMs = 1_000;

/** After a failure, so that a store that is full or a database that is away is not asked without pause. */
const afterFailureMs = 5_000;

/** Calls `workOff` again and again, at least each second unless told otherwise, one at a time. What fails is told and tried again. */
export const runDesk = (workOff: () => Promise<void>, onFailure: (error: unknown) => void, everyMs: number = betweenMs): DeskLoop => {
  let isStopping = false;
  let isAwaited = false;
  let ring: () => void = () => {};
  const pause = async (ms: number): Promise<void> => {
    if (!isAwaited && !isStopping)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    ring = () => {};
    isAwaited = false;
  };
  const run = async (): Promise<void> => {
    while (!isStopping) {
      let waitMs = everyMs;
      await workOff().catch((error: unknown) => {
        onFailure(error);
        waitMs = Math.max(everyMs, afterFailureMs);
      });
      await pause(waitMs);
    }
  };
  const ended = run();
  return {
    wake: () => {
      isAwaited = true;
      ring();
    },
    stop: () => {
      isStopping = true;
      ring();
      return ended;
    },
  };
};
