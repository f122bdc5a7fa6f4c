import type { Case } from "./case.ts";
import { climb } from "./containing.ts";
import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { Fact } from "./fact.ts";
import { requiredBy } from "./required-by.ts";
import { askStaff } from "./staff.ts";
import { tell } from "./telling.ts";
import { dropTimers, setTimerIn } from "./timing.ts";

/** A case as it is before its first fact was taken in. */
export const emptyCase = (fact: Fact & { readonly kind: "detected" }): Case => ({
  id: fact.caseId,
  key: fact.claim.key,
  state: "open",
  since: fact.at,
  openedAt: fact.at,
  closedAt: null,
  claim: fact.claim,
  terms: fact.terms,
  containments: [],
  requirements: requiredBy(fact.terms, []),
  notices: [],
  untold: [],
  told: {},
  tasks: [],
  timers: [],
  watch: null,
  relapses: 0,
  previous: fact.previous,
  version: 0,
});

/** Rung 0: the customer is told and has until the deadline; staff look where nobody may be told by itself. */
export const tellOrAsk = (draft: Draft): void => {
  const { terms } = draft.now();
  if (terms.mode === "observe") askStaff(draft, "look-at-case");
  if (terms.mode === "observe" && !terms.tellWhileObserving) return;
  tell(draft, "detected");
};

const quietMinutes = 72 * 60;

/** A nuisance stays open for a person who may want to act, and closes by itself once it is over: 72 h of quiet end a wave. */
export const awaitQuiet = (draft: Draft): void => setTimerIn(draft, "close", quietMinutes);

/** From here on it is abuse: contained where the policy may, told where not. */
export const openAbuse = (draft: Draft): void => {
  dropTimers(draft, "close");
  setTimerIn(draft, "recheck", draft.now().terms.recheckMinutes);
  if (!climb(draft, "first-seen")) tellOrAsk(draft);
};

/** First sight: abuse is answered at once, what is no abuse is written down and closed. */
export const openCase = (draft: Draft): void => {
  const { claim, previous } = draft.now();
  draft.note("opened", { class: claim.class, verdict: claim.verdict, confidence: claim.confidence, previous });
  if (claim.verdict === "benign") {
    draft.change({ closedAt: draft.fact.at });
    enter(draft, "closed");
    return;
  }
  if (claim.verdict === "nuisance") {
    awaitQuiet(draft);
    return;
  }
  openAbuse(draft);
};
