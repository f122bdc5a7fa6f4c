import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { openTestPostgres } from "../../../test/test-postgres.ts";
import { openDeskStores, openStore } from "../open-store.ts";
import { deskLock } from "./desk-lock.ts";

const server = await openTestPostgres();
afterAll(() => server?.stop());

const paused = { id: "paused:1", at: 0, by: { kind: "person", name: "sato" }, kind: "paused", reason: "a look around" } as const;

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
        await server?.query(address, "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sekisho%'");
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

    it("is one desk's: a second one is refused within a second, and told who has it", () =>
      on(async (address) => {
        const store = await openStore(address);
        const from = performance.now();
        await expect(openStore(address)).rejects.toMatchObject({
          code: "store-busy",
          message: expect.stringMatching(new RegExp(` the desk on \\S+, process ${process.pid}, since \\d{4}-\\d\\d-\\d\\dT`)),
        });
        expect(performance.now() - from).toBeLessThan(1_000);
        await store.close();
        await (await openStore(address)).close();
      }));

    it("that another desk took after our connection was lost refuses everything until it is ours again, and says both", () =>
      on(async (address) => {
        const told: boolean[] = [];
        const { cases, tokens } = await openDeskStores(address, { onHeld: (isHeld) => told.push(isHeld) });
        const other = new pg.Client(address);
        await other.connect();
        const taken = other.query(`select pg_advisory_lock(${deskLock})`);
        await server?.query(address, "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sekisho desk %'");
        await taken;
        await expect.poll(() => told).toEqual([false]);
        for (const work of [() => cases.dueEffects(0, 1), () => tokens.list(), () => cases.commit({ fact: paused })])
          await expect(work()).rejects.toMatchObject({ code: "store-unreachable" });
        await other.end();
        await expect.poll(() => told, { timeout: 5_000 }).toEqual([false, true]);
        expect(await cases.commit({ fact: paused })).toEqual({ kind: "committed", seq: 1 });
        await cases.close();
      }));
  });
});
