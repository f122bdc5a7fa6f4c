import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReplySecretStore } from "../../src/ports/reply-secrets.ts";

/** A store of reply secrets with nothing in it, and how to close it and open it again. */
export interface ReplySecretsUnderTest {
  readonly replies: ReplySecretStore;
  readonly reopen: () => Promise<ReplySecretStore>;
  readonly remove: () => Promise<void>;
}

const given = { hash: "ab".repeat(32), caseId: "2026-000123", notice: "2026-000123.1.2", at: 1_772_828_719_000 };

/** What every store of reply secrets does. */
export const replySecretContract = (name: string, open: () => Promise<ReplySecretsUnderTest>): void => {
  describe(`reply secrets on ${name}`, () => {
    let under: ReplySecretsUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.remove());

    it("lead to their case and notice, after a restart too", async () => {
      await under.replies.give(given);
      const again = await under.reopen();
      expect(await again.findBySecret(given.hash)).toEqual({ caseId: given.caseId, notice: given.notice });
    });

    it("that nobody gave out lead nowhere", async () => {
      await under.replies.give(given);
      expect(await under.replies.findBySecret("cd".repeat(32))).toBeNull();
      expect(await under.replies.findBySecret("")).toBeNull();
    });

    it("stay with what they were given out for first", async () => {
      await under.replies.give(given);
      await under.replies.give({ ...given, caseId: "2026-000999", notice: "another" });
      expect(await under.replies.findBySecret(given.hash)).toEqual({ caseId: given.caseId, notice: given.notice });
    });

    it("are several for one case", async () => {
      const second = { ...given, hash: "ef".repeat(32), notice: "2026-000123.2.1" };
      for (const one of [given, second]) await under.replies.give(one);
      expect(await under.replies.findBySecret(second.hash)).toEqual({ caseId: given.caseId, notice: second.notice });
    });
  });
};
