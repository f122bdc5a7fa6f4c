import type { CaseTerms } from "./case-terms.ts";
import type { Requirement } from "./requirement.ts";

/** The conditions that these terms ask for, with what is known of those that were asked for before. A new one is unknown. */
export const requiredBy = (terms: Pick<CaseTerms, "requirements">, known: readonly Requirement[]): readonly Requirement[] =>
  terms.requirements.map((id) => known.find((one) => one.id === id) ?? { id, state: "unknown", finding: null, claim: null });
