import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultRetention } from "../../src/domain/case/retention.ts";
import type { Delivery, ProgressChange } from "../../src/ports/delivery-store.ts";
import type { DeskStores } from "../../src/stores/open-store.ts";
import { minute, monday, someClaim } from "../case-builder.ts";
import { aCase, onwards, opening } from "../case-builders.ts";

/** Stores with nothing in them, and how to close them and open them again. */
export interface DeliveriesUnderTest {
  readonly stores: DeskStores;
  readonly reopen: () => Promise<DeskStores>;
  readonly remove: () => Promise<void>;
}

const source = "sv1-spool";
const day = 1_440 * minute;
const line = { input: "logs/access.log", offset: 1, line: "192.0.2.7 wrote", digest: "00" };

const claimed = (sequence: number, key = "k"): Delivery => ({
  sequence,
  message: { kind: "claim", claim: someClaim({ key, evidence: [line] }) },
});

const change = (part: Partial<ProgressChange>): ProgressChange => ({
  ...{ source, expectedNext: 1, next: 1, passedOver: [], early: [], isHeard: true, now: monday },
  ...part,
});

/** What every store of deliveries does. */
export const deliveryStoreContract = (name: string, open: () => Promise<DeliveriesUnderTest>): void => {
  describe(`deliveries on ${name}`, () => {
    let given: DeliveriesUnderTest;
    beforeEach(async () => {
      given = await open();
    });
    afterEach(() => given.remove());
    const deliveries = () => given.stores.deliveries;

    it("knows nothing of a source that it has never heard", async () => {
      const nothing = { next: 1, passedOver: [], waiting: 0, lowest: null, waitingSince: null };
      expect(await deliveries().progressOf("nobody")).toEqual(nothing);
      expect(await deliveries().sourcesWaiting()).toEqual([]);
    });

    it("keeps what came early, as it came, through a restart", async () => {
      expect(await deliveries().advance(change({ next: 3, early: [claimed(7), claimed(5)] }))).toBe(true);
      expect(await deliveries().advance(change({ expectedNext: 3, next: 3, early: [claimed(9)], now: monday + 5 }))).toBe(true);
      const again = (await given.reopen()).deliveries;
      expect(await again.progressOf(source)).toEqual({ next: 3, passedOver: [], waiting: 3, lowest: 5, waitingSince: monday });
      expect(await again.waitingOf(source, 2)).toEqual([claimed(5), claimed(7)]);
      expect(await again.sourcesWaiting()).toEqual([source]);
    });

    it("keeps the first of two with one number, and none that was applied", async () => {
      await deliveries().advance(change({ next: 3, early: [claimed(2), claimed(5, "first")] }));
      await deliveries().advance(change({ expectedNext: 3, next: 3, early: [claimed(5, "second")], now: monday + 5 }));
      expect(await deliveries().waitingOf(source, 9)).toEqual([claimed(5, "first")]);
    });

    it("deletes what was applied together with counting it", async () => {
      await deliveries().advance(change({ early: [claimed(2), claimed(3), claimed(5)] }));
      await deliveries().advance(change({ next: 4, passedOver: [{ from: 1, to: 1 }] }));
      expect(await deliveries().progressOf(source)).toMatchObject({ next: 4, passedOver: [{ from: 1, to: 1 }], waiting: 1, lowest: 5 });
    });

    it("changes nothing where another desk has gone on", async () => {
      expect(await deliveries().advance(change({ next: 4 }))).toBe(true);
      expect(await deliveries().advance(change({ next: 2, early: [claimed(6)] }))).toBe(false);
      expect(await deliveries().advance(change({ expectedNext: 3, next: 9, early: [claimed(6)] }))).toBe(false);
      expect(await deliveries().progressOf(source)).toMatchObject({ next: 4, waiting: 0 });
    });

    it("holds sources apart", async () => {
      await deliveries().advance(change({ next: 4, early: [claimed(6)] }));
      await deliveries().advance(change({ source: "sv2", next: 2, early: [claimed(6, "other"), claimed(8)] }));
      expect(await deliveries().sourcesWaiting()).toEqual([source, "sv2"]);
      await deliveries().advance(change({ source: "sv2", expectedNext: 2, next: 9 }));
      expect(await deliveries().progressOf(source)).toMatchObject({ next: 4, waiting: 1 });
    });

    it("forgets a source that is silent for thirty days, on record, and none of which something waits", async () => {
      await deliveries().advance(change({ source: "gone", next: 40 }));
      await deliveries().advance(change({ source: "gone", expectedNext: 40, next: 41, isHeard: false, now: monday + 20 * day }));
      await deliveries().advance(change({ source: "waits", next: 40, early: [claimed(50)] }));
      await deliveries().advance(change({ source: "young", next: 40, now: monday + 2 * day }));
      const removal = { id: "purge 1", at: monday + 31 * day, by: { kind: "desk" } } as const;
      const { removed, seq } = await given.stores.cases.purge(removal, defaultRetention);
      expect([removed.sources, seq]).toEqual([1, 1]);
      const nexts = ["gone", "waits", "young"].map(async (name) => (await deliveries().progressOf(name)).next);
      expect(await Promise.all(nexts)).toEqual([1, 40, 40]);
    });

    it("an erased case leaves no quoted line in what waits, and the rest of it as it was", async () => {
      const one = aCase("2026-000001");
      await given.stores.cases.commit(opening(one));
      await given.stores.cases.commit(onwards(one, { state: "closed", closedAt: monday }));
      await deliveries().advance(change({ early: [claimed(3, one.key), claimed(4, "another")] }));
      const removal = { id: "erase 1", at: monday, by: { kind: "desk" }, reason: "asked for" } as const;
      expect((await given.stores.cases.erase(one.id, removal))?.removed.deliveries).toBe(1);
      const emptied: Delivery = { sequence: 3, message: { kind: "claim", claim: someClaim({ key: one.key, evidence: [] }) } };
      expect(await deliveries().waitingOf(source, 9)).toEqual([emptied, claimed(4, "another")]);
    });
  });
};
