import { describe, expect, it } from "vitest";
import { deliverableOf, type HeldAsker, type HeldMessage, summarizeHeld, wrongDeletion } from "./held-mail.ts";

const held = (queueId: string, fate: HeldMessage["fate"], arrivedAt = 1_000): HeldMessage => ({
  ...{ queueId, owner: "u10123", arrivedAt, size: 300, recipients: 2, recipientDomains: ["a.example", "b.example"], fate },
});

const all = [held("1", "caused"), held("2", "not-caused", 5_000), held("3", "unknown", 3_000)];

describe("held mail", () => {
  it("is summed up by count, period, domains and fates", () => {
    expect(summarizeHeld(all)).toEqual({
      ...{ count: 3, recipients: 6, from: 1_000, to: 5_000, fates: { caused: 1, "not-caused": 1, unknown: 1 } },
      domains: [
        { domain: "a.example", messages: 3 },
        { domain: "b.example", messages: 3 },
      ],
    });
    expect(summarizeHeld([])).toMatchObject({ count: 0, from: null, to: null });
  });

  it("that the abuse caused is let go for nobody; what nobody can tell only for staff who name it", () => {
    const ids = (asker: HeldAsker) => deliverableOf(all, asker).map(({ queueId }) => queueId);
    expect(ids("release")).toEqual(["2"]);
    expect(ids("customer")).toEqual(["2"]);
    expect(ids("staff-by-case")).toEqual(["2"]);
    expect(ids("staff-by-id")).toEqual(["2", "3"]);
  });

  it("is deleted by staff alone, who were shown what there is now", () => {
    const now = summarizeHeld(all);
    expect(wrongDeletion("staff-by-case", now, now)).toBeNull();
    expect(wrongDeletion("staff-by-id", null, now)).toContain("shown first");
    expect(wrongDeletion("staff-by-id", summarizeHeld(all.slice(1)), now)).toContain("3 messages now, 2 then");
    expect(wrongDeletion("customer", now, now)).toContain("staff");
    expect(wrongDeletion("release", now, now)).toContain("staff");
  });
});
