import { OperationError } from "../domain/operation-error.ts";
import type { AuditResult, CaseStore, Removal } from "../ports/case-store.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { DenyRowStore } from "../ports/deny-rows.ts";
import type { NoticeTexts } from "../ports/notice-texts.ts";
import type { ReplySecretStore } from "../ports/reply-secrets.ts";
import type { TokenStore } from "../ports/token-store.ts";
import { createAppender, type StoreOptions } from "./appender.ts";
import { createCaseStore, defaultStoreOptions } from "./create-case-store.ts";
import { createDeliveryStore } from "./delivery-store.ts";
import { createDenyRowStore } from "./deny-row-store.ts";
import type { Engine } from "./engine.ts";
import { createNoticeTextStore } from "./notice-text-store.ts";
import { createReplySecretStore } from "./reply-secret-store.ts";
import { adoptRestored } from "./restore-store.ts";
import { createTokenStore } from "./token-store.ts";

const sqlitePath = (address: string): string | null =>
  address.startsWith("sqlite:") && address.length > "sqlite:".length ? address.slice("sqlite:".length) : null;

const openEngine = async (address: string, { onHeld }: Partial<StoreOptions>): Promise<Engine> => {
  const path = sqlitePath(address);
  if (path !== null) return (await import("./sqlite/open-sqlite.ts")).openSqlite(path);
  if (/^postgres(ql)?:\/\//.test(address) && URL.canParse(address))
    return (await import("./postgres/open-postgres.ts")).openPostgres(address, onHeld);
  throw new OperationError("store-wrong", `"${address}" is no store`);
};

/** All that lies in one database; closing the case store closes it. */
export interface DeskStores {
  readonly cases: CaseStore;
  readonly tokens: TokenStore;
  readonly replies: ReplySecretStore;
  readonly deliveries: DeliveryStore;
  readonly noticeTexts: NoticeTexts;
  readonly denyRows: DenyRowStore;
}

/**
 * Opens the store at `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, makes its tables or brings them up to date. Throws `store-wrong`,
 * `store-busy` (another process has it), `store-newer`, `store-unknown`, `store-damaged`, `store-unreachable`.
 */
export const openDeskStores = async (address: string, options: Partial<StoreOptions> = {}): Promise<DeskStores> => {
  const engine = await openEngine(address, options);
  try {
    const all = { ...defaultStoreOptions, ...options };
    const appender = await createAppender(engine, all);
    const cases = await createCaseStore(engine, all, appender);
    return {
      cases,
      tokens: createTokenStore(engine, appender),
      replies: createReplySecretStore(engine),
      noticeTexts: createNoticeTextStore(engine),
      deliveries: createDeliveryStore(engine),
      denyRows: createDenyRowStore(engine, appender),
    };
  } catch (cause) {
    await engine.close();
    throw cause;
  }
};

/** As {@link openDeskStores}, for who needs the cases alone. */
export const openStore = async (address: string, options: Partial<StoreOptions> = {}): Promise<CaseStore> =>
  (await openDeskStores(address, options)).cases;

/**
 * Puts a backup that {@link CaseStore.backup} wrote where no store is yet, and verifies its audit. Automatic decisions are paused from then on:
 * what happened since the backup is not known. Throws `store-occupied`, `store-damaged` (the backup is not whole), `input-missing`.
 */
export const restoreStore = async (
  address: string,
  from: string,
  { removal, ...options }: Partial<StoreOptions> & { readonly removal: Removal },
): Promise<AuditResult> => {
  const path = sqlitePath(address);
  if (path !== null) (await import("./sqlite/restore-sqlite.ts")).restoreSqlite(path, from);
  const engine = await openEngine(address, options);
  try {
    if (path === null) await (await import("./dump.ts")).loadDump(engine.db, from);
    return await adoptRestored(engine, options, removal);
  } catch (cause) {
    throw engine.explain(cause, "restore the store");
  } finally {
    await engine.close();
  }
};
