import type { Transaction } from "kysely";
import type { DeskFact } from "../domain/case/desk-fact.ts";
import type { DenyRow } from "../domain/deny-row.ts";
import type { DenyRowStore } from "../ports/deny-rows.ts";
import { appendChange } from "./append.ts";
import type { Appender } from "./appender.ts";
import { createGuard, type Engine } from "./engine.ts";
import type { DenyRowTable, Tables } from "./tables.ts";

const rowOf = ({ added_by, added_at, ...same }: DenyRowTable): DenyRow => ({ ...same, addedBy: added_by, addedAt: added_at });

const addition = ({ id, site, network, note, addedBy, addedAt }: DenyRow): DeskFact => ({
  ...{ id: `deny-row-added:${id}`, at: addedAt, by: { kind: "person", name: addedBy } },
  ...{ kind: "deny-row-added", site, row: id, network, note },
});

const why = async (trx: Transaction<Tables>, { site, network }: DenyRow, most: number): Promise<"known" | "full" | null> => {
  const networks = await trx.selectFrom("deny_rows").select("network").where("site", "=", site).execute();
  if (networks.some((one) => one.network === network)) return "known";
  return networks.length >= most ? "full" : null;
};

/** Customers' own rows in the same database as the cases, and their facts in the same chain. */
export const createDenyRowStore = (engine: Engine, { append }: Pick<Appender, "append">): DenyRowStore => {
  const { db } = engine;
  const guard = createGuard(engine);
  return {
    add: (row, most) =>
      append("store a row of a deny list", async (trx) => {
        const refusal = await why(trx, row, most);
        if (refusal !== null) return { result: refusal, end: null };
        const { addedBy, addedAt, ...same } = row;
        await trx
          .insertInto("deny_rows")
          .values({ ...same, added_by: addedBy, added_at: addedAt })
          .execute();
        const { end } = await appendChange(trx, { fact: addition(row) });
        return { result: "added" as const, end };
      }),
    remove: ({ site, id }, { at, by }) =>
      append("remove a row of a deny list", async (trx) => {
        const ours = trx.deleteFrom("deny_rows").where("id", "=", id).where("site", "=", site);
        const row = await ours.returning("network").executeTakeFirst();
        if (row === undefined) return { result: false, end: null };
        const { network } = row;
        const fact: DeskFact = { id: `deny-row-removed:${id}`, at, by, kind: "deny-row-removed", site, row: id, network };
        const { end } = await appendChange(trx, { fact });
        return { result: true, end };
      }),
    ofSite: (site) =>
      guard("read a deny list", async () =>
        (await db.selectFrom("deny_rows").selectAll().where("site", "=", site).orderBy("added_at").orderBy("id").execute()).map(rowOf),
      ),
    sites: () =>
      guard("list sites with a deny list", async () =>
        (await db.selectFrom("deny_rows").select("site").distinct().orderBy("site").execute()).map(({ site }) => site),
      ),
  };
};
