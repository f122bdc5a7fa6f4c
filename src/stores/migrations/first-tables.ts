import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { genesisHash } from "../chain.ts";
import { dueOrNever } from "../due-or-never.ts";
import type { EngineName } from "../engine.ts";
import { guardChain } from "./guard-chain.ts";

type Db = Kysely<never>;

const makeChain = async ({ schema }: Db): Promise<void> => {
  await schema
    .createTable("chain")
    .addColumn("seq", "bigint", (column) => column.primaryKey())
    .addColumn("fact", "text", (column) => column.notNull().unique())
    .addColumn("case_id", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("commitments", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("chain_case").on("chain").columns(["case_id", "seq"]).execute();
  await schema
    .createTable("chain_anchor")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
};

const makePersonal = async ({ schema }: Db): Promise<void> => {
  await schema
    .createTable("personal")
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("case_id", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("salt", "text", (column) => column.notNull())
    .addColumn("part", "text", (column) => column.notNull())
    .addColumn("erased_in", "bigint")
    .addPrimaryKeyConstraint("personal_key", ["seq", "kind"])
    .execute();
  await schema.createIndex("personal_case").on("personal").columns(["case_id", "kind"]).execute();
  await schema
    .createIndex("personal_kept")
    .on("personal")
    .columns(["kind", "at"])
    .where("erased_in" as never, "is", null)
    .execute();
};

const makeCases = async ({ schema }: Db): Promise<void> => {
  await schema
    .createTable("cases")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("is_over", "integer", (column) => column.notNull())
    .addColumn("class", "text", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("account", "text")
    .addColumn("site", "text")
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("opened_at", "bigint", (column) => column.notNull())
    .addColumn("closed_at", "bigint")
    .addColumn("waiting_for", "text")
    .addColumn("due_at", "bigint")
    .addColumn("evidence_at", "bigint")
    .addColumn("has_replies", "integer", (column) => column.notNull())
    .addColumn("snapshot", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("cases_key").on("cases").columns(["key", "opened_at"]).execute();
  await schema
    .createIndex("cases_open_key")
    .unique()
    .on("cases")
    .column("key")
    .where("is_over" as never, "=", 0 as never)
    .execute();
  await schema.createIndex("cases_account").on("cases").columns(["account", "host", "opened_at"]).execute();
  await schema.createIndex("cases_newest").on("cases").columns(["opened_at", "id"]).execute();
  await schema.createIndex("cases_due").on("cases").expression(sql`${dueOrNever}, id`).execute();
  await schema.createIndex("cases_closed").on("cases").column("closed_at").execute();
  await schema
    .createTable("case_numbers")
    .addColumn("year", "integer", (column) => column.primaryKey())
    .addColumn("last", "integer", (column) => column.notNull())
    .execute();
};

const makeDues = async ({ schema }: Db): Promise<void> => {
  await schema
    .createTable("timers")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("case_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await schema.createIndex("timers_at").on("timers").columns(["at", "id"]).execute();
  await schema.createIndex("timers_case").on("timers").column("case_id").execute();
  await schema
    .createTable("outbox")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("place", "bigint", (column) => column.notNull())
    .addColumn("case_id", "text", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("error", "text")
    .addColumn("settled_at", "bigint")
    .execute();
  await schema.createIndex("outbox_state").on("outbox").columns(["state", "place"]).execute();
  await schema.createIndex("outbox_lane").on("outbox").columns(["lane", "place"]).execute();
};

const makeSettings = async (db: Db): Promise<void> => {
  await db.schema
    .createTable("desk_settings")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("body", "text", (column) => column.notNull())
    .execute();
  await sql`insert into chain_anchor (id, seq, hash) values (1, 1, ${genesisHash})`.execute(db);
};

/** The first tables of all. */
export const firstTables = (engine: EngineName): Migration => ({
  up: async (db: Db) => {
    for (const make of [makeChain, makePersonal, makeCases, makeDues, makeSettings]) await make(db);
    await guardChain(db, engine);
  },
});
