import { afterAll, describe, expect, it } from "vitest";
import { openTestPostgres } from "../../../test/test-postgres.ts";
import { openStore } from "../open-store.ts";

const server = await openTestPostgres();
afterAll(() => server?.stop());

describe("a PostgreSQL that cannot be used", () => {
  it("is a clear error that names the place and no password", async () => {
    const opening = openStore("postgres://desk:secret@127.0.0.1:1/desk");
    await expect(opening).rejects.toMatchObject({
      code: "store-unreachable",
      message: expect.stringContaining("postgres://127.0.0.1:1/desk"),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining("secret") });
  });

  describe.skipIf(server === null)("on a server that runs", () => {
    const on = async (work: (address: string) => Promise<void>): Promise<void> => {
      const address = (await server?.createDatabase()) ?? "";
      await work(address);
      await server?.dropDatabase(address);
    };

    it("turns away who has another password, or asks for a database that is not there", () =>
      on(async (address) => {
        const wrong = new URL(address);
        wrong.password = "another";
        await expect(openStore(wrong.href)).rejects.toMatchObject({ code: "store-unreachable" });
        wrong.href = address;
        wrong.pathname = "/nowhere";
        await expect(openStore(wrong.href)).rejects.toMatchObject({ code: "store-unreachable" });
      }));

    it("keeps another program's tables", () =>
      on(async (address) => {
        await server?.query(address, "create table cases (theirs text)");
        await expect(openStore(address)).rejects.toMatchObject({ code: "store-unknown" });
        await server?.query(address, "insert into cases (theirs) values ('still theirs')");
      }));

    it("refuses tables of a later version by name of the step", () =>
      on(async (address) => {
        await (await openStore(address)).close();
        await server?.query(address, "insert into sekisho_migration values ('0099-of-tomorrow', '2027-01-01')");
        await expect(openStore(address)).rejects.toMatchObject({
          code: "store-newer",
          message: expect.stringContaining("0099-of-tomorrow"),
        });
      }));

    it("that stops while the desk runs is an error for whoever asks, and goes on by itself when connections are broken", () =>
      on(async (address) => {
        const store = await openStore(address);
        await store.settings();
        await server?.query(address, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sekisho'");
        await expect
          .poll(() =>
            store.settings().then(
              () => true,
              () => false,
            ),
          )
          .toBe(true);
        await store.close();
      }));
  });
});
