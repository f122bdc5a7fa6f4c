import { sql } from "kysely";
import type { AuditResult, Removal } from "../ports/case-store.ts";
import { appendChange, chainHead } from "./append.ts";
import type { StoreOptions } from "./appender.ts";
import { createCaseStore, defaultStoreOptions } from "./create-case-store.ts";
import type { Engine } from "./engine.ts";

/**
 * Numbers of cases that were given between the backup and the loss are in customers' mails: none of them is given a second time. Far more than a
 * desk opens in a day.
 */
const numbersLeftOut = 1_000;

/**
 * Makes a database that was just filled from a backup the desk's store: verifies its audit, records that it was restored (which pauses
 * automatic decisions until a person resumes them), leaves out case numbers, and keeps its head from now on. A chain that is broken is not touched.
 */
export const adoptRestored = async (engine: Engine, options: Partial<StoreOptions>, removal: Removal): Promise<AuditResult> => {
  const withoutHead = await createCaseStore(engine, { ...defaultStoreOptions, ...options, head: null });
  const found = await withoutHead.verifyAudit();
  if (found.kind === "broken") return found;
  await engine.db.transaction().execute(async (trx) => {
    await engine.lockChain(trx);
    const { seq, hash } = await chainHead(trx);
    await appendChange(trx, { fact: { ...removal, kind: "restored", seq, hash } });
    await sql`update case_numbers set last = last + ${sql.lit(numbersLeftOut)}`.execute(trx);
  });
  const head = options.head ? { ...options.head, adopt: true } : null;
  const restored = await createCaseStore(engine, { ...defaultStoreOptions, ...options, head });
  return restored.verifyAudit();
};
