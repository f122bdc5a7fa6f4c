import { afterAll, it } from "vitest";
import { type DeskStoresPlace, onPostgres, onSqlite } from "../desk-stores-places.ts";
import { openTestPostgres } from "../test-postgres.ts";
import { denyRowContract } from "./deny-rows.ts";
import { replySecretContract } from "./reply-secrets.ts";
import { tokenStoreContract } from "./token-store.ts";

const contracts = (name: string, open: () => Promise<DeskStoresPlace>): void => {
  tokenStoreContract(name, async () => {
    const { stores, reopen, meddle, remove } = await open();
    return {
      ...{ tokens: stores().tokens, cases: stores().cases, remove },
      reopen: async () => (await reopen()).tokens,
      meddle: async (statement) => (await meddle(statement)).cases,
    };
  });
  denyRowContract(name, async () => {
    const { stores, reopen, meddle, remove } = await open();
    return {
      ...{ rows: stores().denyRows, cases: stores().cases, remove },
      reopen: async () => (await reopen()).denyRows,
      meddle: async (statement) => (await meddle(statement)).cases,
    };
  });
  replySecretContract(name, async () => {
    const { stores, reopen, remove } = await open();
    return { replies: stores().replies, reopen: async () => (await reopen()).replies, remove };
  });
};

contracts("SQLite", onSqlite);

const postgres = await openTestPostgres();

if (postgres === null) it.skip("tokens, rows of deny lists and reply secrets on PostgreSQL: it is not installed here", () => {});
else {
  afterAll(() => postgres.stop());
  contracts("PostgreSQL", onPostgres(postgres));
}
