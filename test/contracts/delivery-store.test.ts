import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, it } from "vitest";
import { openDeskStores } from "../../src/stores/open-store.ts";
import { openTestPostgres } from "../test-postgres.ts";
import { type DeliveriesUnderTest, deliveryStoreContract } from "./delivery-store.ts";

const openAt = async (address: string, clear: () => Promise<void>): Promise<DeliveriesUnderTest> => {
  let stores = await openDeskStores(address);
  return {
    stores,
    reopen: async () => {
      await stores.cases.close();
      stores = await openDeskStores(address);
      return stores;
    },
    remove: async () => {
      await stores.cases.close();
      await clear();
    },
  };
};

deliveryStoreContract("SQLite", () => {
  const dir = mkdtempSync(join(tmpdir(), "sekisho-deliveries-"));
  return openAt(`sqlite:${join(dir, "desk.db")}`, async () => rmSync(dir, { recursive: true }));
});

const postgres = await openTestPostgres();

if (postgres === null) it.skip("deliveries on PostgreSQL: it is not installed here", () => {});
else {
  afterAll(() => postgres.stop());
  deliveryStoreContract("PostgreSQL", async () => {
    const address = await postgres.createDatabase();
    return openAt(address, () => postgres.dropDatabase(address));
  });
}
