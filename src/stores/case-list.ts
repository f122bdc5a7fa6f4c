import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { Case } from "../domain/case/case.ts";
import type { WaitingFor } from "../domain/case/waiting-for.ts";
import type { CaseFilter, CaseQuery, ListedCase } from "../ports/case-store.ts";
import { caseOf } from "./case-row.ts";
import { dueOrNever, never } from "./due-or-never.ts";
import { cursorOf, type Place, pageLimit, placeOf } from "./page-cursor.ts";
import type { Tables } from "./tables.ts";

type Query = SelectQueryBuilder<Tables, "cases", Pick<Tables["cases"], "id" | "opened_at" | "due_at" | "waiting_for">>;

const narrow = (query: Query, filter: CaseFilter): Query => {
  let narrowed = query;
  if (filter.states) narrowed = narrowed.where("state", "in", filter.states);
  if (filter.classes) narrowed = narrowed.where("class", "in", filter.classes);
  if (filter.waitingFor) narrowed = narrowed.where("waiting_for", "in", filter.waitingFor);
  if (filter.host !== undefined) narrowed = narrowed.where("host", "=", filter.host);
  if (filter.account !== undefined) narrowed = narrowed.where("account", "=", filter.account);
  if (filter.site !== undefined) narrowed = narrowed.where("site", "=", filter.site);
  if (filter.isOver !== undefined) narrowed = narrowed.where("is_over", "=", filter.isOver ? 1 : 0);
  return narrowed;
};

type Cases = ExpressionBuilder<Tables, "cases">;

const newest = (query: Query, after: Place | null): Query => {
  const sorted = query.orderBy("opened_at", "desc").orderBy("id", "desc");
  if (after === null) return sorted;
  const [, openedAt, id] = after;
  return sorted.where(({ eb, refTuple, tuple }: Cases) => eb(refTuple("opened_at", "id"), "<", tuple(openedAt, id)));
};

const due = (query: Query, after: Place | null): Query => {
  const sorted = query.orderBy(dueOrNever).orderBy("id");
  if (after === null) return sorted;
  const [, at, id] = after;
  return sorted.where(sql<boolean>`(${dueOrNever}, id) > (${at}, ${id})`);
};

/** Whole cases are read only for the page itself: sorting them along would carry all of their text. */
const loadCases = async (db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, Case>> => {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("cases").select(["id", "snapshot"]).where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, caseOf(row)]));
};

/** One page of cases. A row more is asked for than is given, to know whether there is a next page. */
export const listCases = async (
  db: Kysely<Tables>,
  { filter, order, limit, after }: CaseQuery,
): Promise<{ readonly cases: readonly ListedCase[]; readonly next: string | null }> => {
  const most = pageLimit(limit);
  const place = after === null ? null : placeOf(after, order);
  const query = narrow(db.selectFrom("cases").select(["id", "opened_at", "due_at", "waiting_for"]), filter);
  const rows = await (order === "newest" ? newest(query, place) : due(query, place)).limit(most + 1).execute();
  const page = rows.slice(0, most);
  const last = page.at(-1);
  const hasNext = rows.length > most && last !== undefined;
  const cases = await loadCases(
    db,
    page.map(({ id }) => id),
  );
  return {
    // One that was purged in between is left out.
    cases: page.flatMap((row) => {
      const found = cases.get(row.id);
      return found === undefined ? [] : [{ case: found, waitingFor: row.waiting_for as WaitingFor | null, dueAt: row.due_at }];
    }),
    next: hasNext ? cursorOf([order, order === "newest" ? last.opened_at : (last.due_at ?? never), last.id]) : null,
  };
};
