import { sql } from "kysely";

/** Stands for "no time" in the order of what is due: later than any. */
export const never = Number.MAX_SAFE_INTEGER;

/** What lists of due cases are sorted by; index and query must say it in the same words. */
export const dueOrNever = sql<number>`coalesce(due_at, ${sql.lit(never)})`;
