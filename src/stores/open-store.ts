import { OperationError } from "../domain/operation-error.ts";
import type { CaseStore } from "../ports/case-store.ts";
import { createCaseStore, defaultStoreOptions, type StoreOptions } from "./create-case-store.ts";
import type { Engine } from "./engine.ts";

const openEngine = async (address: string): Promise<Engine> => {
  if (address.startsWith("sqlite:") && address.length > "sqlite:".length)
    return (await import("./sqlite/open-sqlite.ts")).openSqlite(address.slice("sqlite:".length));
  if (/^postgres(ql)?:\/\//.test(address) && URL.canParse(address))
    return (await import("./postgres/open-postgres.ts")).openPostgres(address);
  throw new OperationError("store-wrong", `"${address}" is no store`);
};

/**
 * Opens the store at `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, makes its tables or brings them up to date. Throws `store-wrong`,
 * `store-busy` (another process has the file), `store-newer`, `store-unknown`, `store-damaged`, `store-unreachable`.
 */
export const openStore = async (address: string, options: Partial<StoreOptions> = {}): Promise<CaseStore> => {
  const engine = await openEngine(address);
  try {
    return await createCaseStore(engine, { ...defaultStoreOptions, ...options });
  } catch (cause) {
    await engine.close();
    throw cause;
  }
};
