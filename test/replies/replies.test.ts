import { describe, expect, it } from "vitest";
import { isHeldOut } from "./held-out.ts";
import { replyNames, scoreReplies } from "./score-replies.ts";

describe("replies as customers write them", () => {
  it("are read right, but for the third that only the published figure opens", async () => {
    const score = await scoreReplies(replyNames().filter((name) => !isHeldOut(name)));
    expect(score.misses).toEqual([]);
    expect(score.replies).toBeGreaterThan(120);
    expect(score.items).toBeGreaterThan(550);
  });
});
