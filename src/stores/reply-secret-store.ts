import type { ReplySecretStore } from "../ports/reply-secrets.ts";
import { createGuard, type Engine } from "./engine.ts";

/** Reply secrets in the same database as the cases, as digests. */
export const createReplySecretStore = (engine: Engine): ReplySecretStore => {
  const { db } = engine;
  const guard = createGuard(engine);
  return {
    give: ({ hash, caseId, notice, at }) =>
      guard("store a reply address", async () => {
        await db
          .insertInto("reply_secrets")
          .values({ hash, case_id: caseId, notice, given_at: at })
          .onConflict((conflict) => conflict.column("hash").doNothing())
          .execute();
      }),
    findBySecret: (hash) =>
      guard("look up a reply address", async () => {
        const row = await db.selectFrom("reply_secrets").selectAll().where("hash", "=", hash).executeTakeFirst();
        return row === undefined ? null : { caseId: row.case_id, notice: row.notice };
      }),
  };
};
