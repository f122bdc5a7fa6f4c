/**
 * What the checks that ship with the desk can find, for every language to say. `detail` by code: `still-sending` messages; `quiet` minutes;
 * `form-answers`, `form-refuses`, `form-gone` path and status; the others none. A check that is added later may bring codes of its own:
 * until a language has words for one, a notice says the state alone.
 */
export const findingCodes = [
  "still-sending",
  "quiet",
  "log-incomplete",
  "form-answers",
  "form-refuses",
  "form-gone",
  "could-not-run",
  "attested",
] as const;

/** One of {@link findingCodes}. */
export type FindingCode = (typeof findingCodes)[number];
