import pg from "pg";
import { startPostgres } from "../scripts/postgres-server.mjs";

/** A server for tests, and databases in it. */
export interface TestPostgres {
  readonly createDatabase: () => Promise<string>;
  readonly query: (address: string, ...statements: readonly string[]) => Promise<void>;
  readonly dropDatabase: (address: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const query = async (address: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client(address);
  await client.connect();
  try {
    for (const text of statements) await client.query(text);
  } finally {
    await client.end();
  }
};

/** The server that the test launcher started, else one of our own; null where PostgreSQL is not installed. */
export const openTestPostgres = async (): Promise<TestPostgres | null> => {
  const shared = process.env.SEKISHO_TEST_POSTGRES;
  const own = shared === undefined ? await startPostgres() : null;
  const server = shared ?? own?.url;
  if (server === undefined) return null;
  let count = 0;
  return {
    createDatabase: async () => {
      count++;
      const name = `test_${process.pid}_${count}`;
      await query(server, `create database ${name}`);
      const address = new URL(server);
      address.pathname = `/${name}`;
      return address.href;
    },
    query,
    dropDatabase: (address) => query(server, `drop database ${new URL(address).pathname.slice(1)} with (force)`),
    stop: async () => own?.stop(),
  };
};
