import type { Transaction } from "kysely";
import type { Tables } from "./tables.ts";

const digits = 6;

/** The next number of a year, `2026-000123`. Given back when the transaction is. */
export const nextCaseNumber = async (trx: Transaction<Tables>, year: number): Promise<string> => {
  const { last } = await trx
    .insertInto("case_numbers")
    .values({ year, last: 1 })
    .onConflict((conflict) => conflict.column("year").doUpdateSet(({ eb, ref }) => ({ last: eb(ref("case_numbers.last"), "+", 1) })))
    .returning("last")
    .executeTakeFirstOrThrow();
  return `${year}-${String(last).padStart(digits, "0")}`;
};
