import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How far each agent's spool was taken in, and what came before its turn. */
export const deliveryTables: Migration = {
  up: async ({ schema }: Kysely<never>) => {
    await schema
      .createTable("delivery_sources")
      .addColumn("source", "text", (column) => column.primaryKey())
      .addColumn("next", "bigint", (column) => column.notNull())
      .addColumn("passed_over", "text", (column) => column.notNull())
      .addColumn("heard_at", "bigint", (column) => column.notNull())
      .execute();
    await schema
      .createTable("deliveries")
      .addColumn("source", "text", (column) => column.notNull())
      .addColumn("sequence", "bigint", (column) => column.notNull())
      .addColumn("taken_at", "bigint", (column) => column.notNull())
      .addColumn("case_key", "text")
      .addColumn("body", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("deliveries_place", ["source", "sequence"])
      .execute();
    await schema.createIndex("deliveries_taken").on("deliveries").columns(["source", "taken_at"]).execute();
    await schema.createIndex("deliveries_key").on("deliveries").column("case_key").execute();
  },
};
