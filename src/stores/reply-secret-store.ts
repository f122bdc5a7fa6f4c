import type { ReplySecretStore } from "../ports/reply-secrets.ts";
import type { Engine } from "./engine.ts";

/** Reply secrets in the same database as the cases, as digests. */
export const createReplySecretStore = ({ db, explain }: Engine): ReplySecretStore => ({
  give: async ({ hash, caseId, notice, at }) => {
    try {
      await db
        .insertInto("reply_secrets")
        .values({ hash, case_id: caseId, notice, given_at: at })
        .onConflict((conflict) => conflict.column("hash").doNothing())
        .execute();
    } catch (cause) {
      throw explain(cause, "store a reply address");
    }
  },
  findBySecret: async (hash) => {
    try {
      const row = await db.selectFrom("reply_secrets").selectAll().where("hash", "=", hash).executeTakeFirst();
      return row === undefined ? null : { caseId: row.case_id, notice: row.notice };
    } catch (cause) {
      throw explain(cause, "look up a reply address");
    }
  },
});
