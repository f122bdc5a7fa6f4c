import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Tokens for the API. */
export const tokenTable: Migration = {
  up: async ({ schema }: Kysely<never>) => {
    await schema
      .createTable("tokens")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("scopes", "text", (column) => column.notNull())
      .addColumn("created_by", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addColumn("revoked_at", "bigint")
      .execute();
  },
};
