import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Letters as they were sent, so that staff read what the customer read. */
export const noticeTextTable: Migration = {
  up: async ({ schema }: Kysely<never>) => {
    await schema
      .createTable("notice_texts")
      .addColumn("letter", "text", (column) => column.primaryKey())
      .addColumn("case_id", "text", (column) => column.notNull())
      .addColumn("notice", "text", (column) => column.notNull())
      .addColumn("language", "text", (column) => column.notNull())
      .addColumn("sent_to", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("sent_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("notice_texts_case").on("notice_texts").column("case_id").execute();
  },
};
