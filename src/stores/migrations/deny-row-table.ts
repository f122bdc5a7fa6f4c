import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Networks that customers closed their own sites to; one row a network and site. */
export const denyRowTable: Migration = {
  up: async ({ schema }: Kysely<never>) => {
    await schema
      .createTable("deny_rows")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("site", "text", (column) => column.notNull())
      .addColumn("network", "text", (column) => column.notNull())
      .addColumn("note", "text", (column) => column.notNull())
      .addColumn("added_by", "text", (column) => column.notNull())
      .addColumn("added_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("deny_rows_network", ["site", "network"])
      .execute();
  },
};
