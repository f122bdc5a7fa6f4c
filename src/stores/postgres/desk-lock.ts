import { hostname } from "node:os";
import pg from "pg";
import { OperationError } from "../../domain/operation-error.ts";

/** Key of the lock that a desk holds as long as it lives: "skjd". */
export const deskLock = 0x736b6a64;

/** A desk's hold on a database. Another one may have it once our connection is gone, so who writes asks first. */
export interface DeskLock {
  /** Throws `store-unreachable` while the lock is not ours. */
  readonly check: () => void;
  /** The server's process that holds the lock for us; null while none does. */
  readonly backend: () => number | null;
  readonly release: () => Promise<void>;
}

/** Told when the lock was lost (false), and when it was taken again (true). */
export type OnHeld = (isHeld: boolean) => void;

/** Two that start at once: one of them gets it. A killed process's connection ends within this as well. */
const patienceMs = 400;
const betweenMs = 50;

/** Until the lock is tried again after it was lost, and between two looks whether the connection still lives. */
const againMs = 500;
const beatMs = 2_000;

const connectMs = 10_000;

/** A machine that loses its power says no goodbye: the server gives its lock back after half a minute, not after two hours. */
const keepAlive = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4";

/** PostgreSQL cuts names at 63 bytes and takes ASCII. */
const nameOf = (): string =>
  `sekisho desk ${hostname()
    .replaceAll(/[^\x21-\x7e]/g, "?")
    .slice(0, 38)}/${process.pid}`;

const connect = async (address: string): Promise<pg.Client> => {
  const client = new pg.Client({
    ...{ connectionString: address, options: keepAlive, application_name: nameOf(), keepAlive: true },
    ...{ connectionTimeoutMillis: connectMs, query_timeout: connectMs },
  });
  // Said again by the query that fails, or by the end of the connection.
  client.on("error", () => {});
  await client.connect();
  return client;
};

const close = (client: pg.Client): Promise<void> => client.end().catch(() => undefined);

const tryLock = async (client: pg.Client): Promise<number | null> => {
  const { rows } = await client.query(`select pg_try_advisory_lock(${deskLock}) as got, pg_backend_pid() as backend`);
  return rows[0]?.got === true ? Number(rows[0].backend) : null;
};

const holders = `select a.application_name as name, a.backend_start as since from pg_locks l join pg_stat_activity a using (pid)
  where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = ${deskLock} and l.objsubid = 1
  and l.database = (select oid from pg_database where datname = current_database())`;

/** Who has the lock: machine and process as they named themselves, and since when. Another user's session may hide that. */
const holderOf = async (client: pg.Client): Promise<string> => {
  const { name, since } = (await client.query(holders)).rows[0] ?? {};
  const [, host, pid] = /^sekisho desk (\S+)\/(\d+)$/.exec(name ?? "") ?? [];
  if (host === undefined || !(since instanceof Date)) return "another desk";
  return `the desk on ${host}, process ${pid}, since ${since.toISOString()}`;
};

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

interface Held {
  readonly client: pg.Client;
  readonly backend: number;
}

/** Throws `store-busy` where another desk has the lock, within a second once the server answers. */
const take = async (address: string, place: string, mostMs: number): Promise<Held> => {
  const client = await connect(address);
  try {
    for (let left = mostMs; ; left -= betweenMs) {
      const backend = await tryLock(client);
      if (backend !== null) return { client, backend };
      if (left <= 0) throw new OperationError("store-busy", `${place} is in use by ${await holderOf(client)}`);
      await pause(betweenMs);
    }
  } catch (cause) {
    await close(client);
    throw cause;
  }
};

/**
 * Holds a database for this desk, on a connection of its own. A lost connection is noticed at once where the server says so, within four seconds
 * where it falls silent; then the lock is tried again until it is ours, and until then `check` throws.
 */
export const takeDeskLock = async (address: string, place: string, onHeld: OnHeld): Promise<DeskLock> => {
  let isReleased = false;
  let held: Held | null = null;
  let again: NodeJS.Timeout | undefined;

  const lose = (lost: Held): void => {
    if (held !== lost || isReleased) return;
    held = null;
    onHeld(false);
    void close(lost.client);
    retry(0);
  };
  const hold = (taken: Held): void => {
    held = taken;
    taken.client.once("end", () => lose(taken));
    const beat = setInterval(() => {
      if (isReleased || held !== taken) clearInterval(beat);
      else taken.client.query({ text: "select 1", query_timeout: beatMs } as pg.QueryConfig).catch(() => lose(taken));
    }, beatMs).unref();
  };
  const retake = async (): Promise<void> => {
    try {
      const taken = await take(address, place, 0);
      if (isReleased) return await close(taken.client);
      hold(taken);
      onHeld(true);
    } catch {
      retry(againMs);
    }
  };
  const retry = (ms: number): void => {
    if (!isReleased) again = setTimeout(() => void retake(), ms).unref();
  };

  hold(await take(address, place, patienceMs));
  return {
    check: () => {
      if (held === null && !isReleased)
        throw new OperationError("store-unreachable", `${place}: the connection that holds the store for this desk was lost`);
    },
    backend: () => held?.backend ?? null,
    release: async () => {
      isReleased = true;
      clearTimeout(again);
      if (held !== null) await close(held.client);
    },
  };
};
