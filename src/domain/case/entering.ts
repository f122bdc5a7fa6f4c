import type { CaseState } from "./case.ts";
import type { Draft } from "./draft.ts";

/** Enters a state and says so; being in it already is nothing. */
export const enter = (draft: Draft, state: CaseState): void => {
  if (draft.now().state === state) return;
  draft.change({ state, since: draft.fact.at });
  draft.note("state", { state });
};
