/** What time it is, epoch ms. Handed in, so that a replay, a test and a live run are the same run. */
export interface Clock {
  readonly now: () => number;
}

/** A clock that stands until it is set; it never goes back. */
export interface SetClock extends Clock {
  readonly set: (epochMs: number) => void;
}

export const createSetClock = (start: number): SetClock => {
  let time = start;
  return {
    now: () => time,
    set: (epochMs) => {
      time = Math.max(time, epochMs);
    },
  };
};
