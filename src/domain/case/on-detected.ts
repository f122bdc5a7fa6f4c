import { minuteMs } from "../../kit/time-units.ts";
import type { Case } from "./case.ts";
import type { ClaimedAbuse } from "./claimed-abuse.ts";
import { climb, standing } from "./containing.ts";
import type { Draft } from "./draft.ts";
import { awaitQuiet, openAbuse } from "./open-case.ts";
import { relapse } from "./relapse.ts";
import { requiredBy } from "./required-by.ts";
import { askStaff } from "./staff.ts";

const harmAfter = ({ lastHarmAt }: ClaimedAbuse, at: number): boolean => lastHarmAt !== null && lastHarmAt > at;

/** A claim that came late never replaces a newer one. */
const newer = (known: ClaimedAbuse, claim: ClaimedAbuse): ClaimedAbuse => (claim.lastSeen >= known.lastSeen ? claim : known);

/** From when harm counts against the measures in force: the last one proven, and the time that mail under way is given. */
const heldFrom = ({ containments, terms }: Case): number | null => {
  const proven = containments.filter(({ state }) => state === "in-force").map(({ provenAt }) => provenAt ?? 0);
  return proven.length === 0 ? null : Math.max(...proven) + terms.graceMinutes * minuteMs;
};

const widen = (draft: Draft): void => {
  // What was ordered last has not been proven yet: whether it holds is not known.
  if (draft.now().containments.some(({ state }) => state === "ordered")) return;
  if (!climb(draft, "harm-goes-on")) askStaff(draft, "harm-goes-on");
};

/** Harm while nothing is in force, or in spite of what is. */
const answerHarm = (draft: Draft): void => {
  const from = heldFrom(draft.now());
  if (from !== null) {
    if (harmAfter(draft.now().claim, from)) widen(draft);
  } else if (standing(draft.now()).length === 0) climb(draft, "still-seen");
};

const watchedFrom = ({ state, since, watch }: Case): number | null => {
  if (state === "verified") return watch?.from ?? since;
  return state === "watched" || state === "released" ? since : null;
};

/** A later claim of a case that is open: counts grow, the class may change, harm may go on or come back. */
export const onDetected = (draft: Draft, { claim, terms }: { readonly claim: ClaimedAbuse; readonly terms: Case["terms"] }): void => {
  const before = draft.now().claim;
  const claimed = newer(before, claim);
  draft.change({ claim: claimed, terms, requirements: requiredBy(terms, draft.now().requirements) });
  if (claimed.class !== before.class)
    draft.note("seen-again", { class: claimed.class, before: before.class, confidence: claimed.confidence });
  if (claimed.verdict !== "abuse") {
    if (before.verdict === "abuse") askStaff(draft, "look-at-case", claimed.class);
    else if (draft.now().state === "open") awaitQuiet(draft);
    return;
  }
  if (before.verdict !== "abuse" && draft.now().state === "open") {
    openAbuse(draft);
    return;
  }
  const from = watchedFrom(draft.now());
  if (from === null) answerHarm(draft);
  else if (harmAfter(claimed, from)) relapse(draft);
};
