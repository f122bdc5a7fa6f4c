import type { Actor } from "./actor.ts";
import type { Case } from "./case.ts";
import type { Effect } from "./effect.ts";
import type { Entry, EntryCode } from "./entry.ts";
import type { Fact } from "./fact.ts";

/**
 * A case while one fact is taken in: what it is by now, and what came of the fact so far. Lives within one call of `advance`; nobody outside
 * sees it change.
 */
export interface Draft {
  readonly fact: Fact;
  readonly now: () => Case;
  readonly change: (part: Partial<Case>) => void;
  /** A line of the timeline; by whoever the fact is from, unless told. */
  readonly note: (code: EntryCode, detail?: Entry["detail"], by?: Actor) => void;
  readonly want: (effect: Effect) => void;
  /** A new id, unique for ever: the case, the number of facts it has taken in, a running number. */
  readonly nextId: () => string;
  readonly entries: readonly Entry[];
  readonly effects: readonly Effect[];
}

/** A draft of a case that takes in one more fact. */
export const createDraft = (start: Case, fact: Fact): Draft => {
  let current: Case = { ...start, version: start.version + 1 };
  const entries: Entry[] = [];
  const effects: Effect[] = [];
  let ids = 0;
  return {
    fact,
    now: () => current,
    change: (part) => {
      current = { ...current, ...part };
    },
    note: (code, detail = {}, by = fact.by) => {
      entries.push({ at: fact.at, by, code, state: current.state, detail });
    },
    want: (effect) => {
      effects.push(effect);
    },
    nextId: () => {
      ids += 1;
      return `${current.id}.${current.version}.${ids}`;
    },
    entries,
    effects,
  };
};

/** Whoever decides by itself: the policy, under the version that the case's terms came from. */
export const policyOf = (draft: Draft): Actor => ({ kind: "policy", version: draft.now().terms.version });
