import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Reply addresses that were given out, by the digest of their secret. */
export const replySecretTable: Migration = {
  up: async ({ schema }: Kysely<never>) => {
    await schema
      .createTable("reply_secrets")
      .addColumn("hash", "text", (column) => column.primaryKey())
      .addColumn("case_id", "text", (column) => column.notNull())
      .addColumn("notice", "text", (column) => column.notNull())
      .addColumn("given_at", "bigint", (column) => column.notNull())
      .execute();
  },
};
