import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Token } from "../../src/domain/access/token.ts";
import type { CaseStore } from "../../src/ports/case-store.ts";
import type { TokenStore } from "../../src/ports/token-store.ts";

/** A token store with nothing in it, and how to close it and open it again. */
export interface TokensUnderTest {
  readonly tokens: TokenStore;
  readonly cases: CaseStore;
  readonly reopen: () => Promise<TokenStore>;
  /** Statements past the store, with the guards of the chain out of the way. */
  readonly meddle: (statement: string) => Promise<CaseStore>;
  readonly remove: () => Promise<void>;
}

const by = { kind: "person", name: "mori" } as const;

const aToken = (part: Partial<Token> = {}): Token => ({
  ...{ id: "00112233aabbccdd", name: "佐藤", scopes: ["read", "decide"], createdBy: "kato" },
  ...{ createdAt: 1_772_828_719_000, expiresAt: 1_780_604_719_000, revokedAt: null },
  ...part,
});

/** What every token store does. */
export const tokenStoreContract = (name: string, open: () => Promise<TokensUnderTest>): void => {
  describe(`tokens on ${name}`, () => {
    let given: TokensUnderTest;
    beforeEach(async () => {
      given = await open();
    });
    afterEach(() => given.remove());

    it("are there again after a restart, each with its digest", async () => {
      await given.tokens.create(aToken(), "ab".repeat(32));
      const again = await given.reopen();
      expect(await again.byId("00112233aabbccdd")).toEqual({ token: aToken(), digest: "ab".repeat(32) });
      expect(await again.byId("none")).toBeNull();
    });

    it("are listed newest first", async () => {
      const [old, young] = [aToken({ id: "b", createdAt: 1 }), aToken({ id: "a", createdAt: 2, scopes: ["claim"] })];
      for (const token of [old, young]) await given.tokens.create(token, "00");
      expect(await given.tokens.list()).toEqual([young, old]);
    });

    it("are revoked once, and stay on the list", async () => {
      await given.tokens.create(aToken(), "00");
      expect([
        await given.tokens.revoke(aToken().id, { at: 5, by }),
        await given.tokens.revoke(aToken().id, { at: 9, by }),
        await given.tokens.revoke("none", { at: 9, by }),
      ]).toEqual([true, false, false]);
      expect(await given.tokens.list()).toEqual([aToken({ revokedAt: 5 })]);
    });

    it("are facts of the chain when they are made and revoked, with who did it and never a digest, and the audit covers them", async () => {
      const digest = "cd".repeat(32);
      await given.tokens.create(aToken(), digest);
      await given.tokens.revoke(aToken().id, { at: aToken().createdAt + 5, by });
      const facts = await given.cases.factsFrom(1, 10);
      const { id: token, name, createdAt: at, expiresAt } = aToken();
      expect(facts.map(({ fact }) => fact)).toEqual([
        {
          ...{ id: `token-created:${token}`, at, by: { kind: "person", name: "kato" }, kind: "token-created" },
          ...{ token, name, scopes: ["read", "decide"], expiresAt },
        },
        { id: `token-revoked:${token}`, at: at + 5, by, kind: "token-revoked", token, name },
      ]);
      expect(JSON.stringify(facts)).not.toContain(digest);
      expect(await given.cases.verifyAudit()).toMatchObject({ kind: "whole", entries: 2 });
      const meddled = await given.meddle("update chain set body = replace(body, 'decide', 'admin') where seq = 1");
      expect(await meddled.verifyAudit()).toMatchObject({ kind: "broken", seq: 1, what: "entry" });
    });

    it("leave no fact where the token could not be stored", async () => {
      await given.tokens.create(aToken(), "00");
      await expect(given.tokens.create(aToken({ name: "kato" }), "11")).rejects.toThrow();
      expect(await given.cases.factsFrom(1, 10)).toHaveLength(1);
      expect(await given.tokens.list()).toEqual([aToken()]);
    });
  });
};
