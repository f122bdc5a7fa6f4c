import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Token } from "../../src/domain/access/token.ts";
import type { TokenStore } from "../../src/ports/token-store.ts";

/** A token store with nothing in it, and how to close it and open it again. */
export interface TokensUnderTest {
  readonly tokens: TokenStore;
  readonly reopen: () => Promise<TokenStore>;
  readonly remove: () => Promise<void>;
}

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
        await given.tokens.revoke(aToken().id, 5),
        await given.tokens.revoke(aToken().id, 9),
        await given.tokens.revoke("none", 9),
      ]).toEqual([true, false, false]);
      expect(await given.tokens.list()).toEqual([aToken({ revokedAt: 5 })]);
    });
  });
};
