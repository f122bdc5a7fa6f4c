import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { OperationError } from "../../domain/operation-error.ts";
import type { EngineName } from "../engine.ts";
import { firstTables } from "./first-tables.ts";

/** All steps from nothing to today's tables, by name, in order. A step that was released is never changed: a new one is added. */
const migrationsOf = (engine: EngineName): Readonly<Record<string, Migration>> => ({ "0001-first-tables": firstTables(engine) });

/** Brings the tables up to date, in one transaction a step. `store-newer` where a later version has been here. */
export const migrate = async (db: Kysely<never>, engine: EngineName): Promise<void> => {
  const migrations = migrationsOf(engine);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: "sekisho_migration",
    migrationLockTableName: "sekisho_migration_lock",
  });
  const done = (await db.introspection.getTables({ withInternalKyselyTables: true })).some(({ name }) => name === "sekisho_migration")
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
