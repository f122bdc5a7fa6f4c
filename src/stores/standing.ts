import type { Kysely, Transaction } from "kysely";
import type { Case } from "../domain/case/case.ts";
import { type Containment, isStanding } from "../domain/case/containment.ts";
import type { CaseStore, StandingContainment, StandingQuery } from "../ports/case-store.ts";
import { caseOf } from "./case-row.ts";
import { cursorOf, pageLimit, placeOf } from "./page-cursor.ts";
import type { StandingTable, Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

/** A measure on a site of its own stands there; every other one where its case does. */
const siteOf = ({ target }: Containment, { claim }: Case): string | null => (typeof target.site === "string" ? target.site : claim.site);

const rowsOf = (one: Case): readonly StandingTable[] =>
  one.containments
    .filter(isStanding)
    .map((containment) => ({ id: containment.id, case_id: one.id, site: siteOf(containment, one), ordered_at: containment.orderedAt }));

const insert = async (trx: Trx, rows: readonly StandingTable[]): Promise<void> => {
  if (rows.length > 0) await trx.insertInto("standing_containments").values(rows).execute();
};

/** Notes what stands of a case, in the transaction that stores the case. */
export const saveStanding = async (trx: Trx, one: Case, isNew: boolean): Promise<void> => {
  if (!isNew) await trx.deleteFrom("standing_containments").where("case_id", "=", one.id).execute();
  await insert(trx, rowsOf(one));
};

const pageCases = 200;

/** Fills the empty table from the cases: after the step that made it, and after a dump was loaded, which does not hold it. */
export const fillStanding = async (trx: Trx): Promise<void> => {
  for (let after = ""; ; ) {
    const page = await trx.selectFrom("cases").select(["id", "snapshot"]).where("id", ">", after).orderBy("id").limit(pageCases).execute();
    await insert(
      trx,
      page.flatMap((row) => rowsOf(caseOf(row))),
    );
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
};

const loadCases = async (db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, Case>> => {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("cases").select(["id", "snapshot"]).where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, caseOf(row)]));
};

const selectRows = (db: Kysely<Tables>, { site, after }: StandingQuery, limit: number): Promise<StandingTable[]> => {
  let query = db.selectFrom("standing_containments").selectAll();
  if (site !== undefined) query = query.where("site", "=", site);
  if (after !== null) {
    const [, orderedAt, id] = placeOf(after, "standing");
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple("ordered_at", "id"), "<", tuple(orderedAt, id)));
  }
  return query.orderBy("ordered_at", "desc").orderBy("id", "desc").limit(limit).execute();
};

/** One page of what stands, ordered last first. */
export const listStanding = async (db: Kysely<Tables>, query: StandingQuery): ReturnType<CaseStore["standing"]> => {
  const most = pageLimit(query.limit);
  const rows = await selectRows(db, query, most + 1);
  const page = rows.slice(0, most);
  const cases = await loadCases(db, [...new Set(page.map(({ case_id }) => case_id))]);
  const last = page.at(-1);
  const found = page.flatMap(({ id, case_id }): readonly StandingContainment[] => {
    const one = cases.get(case_id);
    const containment = one?.containments.find((each) => each.id === id);
    return one === undefined || containment === undefined ? [] : [{ case: one, containment }];
  });
  return { containments: found, next: rows.length > most && last !== undefined ? cursorOf(["standing", last.ordered_at, last.id]) : null };
};
