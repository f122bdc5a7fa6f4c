import type { Scope } from "../domain/access/scope.ts";
import type { Token } from "../domain/access/token.ts";
import type { TokenStore } from "../ports/token-store.ts";
import { createGuard, type Engine } from "./engine.ts";
import type { TokenTable } from "./tables.ts";

const tokenOf = (row: TokenTable): Token => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes.split(" ") as readonly Scope[],
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});

const rowOf = (token: Token, digest: string): TokenTable => ({
  ...{ id: token.id, digest, name: token.name, scopes: token.scopes.join(" ") },
  ...{ created_by: token.createdBy, created_at: token.createdAt, expires_at: token.expiresAt, revoked_at: token.revokedAt },
});

/** Tokens in the same database as the cases. */
export const createTokenStore = (engine: Engine): TokenStore => {
  const { db } = engine;
  const guard = createGuard(engine);
  return {
    create: (token, digest) =>
      guard("store a token", async () => {
        await db.insertInto("tokens").values(rowOf(token, digest)).execute();
      }),
    byId: (id) =>
      guard("read a token", async () => {
        const row = await db.selectFrom("tokens").selectAll().where("id", "=", id).executeTakeFirst();
        return row === undefined ? null : { token: tokenOf(row), digest: row.digest };
      }),
    list: () =>
      guard("list tokens", async () =>
        (await db.selectFrom("tokens").selectAll().orderBy("created_at", "desc").orderBy("id").execute()).map(tokenOf),
      ),
    revoke: (id, now) =>
      guard("revoke a token", async () => {
        const done = await db
          .updateTable("tokens")
          .set({ revoked_at: now })
          .where("id", "=", id)
          .where("revoked_at", "is", null)
          .executeTakeFirst();
        return done.numUpdatedRows > 0n;
      }),
  };
};
