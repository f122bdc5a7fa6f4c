import type { Scope } from "../domain/access/scope.ts";
import type { Token } from "../domain/access/token.ts";
import type { DeskFact } from "../domain/case/desk-fact.ts";
import type { TokenStore } from "../ports/token-store.ts";
import { appendChange } from "./append.ts";
import type { Appender } from "./appender.ts";
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

const creation = ({ id, name, scopes, createdBy, createdAt, expiresAt }: Token): DeskFact => ({
  ...{ id: `token-created:${id}`, at: createdAt, by: { kind: "person", name: createdBy } },
  ...{ kind: "token-created", token: id, name, scopes, expiresAt },
});

/** Tokens in the same database as the cases, and their facts in the same chain. */
export const createTokenStore = (engine: Engine, { append }: Pick<Appender, "append">): TokenStore => {
  const { db } = engine;
  const guard = createGuard(engine);
  return {
    create: (token, digest) =>
      append("store a token", async (trx) => {
        await trx.insertInto("tokens").values(rowOf(token, digest)).execute();
        const { end } = await appendChange(trx, { fact: creation(token) });
        return { result: undefined, end };
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
    revoke: (id, { at, by }) =>
      append("revoke a token", async (trx) => {
        const ours = trx.updateTable("tokens").set({ revoked_at: at }).where("id", "=", id).where("revoked_at", "is", null);
        const row = await ours.returning("name").executeTakeFirst();
        if (row === undefined) return { result: false, end: null };
        const fact: DeskFact = { id: `token-revoked:${id}`, at, by, kind: "token-revoked", token: id, name: row.name };
        const { end } = await appendChange(trx, { fact });
        return { result: true, end };
      }),
  };
};
