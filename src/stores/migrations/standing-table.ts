import type { Kysely, Transaction } from "kysely";
import type { Migration } from "kysely/migration";
import { fillStanding } from "../standing.ts";
import type { Tables } from "../tables.ts";

/** What holds or may come to hold, found without reading every open case. */
export const standingTable: Migration = {
  up: async (db: Kysely<never>) => {
    const { schema } = db;
    await schema
      .createTable("standing_containments")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("case_id", "text", (column) => column.notNull())
      .addColumn("site", "text")
      .addColumn("ordered_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("standing_site").on("standing_containments").columns(["site", "ordered_at", "id"]).execute();
    await schema.createIndex("standing_newest").on("standing_containments").columns(["ordered_at", "id"]).execute();
    await schema.createIndex("standing_case").on("standing_containments").column("case_id").execute();
    await fillStanding(db as unknown as Transaction<Tables>);
  },
};
