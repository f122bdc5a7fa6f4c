import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { OperationError } from "../../domain/operation-error.ts";
import type { EngineName } from "../engine.ts";
import { deliveryTables } from "./delivery-tables.ts";
import { denyRowTable } from "./deny-row-table.ts";
import { firstTables } from "./first-tables.ts";
import { noticeTextTable } from "./notice-text-table.ts";
import { replySecretTable } from "./reply-secret-table.ts";
import { standingTable } from "./standing-table.ts";
import { tokenTable } from "./token-table.ts";

/** All steps from nothing to today's tables, by name, in order. A step that was released is never changed: a new one is added. */
const migrationsOf = (engine: EngineName): Readonly<Record<string, Migration>> => ({
  "0001-first-tables": firstTables(engine),
  "0002-tokens": tokenTable,
  "0003-reply-secrets": replySecretTable,
  "0004-deliveries": deliveryTables,
  "0005-standing-containments": standingTable,
  "0006-notice-texts": noticeTextTable,
  "0007-deny-rows": denyRowTable,
});

const hasTable = async (db: Kysely<never>, engine: EngineName): Promise<boolean> => {
  const text =
    engine === "sqlite"
      ? "select 1 from sqlite_schema where name = 'sekisho_migration'"
      : "select 1 where to_regclass('sekisho_migration') is not null";
  return (await sql.raw(text).execute(db)).rows.length > 0;
};

/** Brings the tables up to date, in one transaction a step. `store-newer` where a later version has been here. */
export const migrate = async (db: Kysely<never>, engine: EngineName): Promise<void> => {
  const migrations = migrationsOf(engine);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: "sekisho_migration",
    migrationLockTableName: "sekisho_migration_lock",
  });
  const done = (await hasTable(db, engine))
    ? ((await db
        .selectFrom("sekisho_migration" as never)
        .selectAll()
        .execute()) as unknown as readonly { name: string }[])
    : [];
  const unknown = done.find(({ name }) => !Object.hasOwn(migrations, name));
  if (unknown !== undefined)
    throw new OperationError("store-newer", `the store was changed by a step that this version does not know: ${unknown.name}`);
  if (done.length === Object.keys(migrations).length) return;
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
};
