import { afterAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/stores/engine.ts";
import { openPostgres } from "../../src/stores/postgres/open-postgres.ts";
import { openSqlite } from "../../src/stores/sqlite/open-sqlite.ts";
import { type Fed, feedDesk } from "../proofs/deliveries/feed-desk.ts";
import { inOrder, shuffledAndDoubled } from "../proofs/deliveries/requests.ts";
import { makeSpools } from "../proofs/deliveries/spools.ts";
import { stateFaults } from "../proofs/deliveries/state-faults.ts";
import { testSeed } from "../seeded-random.ts";
import { openTestPostgres } from "../test-postgres.ts";

const seed = testSeed();
const messages = 2_000;
const spools = makeSpools(messages, seed);
const expected = await feedDesk(await openSqlite(":memory:"), inOrder(spools));
const postgres = await openTestPostgres();
afterAll(() => postgres?.stop());

/** Every third write of how far a source has come is lost after its claims were stored, and its request sent again. */
const crashEvery = 3;

const feedShuffled = (engine: Engine): Promise<Fed> => feedDesk(engine, shuffledAndDoubled(spools, seed), crashEvery);

const expectSame = (fed: Fed): void => {
  expect(fed).toMatchObject({ sent: 2 * messages, sources: 4, crashes: expect.any(Number) });
  expect(fed.crashes).toBeGreaterThan(3);
  expect(fed.mostWaiting).toBeGreaterThan(messages / 4);
  expect(stateFaults(expected, { state: fed.state, answers: expected.answers })).toEqual([]);
};

describe(`what four agents send, twice, in any order, with crashes between (again with SEED=${seed})`, () => {
  it("leaves the state of once and in order, on SQLite", async () => {
    expectSame(await feedShuffled(await openSqlite(":memory:")));
  }, 120_000);

  it.skipIf(postgres === null)(
    "leaves the same state on PostgreSQL",
    async () => {
      const address = (await postgres?.createDatabase()) ?? "";
      expectSame(await feedShuffled(await openPostgres(address)));
      await postgres?.dropDatabase(address);
    },
    60_000,
  );

  it("is a state in which much has happened", () => {
    expect(expected.state.cases).toBeGreaterThan(15);
    expect(expected.state.facts).toBeGreaterThan(800);
    expect(expected.state.effects).toBeGreaterThan(30);
  });
});
