import type { Transaction } from "kysely";
import type { AgentMessage } from "../domain/case/agent-message.ts";
import { claimWithoutEvidence } from "../domain/case/forget.ts";
import type { Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

/** Forgets sources that were not heard since a moment. One of which something waits is kept: what was acknowledged is applied first. */
export const removeSources = async (trx: Trx, before: number): Promise<number> => {
  const { numDeletedRows } = await trx
    .deleteFrom("delivery_sources")
    .where("heard_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("deliveries").select("sequence").whereRef("deliveries.source", "=", "delivery_sources.source"))),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

/**
 * Takes the quoted lines out of claims of one case that wait for their turn; returns how many had any. Counts and names stay: the claim may be of
 * a new wave, which has to be contained.
 */
export const emptyWaiting = async (trx: Trx, caseKey: string): Promise<number> => {
  const rows = await trx.selectFrom("deliveries").select(["source", "sequence", "body"]).where("case_key", "=", caseKey).execute();
  let emptied = 0;
  for (const { source, sequence, body } of rows) {
    const message = JSON.parse(body) as AgentMessage;
    if (message.kind !== "claim" || message.claim.evidence.length === 0) continue;
    const empty: AgentMessage = { ...message, claim: claimWithoutEvidence(message.claim) };
    await trx
      .updateTable("deliveries")
      .set({ body: JSON.stringify(empty) })
      .where("source", "=", source)
      .where("sequence", "=", sequence)
      .execute();
    emptied++;
  }
  return emptied;
};
