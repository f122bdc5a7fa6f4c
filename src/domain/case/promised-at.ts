import type { OperatingHours } from "./case-terms.ts";

/** Replaced at once by the calendar of the policy. */
export const promisedAt = (_hours: OperatingHours, from: number, minutes: number): number => from + minutes * 60_000;
