import { randomBytes } from "node:crypto";
import type { DeskFact } from "../domain/case/desk-fact.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { Entry } from "../domain/case/entry.ts";
import type { Fact } from "../domain/case/fact.ts";
import { personalKinds, personalParts } from "../domain/case/personal-parts.ts";
import { canonicalJson } from "../kit/canonical-json.ts";
import { putBackParts, takeParts } from "../kit/json-parts.ts";
import type { RecordedFact } from "../ports/case-store.ts";
import { chainHash, commitmentOf } from "./chain.ts";
import type { ChainTable, PersonalTable } from "./tables.ts";

/** What is written down of one fact. */
export interface FactRecord {
  readonly fact: Fact | DeskFact;
  readonly entries: readonly Entry[];
  readonly effects: readonly Effect[];
}

/** Where the chain stands. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

const saltBytes = 16;

/** Parts a record into the row that is chained and the personal rows beside it. */
export const toRows = (record: FactRecord, caseId: string | null, head: ChainHead): { row: ChainTable; personal: PersonalTable[] } => {
  const { id, kind, at } = record.fact;
  const seq = head.seq + 1;
  let rest: unknown = record;
  const personal: PersonalTable[] = [];
  for (const part of personalKinds) {
    const done = takeParts(rest, personalParts[part]);
    rest = done.rest;
    if (Object.keys(done.taken).length === 0) continue;
    const salt = randomBytes(saltBytes).toString("hex");
    personal.push({ seq, kind: part, case_id: caseId, at, salt, part: canonicalJson(done.taken), erased_in: null });
  }
  const commitments = personal.map((one) => `${one.kind}:${commitmentOf(one.salt, one.part)}`).join(" ");
  const row = { seq, fact: id, case_id: caseId, kind, at, body: canonicalJson(rest), commitments };
  return { row: { ...row, hash: chainHash(head.hash, row) }, personal };
};

/** The record again, with those of its personal parts that are still there. */
export const fromRows = (row: Pick<ChainTable, "seq" | "hash" | "body">, personal: readonly PersonalTable[]): RecordedFact => {
  const kept = personal.filter(({ erased_in }) => erased_in === null);
  const whole = kept.reduce<unknown>((body, { part }) => putBackParts(body, JSON.parse(part)), JSON.parse(row.body)) as FactRecord;
  return { seq: row.seq, hash: row.hash, ...whole, isErased: kept.length < personal.length };
};
