import { describe, expect, it } from "vitest";
import { deletableOf, deliverableOf, type HeldAsker, type HeldMessage, heldRecord, summarizeHeld, worstFate } from "./held-mail.ts";

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

  it("is deleted by staff alone: of a whole case what the abuse caused, anything else by its id", () => {
    const ids = (asker: HeldAsker) => deletableOf(all, asker).map(({ queueId }) => queueId);
    expect(ids("staff-by-case")).toEqual(["1"]);
    expect(ids("staff-by-id")).toEqual(["1", "2", "3"]);
    expect([ids("customer"), ids("release")]).toEqual([[], []]);
  });

  it("is on record with its count, period and domains, and without an address", () => {
    expect(heldRecord(all)).toEqual({
      ...{ count: 3, recipients: 6, from: 1_000, to: 5_000, fates: { caused: 1, "not-caused": 1, unknown: 1 } },
      ...{ domains: ["a.example", "b.example"], queueIds: ["1", "2", "3"] },
    });
  });

  it("is the abuse's as soon as one case says so, and nobody's to tell where one cannot", () => {
    expect(worstFate(["not-caused", "caused", "unknown"])).toBe("caused");
    expect(worstFate(["not-caused", "unknown"])).toBe("unknown");
    expect(worstFate(["not-caused", "not-caused"])).toBe("not-caused");
    expect(worstFate([])).toBe("unknown");
  });
});
