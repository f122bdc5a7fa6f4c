import { type Case, isOver } from "./case.ts";
import { createDraft, type Draft } from "./draft.ts";
import type { Effect } from "./effect.ts";
import type { Entry } from "./entry.ts";
import type { Fact } from "./fact.ts";
import { onAnswered } from "./on-answered.ts";
import { onChecked } from "./on-checked.ts";
import { onDecided } from "./on-decided.ts";
import { onDetected } from "./on-detected.ts";
import { onNoticeSettled } from "./on-notice-settled.ts";
import { onRang } from "./on-rang.ts";
import { onReceipt } from "./on-receipt.ts";
import { emptyCase, openCase } from "./open-case.ts";
import { requiredBy } from "./required-by.ts";
import { askStaff } from "./staff.ts";

/** A case after a fact, what its timeline says of it, and what is to be done about it. */
export interface Advanced {
  readonly case: Case;
  readonly entries: readonly Entry[];
  readonly effects: readonly Effect[];
}

const take = (draft: Draft, fact: Fact): void => {
  switch (fact.kind) {
    case "detected":
      return onDetected(draft, fact);
    case "decided":
      return onDecided(draft, fact.decision, fact.reason);
    case "receipt":
      return onReceipt(draft, fact);
    case "notice-settled":
      return onNoticeSettled(draft, fact);
    case "answered":
      return onAnswered(draft, fact);
    case "checked":
      return onChecked(draft, fact.findings);
    case "rang":
      return onRang(draft, fact.timer);
    case "held-not-ended":
      draft.note("held-not-ended", { count: fact.count, proof: fact.why });
      return askStaff(draft, "held-mail");
    case "terms-changed":
      draft.change({ terms: fact.terms, requirements: requiredBy(fact.terms, draft.now().requirements) });
      return draft.note("terms-changed", { version: fact.terms.version, mode: fact.terms.mode });
  }
};

/** What still reaches a case that is over: receipts of its lifts, the fate of its notices and of held mail, late answers, notices that wait to be merged, and refusals. */
const reachesTheDead = new Set<Fact["kind"]>(["receipt", "notice-settled", "held-not-ended", "rang", "decided", "answered"]);

const toAdvanced = (draft: Draft): Advanced => ({ case: draft.now(), entries: draft.entries, effects: draft.effects });

/** The first fact of a case: a detection. */
export const begin = (fact: Fact & { readonly kind: "detected" }): Advanced => {
  const draft = createDraft(emptyCase(fact), fact);
  openCase(draft);
  return toAdvanced(draft);
};

/**
 * The only way in which a case changes. Pure: the same case and fact give the same answer, on every machine and at any time. The fact is new
 * to this case; that one comes twice is the store's to see. Effects are data, for others to carry out.
 */
export const advance = (before: Case, fact: Fact): Advanced => {
  const draft = createDraft(before, fact);
  if (!isOver(before) || reachesTheDead.has(fact.kind)) take(draft, fact);
  return toAdvanced(draft);
};
