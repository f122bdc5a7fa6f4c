import type { Transaction } from "kysely";
import type { Case } from "../domain/case/case.ts";
import { isStanding } from "../domain/case/containment.ts";
import type { DeskFact, PurgeCounts } from "../domain/case/desk-fact.ts";
import { withoutEvidence, withoutReplies, withShortAddresses } from "../domain/case/forget.ts";
import { mailboxesOf, maskMailboxes } from "../domain/case/mailboxes.ts";
import { type PersonalKind, personalKinds } from "../domain/case/personal-parts.ts";
import type { Retention } from "../domain/case/retention.ts";
import type { PurgeResult, Removal } from "../ports/case-store.ts";
import { appendRecord, chainHead } from "./append.ts";
import { caseOf, caseRow } from "./case-row.ts";
import { emptyWaiting, removeSources } from "./purge-deliveries.ts";
import type { ChainHead } from "./record.ts";
import type { Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

const dayMs = 86_400_000;
const pageCases = 200;

/** Which cases a step is about. */
interface Which {
  readonly column: "closed_at" | "evidence_at";
  readonly before: number;
  readonly holds: "evidence_at" | "has_replies";
}

const pageOf = (trx: Trx, { column, before, holds }: Which, after: string) => {
  const all = trx.selectFrom("cases").select(["id", "snapshot"]).where(column, "<", before).where("id", ">", after);
  const closed = column === "closed_at" ? all.where("is_over", "=", 1) : all;
  const holding = holds === "evidence_at" ? closed.where("evidence_at", "is not", null) : closed.where("has_replies", "=", 1);
  return holding.orderBy("id").limit(pageCases).execute();
};

const save = async (trx: Trx, one: Case): Promise<void> => {
  const { id, ...columns } = caseRow(one);
  await trx.updateTable("cases").set(columns).where("id", "=", id).execute();
};

/** Changes the cases that a step is about; returns how many. One that would stay the same is not counted. */
const changeCases = async (trx: Trx, which: Which, change: (one: Case) => Case): Promise<number> => {
  let changed = 0;
  let after = "";
  for (;;) {
    const page = await pageOf(trx, which, after);
    for (const row of page) {
      const next = change(caseOf(row));
      if (JSON.stringify(next) === row.snapshot) continue;
      await save(trx, next);
      changed++;
    }
    const last = page.at(-1);
    if (last === undefined) return changed;
    after = last.id;
  }
};

/** Empties personal rows of cases that were closed before a moment. */
const eraseParts = async (trx: Trx, kinds: readonly PersonalKind[], closedBefore: number, seq: number): Promise<number> => {
  const over = trx.selectFrom("cases").select("id").where("is_over", "=", 1).where("closed_at", "<", closedBefore);
  const { numUpdatedRows } = await trx
    .updateTable("personal")
    .set({ salt: "", part: "", erased_in: seq })
    .where("kind", "in", kinds)
    .where("erased_in", "is", null)
    .where("case_id", "in", over)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
};

const eraseOldEvidence = async (trx: Trx, before: number, seq: number): Promise<number> => {
  const { numUpdatedRows } = await trx
    .updateTable("personal")
    .set({ salt: "", part: "", erased_in: seq })
    .where("kind", "=", "evidence")
    .where("erased_in", "is", null)
    .where("at", "<", before)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
};

/** Networks and notes of a customer's own list, in facts of no case. A row that stands says for itself what it closes. */
const eraseDenyRows = async (trx: Trx, before: number, seq: number): Promise<number> => {
  const facts = trx.selectFrom("chain").select("seq").where("kind", "in", ["deny-row-added", "deny-row-removed"]).where("at", "<", before);
  const { numUpdatedRows } = await trx
    .updateTable("personal")
    .set({ salt: "", part: "", erased_in: seq })
    .where("erased_in", "is", null)
    .where("at", "<", before)
    .where("seq", "in", facts)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
};

/** What customers were told goes with what they answered. */
const removeNotices = async (trx: Trx, closedBefore: number): Promise<number> => {
  const over = trx.selectFrom("cases").select("id").where("is_over", "=", 1).where("closed_at", "<", closedBefore);
  const { numDeletedRows } = await trx.deleteFrom("notice_texts").where("case_id", "in", over).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

const removeEffects = async (trx: Trx, before: number): Promise<number> => {
  const { numDeletedRows } = await trx
    .deleteFrom("outbox")
    .where("state", "=", "settled")
    .where("settled_at", "<", before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

/**
 * Cuts the chain before the first entry that is young enough or belongs to a case that is not over; the last entry always stays, so that the
 * next one has something to follow on. Returns the new beginning, null where nothing is cut.
 */
const cutChain = async (trx: Trx, before: number, last: ChainHead): Promise<{ anchor: ChainHead; entries: number } | null> => {
  const open = trx.selectFrom("cases").select("id").where("is_over", "=", 0);
  const kept = await trx
    .selectFrom("chain")
    .select("seq")
    .where(({ eb, or }) => or([eb("at", ">=", before), eb("case_id", "in", open)]))
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  const from = await trx.selectFrom("chain_anchor").select("seq").executeTakeFirstOrThrow();
  const seq = Math.min(kept?.seq ?? last.seq, last.seq);
  if (seq <= from.seq) return null;
  const { hash } = await trx
    .selectFrom("chain")
    .select("hash")
    .where("seq", "=", seq - 1)
    .executeTakeFirstOrThrow();
  await trx.updateTable("chain_anchor").set({ seq, hash }).execute();
  const { numDeletedRows } = await trx.deleteFrom("chain").where("seq", "<", seq).executeTakeFirstOrThrow();
  await trx.deleteFrom("personal").where("seq", "<", seq).execute();
  return { anchor: { seq, hash }, entries: Number(numDeletedRows) };
};

/** Cases of which nothing is left in the chain. */
const removeCases = async (trx: Trx, before: number): Promise<number> => {
  // Nothing that stands is forgotten: its case stays.
  const { numDeletedRows } = await trx
    .deleteFrom("cases")
    .where("is_over", "=", 1)
    .where("closed_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("standing_containments").select("id").whereRef("standing_containments.case_id", "=", "cases.id"))),
    )
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("chain").select("seq").whereRef("chain.case_id", "=", "cases.id"))))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

const nothingRemoved: PurgeCounts = {
  evidence: 0,
  replies: 0,
  notices: 0,
  addresses: 0,
  parts: 0,
  effects: 0,
  entries: 0,
  cases: 0,
  deliveries: 0,
  sources: 0,
};

const record = async (trx: Trx, fact: DeskFact & { readonly removed: PurgeCounts }): Promise<PurgeResult> => {
  const { removed } = fact;
  if (Object.values(removed).every((count) => count === 0)) return { removed, seq: null };
  const { seq } = await appendRecord(trx, { fact, entries: [], effects: [] }, null, await chainHead(trx));
  return { removed, seq };
};

const knownRemoval = async (trx: Trx, id: string): Promise<PurgeResult | null> => {
  const known = await trx.selectFrom("chain").select("seq").where("fact", "=", id).executeTakeFirst();
  return known === undefined ? null : { removed: nothingRemoved, seq: known.seq };
};

/** Removes what is older than `retention` allows, within the transaction. */
export const purge = async (trx: Trx, removal: Removal, retention: Retention): Promise<PurgeResult> => {
  const known = await knownRemoval(trx, removal.id);
  if (known !== null) return known;
  const before = (days: number): number => removal.at - days * dayMs;
  const last = await chainHead(trx);
  const seq = last.seq + 1;
  const oldEvidence = before(retention.evidenceDays);
  const oldReplies = before(retention.replyDays);
  const oldAddresses = before(retention.addressDays);
  const audit = before(retention.auditDays);
  const evidence = await changeCases(trx, { column: "closed_at", before: oldEvidence, holds: "evidence_at" }, withoutEvidence);
  const replies = await changeCases(trx, { column: "closed_at", before: oldReplies, holds: "has_replies" }, withoutReplies);
  const addresses = await changeCases(trx, { column: "evidence_at", before: oldAddresses, holds: "evidence_at" }, withShortAddresses);
  const parts =
    (await eraseParts(trx, ["evidence"], oldEvidence, seq)) +
    (await eraseParts(trx, ["reply", "contact"], oldReplies, seq)) +
    (await eraseOldEvidence(trx, oldAddresses, seq)) +
    (await eraseDenyRows(trx, oldReplies, seq));
  const notices = await removeNotices(trx, oldReplies);
  const effects = await removeEffects(trx, before(retention.effectDays));
  const cut = await cutChain(trx, audit, last);
  const cases = cut === null ? 0 : await removeCases(trx, audit);
  const sources = await removeSources(trx, before(retention.sourceDays));
  const removed = { ...nothingRemoved, evidence, replies, notices, addresses, parts, effects, entries: cut?.entries ?? 0, cases, sources };
  return record(trx, { ...removal, kind: "purged", removed, anchor: cut?.anchor ?? null });
};

/** What was carried out, or was given up, for a case names the mailbox as well. */
const maskEffects = async (trx: Trx, caseId: string, mailboxes: readonly string[]): Promise<void> => {
  const rows = await trx.selectFrom("outbox").select(["id", "body", "error"]).where("case_id", "=", caseId).execute();
  for (const { id, body, error } of rows) {
    const masked = { body: maskMailboxes(body, mailboxes), error: error === null ? null : maskMailboxes(error, mailboxes) };
    if (masked.body !== body || masked.error !== error) await trx.updateTable("outbox").set(masked).where("id", "=", id).execute();
  }
};

/** Erases what is personal of one case that is over and of which nothing stands, within the transaction. */
export const erase = async (trx: Trx, caseId: string, removal: Removal & { readonly reason: string }): Promise<PurgeResult | null> => {
  const known = await knownRemoval(trx, removal.id);
  if (known !== null) return known;
  const row = await trx.selectFrom("cases").select("snapshot").where("id", "=", caseId).where("is_over", "=", 1).executeTakeFirst();
  const before = row === undefined ? null : caseOf(row);
  if (before === null || before.containments.some(isStanding)) return null;
  const { seq } = await chainHead(trx);
  const { numUpdatedRows } = await trx
    .updateTable("personal")
    .set({ salt: "", part: "", erased_in: seq + 1 })
    .where("case_id", "=", caseId)
    .where("kind", "in", personalKinds)
    .where("erased_in", "is", null)
    .executeTakeFirstOrThrow();
  const told = await trx.deleteFrom("notice_texts").where("case_id", "=", caseId).executeTakeFirstOrThrow();
  await maskEffects(trx, caseId, mailboxesOf(before));
  await save(trx, withoutReplies(withoutEvidence(before)));
  const deliveries = await emptyWaiting(trx, before.key);
  const removed = {
    ...nothingRemoved,
    evidence: before.claim.evidence.length > 0 ? 1 : 0,
    replies: 1,
    deliveries,
    notices: Number(told.numDeletedRows),
    parts: Number(numUpdatedRows),
  };
  return record(trx, { ...removal, kind: "erased", caseId, removed });
};
