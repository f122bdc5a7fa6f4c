import { hourMs, minuteMs } from "../kit/time-units.ts";

/** Clocks of two logs differ by whole quarters of an hour, at most 14 hours, when a zone is wrong. */
const stepMs = 15 * minuteMs;
const mostMs = 14 * hourMs;
/** So much of the requests must have mail beside them at the shift, and so many times more than without it. */
const leastShare = 0.5;
const leastGain = 5;
const leastMatches = 20;

/**
 * The shift that, added to the mail's times, puts mail beside most of the requests, where hardly any stands without
 * it: the sign of a wrong time zone. Null when there is none. All times in epoch ms; requests and mail by the minute.
 */
export const clockShiftMs = (requestMinutes: ReadonlySet<number>, mailTimes: readonly number[]): number | null => {
  const mailMinutes = new Set(mailTimes.map((time) => Math.floor(time / minuteMs)));
  const matches = (shiftMs: number): number => {
    const shift = shiftMs / minuteMs;
    let count = 0;
    for (const minute of requestMinutes) if (mailMinutes.has(minute - shift) || mailMinutes.has(minute - shift + 1)) count++;
    return count;
  };
  const unshifted = matches(0);
  let best = 0;
  let most = 0;
  for (let shiftMs = -mostMs; shiftMs <= mostMs; shiftMs += stepMs) {
    const count = matches(shiftMs);
    if (count > most) {
      most = count;
      best = shiftMs;
    }
  }
  const isClear = most >= leastMatches && most >= requestMinutes.size * leastShare && most >= unshifted * leastGain;
  return isClear && best !== 0 ? best : null;
};
