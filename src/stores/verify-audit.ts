import type { Kysely } from "kysely";
import type { DeskFact } from "../domain/case/desk-fact.ts";
import type { AuditResult } from "../ports/case-store.ts";
import type { AuditHead, KeptHead } from "./audit-head.ts";
import { chainHash, commitmentOf, genesisHash } from "./chain.ts";
import type { ChainHead } from "./record.ts";
import type { ChainTable, PersonalTable, Tables } from "./tables.ts";

type Db = Kysely<Tables>;
type Broken = Extract<AuditResult, { readonly kind: "broken" }>;

const pageEntries = 4_096;

const broken = (seq: number, what: Broken["what"], detail: string): Broken => ({ kind: "broken", seq, what, detail });

/** What one walk along the chain has seen. */
interface Walk {
  seq: number;
  hash: string;
  entries: number;
  matched: number;
  erased: number;
  /** Parts that facts of the chain say were erased, and parts that are, by the fact that is named. */
  readonly toldErased: Map<number, number>;
  readonly foundErased: Map<number, number>;
  /** Anchor of the last purge that moved it. */
  anchor: ChainHead | null;
}

const partsOf = (rows: readonly PersonalTable[]): ReadonlyMap<string, PersonalTable> =>
  new Map(rows.map((row) => [`${row.seq} ${row.kind}`, row]));

const checkPart = (walk: Walk, seq: number, part: PersonalTable | undefined, commitment: string): Broken | null => {
  const [kind, digest] = commitment.split(":");
  if (part === undefined) return broken(seq, "part", `the part "${kind}" is gone without a record`);
  if (part.erased_in !== null) {
    walk.erased++;
    walk.foundErased.set(part.erased_in, (walk.foundErased.get(part.erased_in) ?? 0) + 1);
    return null;
  }
  if (commitmentOf(part.salt, part.part) !== digest) return broken(seq, "part", `the part "${kind}" is not what was recorded`);
  walk.matched++;
  return null;
};

/** Purges and erasures say how much they took; nothing else may be missing. */
const noteRemoval = (walk: Walk, { kind, seq, body }: ChainTable): void => {
  if (kind !== "purged" && kind !== "erased") return;
  const { fact } = JSON.parse(body) as { fact: Extract<DeskFact, { kind: "purged" | "erased" }> };
  walk.toldErased.set(seq, fact.removed.parts);
  if (fact.kind === "purged" && fact.anchor !== null) walk.anchor = fact.anchor;
};

const checkEntry = (walk: Walk, row: ChainTable, parts: ReadonlyMap<string, PersonalTable>): Broken | null => {
  const expected = walk.seq + 1;
  if (row.seq !== expected) return broken(expected, "missing", `entry ${expected} is missing; the next one is ${row.seq}`);
  if (chainHash(walk.hash, row) !== row.hash) return broken(row.seq, "entry", `entry ${row.seq} is not what was recorded there`);
  if (row.commitments !== "")
    for (const commitment of row.commitments.split(" ")) {
      const fault = checkPart(walk, row.seq, parts.get(`${row.seq} ${commitment.slice(0, commitment.indexOf(":"))}`), commitment);
      if (fault !== null) return fault;
    }
  noteRemoval(walk, row);
  walk.seq = row.seq;
  walk.hash = row.hash;
  walk.entries++;
  return null;
};

const checkKept = ({ seq, hash }: Walk, kept: KeptHead): Broken | null =>
  typeof kept === "object" && kept.seq === seq && kept.hash !== hash
    ? broken(seq, "cut-off", `the head kept apart has seen another entry ${seq}: the chain was written anew from there or before`)
    : null;

const loadPage = async (db: Db, after: number, until: number) => {
  const end = Math.min(after + pageEntries, until);
  const rows = await db.selectFrom("chain").selectAll().where("seq", ">", after).where("seq", "<=", end).orderBy("seq").execute();
  const hasParts = rows.some(({ commitments }) => commitments !== "");
  const personal = hasParts ? await db.selectFrom("personal").selectAll().where("seq", ">", after).where("seq", "<=", end).execute() : [];
  return { end, rows, parts: partsOf(personal) };
};

/** Reads a page ahead while one is hashed. */
const walkChain = async (db: Db, walk: Walk, until: number, kept: KeptHead): Promise<Broken | null> => {
  let next = loadPage(db, walk.seq, until);
  for (;;) {
    const { end, rows, parts } = await next;
    if (end < until) next = loadPage(db, end, until);
    for (const row of rows) {
      const fault = checkEntry(walk, row, parts) ?? checkKept(walk, kept);
      if (fault !== null) {
        await next;
        return fault;
      }
    }
    if (end >= until) return null;
  }
};

const checkEnd = (walk: Walk, from: ChainHead, kept: KeptHead): Broken | null => {
  const isMoved = from.seq !== 1 || from.hash !== genesisHash;
  if (isMoved && (walk.anchor?.seq !== from.seq || walk.anchor.hash !== from.hash))
    return broken(1, "missing", `entries 1 to ${from.seq - 1} are gone, and no purge recorded that`);
  for (const [seq, count] of walk.foundErased) {
    const told = walk.toldErased.get(seq);
    if (told === undefined || count > told)
      return broken(seq, "part", `${count} parts are said to be erased by entry ${seq}, which says ${told ?? "nothing"}`);
  }
  if (kept === "damaged") return broken(walk.seq, "head", "the head kept apart is damaged, or not signed by our key");
  if (kept === "none" && walk.entries > 0) return broken(walk.seq, "head", "the head kept apart is missing");
  if (typeof kept === "object" && kept.seq > walk.seq)
    return broken(walk.seq + 1, "cut-off", `the chain ends with entry ${walk.seq}; the head kept apart has seen ${kept.seq}`);
  return null;
};

/** Walks along the whole chain as it is now, in pages, and along the head that is kept apart. */
export const verifyAudit = async (db: Db, head: AuditHead | null): Promise<AuditResult> => {
  head?.flush();
  const kept = head === null ? null : head.read();
  const from = await db.selectFrom("chain_anchor").select(["seq", "hash"]).executeTakeFirstOrThrow();
  const last = await db.selectFrom("chain").select("seq").orderBy("seq", "desc").limit(1).executeTakeFirst();
  const walk: Walk = {
    seq: from.seq - 1,
    hash: from.hash,
    entries: 0,
    matched: 0,
    erased: 0,
    toldErased: new Map(),
    foundErased: new Map(),
    anchor: null,
  };
  const fault = await walkChain(db, walk, last?.seq ?? walk.seq, kept ?? "none");
  const found = fault ?? (kept === null ? checkEnd(walk, from, { seq: walk.seq, hash: walk.hash }) : checkEnd(walk, from, kept));
  if (found !== null) return found;
  const parts = { matched: walk.matched, erased: walk.erased };
  return { kind: "whole", entries: walk.entries, from: from.seq, hash: walk.hash, parts, head: kept === null ? "none" : "matches" };
};
