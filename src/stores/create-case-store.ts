import type { Transaction } from "kysely";
import type { CaseStore, CommitResult } from "../ports/case-store.ts";
import { appendChange, chainHead, loadSettings } from "./append.ts";
import { type Appender, createAppender, type StoreOptions } from "./appender.ts";
import { listCases } from "./case-list.ts";
import { nextCaseNumber } from "./case-number.ts";
import {
  caseById,
  casesOfAccount,
  countByState,
  factById,
  factsFrom,
  factsOf,
  latestCaseByKey,
  openCaseByKey,
  timelineOf,
} from "./case-reads.ts";
import { createGuard, type Engine } from "./engine.ts";
import { deadEffects, dueEffects, dueTimers, nextDueAt, putOff, requeue, settleEffect } from "./outbox.ts";
import { erase, purge } from "./purge.ts";
import { listStanding } from "./standing.ts";
import type { Tables } from "./tables.ts";
import { verifyAudit } from "./verify-audit.ts";

/** With back-off up to an hour this is about a day of trying. */
export const defaultStoreOptions: StoreOptions = { head: null, mostAttempts: 30 };

/** Carries an answer out of a transaction that must leave nothing behind. */
class NothingDone extends Error {
  readonly result: CommitResult;

  constructor(result: CommitResult) {
    super("nothing was done");
    this.result = result;
  }
}

/** The store over a database. */
export const createCaseStore = async (engine: Engine, options: StoreOptions, given?: Appender): Promise<CaseStore> => {
  const { db } = engine;
  const guard = createGuard(engine);
  const { append, head } = given ?? (await createAppender(engine, options));
  let closed: Promise<void> | null = null;

  const removed = async <Result>(trx: Transaction<Tables>, work: Promise<Result>) => ({
    result: await work,
    end: head === null ? null : await chainHead(trx),
  });

  const open: CaseStore["open"] = async (year, build) => {
    try {
      return await append("open a case", async (trx) => {
        const appended = await appendChange(trx, build(await nextCaseNumber(trx, year)));
        if (appended.end === null) throw new NothingDone(appended.result);
        return appended;
      });
    } catch (cause) {
      if (cause instanceof NothingDone) return cause.result;
      throw cause;
    }
  };

  return {
    name: engine.name,
    commit: (change) => append("store a fact", (trx) => appendChange(trx, change)),
    open,
    caseById: (id) => guard("read a case", () => caseById(db, id)),
    openCaseByKey: (key) => guard("read a case", () => openCaseByKey(db, key)),
    latestCaseByKey: (key) => guard("read a case", () => latestCaseByKey(db, key)),
    casesOfAccount: (host, account) => guard("read cases", () => casesOfAccount(db, host, account)),
    list: (query) => guard("list cases", () => listCases(db, query)),
    standing: (query) => guard("list containments", () => listStanding(db, query)),
    countByState: () => guard("count cases", () => countByState(db)),
    factById: (id) => guard("look for a fact", () => factById(db, id)),
    factsOf: (caseId) => guard("read facts", () => factsOf(db, caseId)),
    timelineOf: (caseId) => guard("read a timeline", () => timelineOf(db, caseId)),
    factsFrom: (seq, limit) => guard("read facts", () => factsFrom(db, seq, limit)),
    settings: () => guard("read the settings", () => loadSettings(db)),
    dueEffects: (now, limit) => guard("read the outbox", () => dueEffects(db, now, limit)),
    settleEffect: (id, now) => guard("settle an effect", () => settleEffect(db, id, now)),
    putOff: (id, failure) => guard("put off an effect", () => putOff(db, id, { ...failure, mostAttempts: options.mostAttempts })),
    deadEffects: (limit) => guard("read dead effects", () => deadEffects(db, limit)),
    requeue: (id, now) => guard("requeue an effect", () => requeue(db, id, now)),
    dueTimers: (now, limit) => guard("read timers", () => dueTimers(db, now, limit)),
    nextDueAt: (now) => guard("read timers", () => nextDueAt(db, now)),
    verifyAudit: () => guard("verify the audit", () => verifyAudit(db, head)),
    purge: (removal, retention) => append("purge the store", (trx) => removed(trx, purge(trx, removal, retention))),
    erase: (caseId, removal) => append("erase a case", (trx) => removed(trx, erase(trx, caseId, removal))),
    backup: (to) => guard("write a backup", () => engine.backup(to)),
    close: () => {
      closed ??= engine.close().catch((cause: unknown) => {
        throw engine.explain(cause, "close the store");
      });
      return closed;
    },
  };
};
