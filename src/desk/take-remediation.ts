import type { Actor } from "../domain/case/actor.ts";
import type { CustomerClaim } from "../domain/case/fact.ts";
import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, type Recorded, record } from "./record.ts";

/** What a customer said, requirement by requirement. `id`: of the mail or form it came with, so that the same one counts once. */
export interface Remediation {
  readonly id: string;
  readonly caseId: string;
  readonly by: Actor;
  readonly claims: readonly CustomerClaim[];
  readonly text: string;
  /** "This was our newsletter": opens a review, decides nothing. */
  readonly lawful: boolean;
}

/** Takes the customer's answer. It adds claims and orders a check; it never meets a requirement by itself. */
export const takeRemediation = async (parts: DeskParts, { id, caseId, by, ...said }: Remediation): Promise<Recorded> => {
  const automatic = await isAutomatic(parts);
  const at = parts.clock.now();
  return record(parts, caseId, () => ({ id: `answered:${id}`, at, by, automatic, kind: "answered", ...said }));
};
