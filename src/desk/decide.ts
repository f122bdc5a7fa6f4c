import type { Actor } from "../domain/case/actor.ts";
import type { Advanced } from "../domain/case/advance.ts";
import type { Decision } from "../domain/case/fact.ts";
import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, record } from "./record.ts";

/** A person's decision on one case, or a customer's, who may let go of genuine held mail. `id` makes a repeated call do nothing; made up where left out. */
export interface DecisionRequest {
  readonly caseId: string;
  readonly by: Extract<Actor, { readonly kind: "person" | "customer" }>;
  readonly decision: Decision;
  readonly reason: string;
  readonly id?: string;
}

/** `refused`: on record, with why; nothing was changed. */
export type Decided =
  | { readonly kind: "done"; readonly advanced: Advanced }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "already" }
  | { readonly kind: "no-case" };

/** Why a decision was refused, by the lines that it left; null where it was not. */
export const refusalOf = ({ entries }: Pick<Advanced, "entries">): string | null => {
  const entry = entries.find(({ code }) => code === "refused");
  return entry === undefined ? null : String(entry.detail.why);
};

/** Contain, release, dismiss, attest, tell, finish a task: whatever a person may decide. */
export const decide = async (parts: DeskParts, { caseId, by, decision, reason, id }: DecisionRequest): Promise<Decided> => {
  const automatic = await isAutomatic(parts);
  const factId = id ?? `decided:${parts.newId()}`;
  const at = parts.clock.now();
  const done = await record(parts, caseId, () => ({ id: factId, at, by, automatic, kind: "decided", decision, reason }));
  if (done.kind !== "recorded") return done;
  const why = refusalOf(done.advanced);
  return why === null ? { kind: "done", advanced: done.advanced } : { kind: "refused", why };
};
