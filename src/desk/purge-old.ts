import { defaultRetention, type Retention } from "../domain/case/retention.ts";
import type { Policy } from "../domain/policy/policy.ts";
import type { PurgeResult } from "../ports/case-store.ts";
import type { DeskParts } from "./desk-parts.ts";

const retentionOf = ({ retention }: Policy): Retention => ({
  ...defaultRetention,
  evidenceDays: retention.evidenceDays,
  replyDays: retention.answerDays,
  addressDays: retention.addressDays,
  auditDays: retention.auditDays,
});

/** Removes what is older than the policy lets it be kept; the store records how much of what went, and under which policy. */
export const purgeOld = ({ store, clock, policy, newId }: DeskParts): Promise<PurgeResult> => {
  const removal = { id: `purge:${newId()}`, at: clock.now(), by: { kind: "policy", version: policy().version } } as const;
  return store.purge(removal, retentionOf(policy()));
};
