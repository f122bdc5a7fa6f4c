import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultRetention } from "../../src/domain/case/retention.ts";
import type { DenyRow } from "../../src/domain/deny-row.ts";
import { dayMs } from "../../src/kit/time-units.ts";
import type { CaseStore } from "../../src/ports/case-store.ts";
import type { DenyRowStore } from "../../src/ports/deny-rows.ts";

/** A store of customers' own rows with nothing in it, and how to close it and open it again. */
export interface DenyRowsUnderTest {
  readonly rows: DenyRowStore;
  readonly cases: CaseStore;
  readonly reopen: () => Promise<DenyRowStore>;
  readonly meddle: (statement: string) => Promise<CaseStore>;
  readonly remove: () => Promise<void>;
}

const by = { kind: "person", name: "mori" } as const;

const aRow = (part: Partial<DenyRow> = {}): DenyRow => ({
  ...{ id: "row-1", site: "shop.example", network: "192.0.2.0/24", note: "迷惑な問い合わせ" },
  ...{ addedBy: "sato", addedAt: 1_772_828_719_000 },
  ...part,
});

/** What every store of customers' own rows does. */
export const denyRowContract = (name: string, open: () => Promise<DenyRowsUnderTest>): void => {
  describe(`rows of deny lists on ${name}`, () => {
    let given: DenyRowsUnderTest;
    beforeEach(async () => {
      given = await open();
    });
    afterEach(() => given.remove());

    it("are there again after a restart, oldest first, each at its site alone", async () => {
      const rows = [
        aRow({ id: "b", addedAt: 2, network: "198.51.100.7" }),
        aRow({ id: "a", addedAt: 1 }),
        aRow({ id: "c", site: "other.example" }),
      ];
      for (const row of rows) expect(await given.rows.add(row, 10)).toBe("added");
      const again = await given.reopen();
      expect(await again.ofSite("shop.example")).toEqual([rows[1], rows[0]]);
      expect(await again.ofSite("none.example")).toEqual([]);
      expect(await again.sites()).toEqual(["other.example", "shop.example"]);
    });

    it("name a network once a site, and no more networks than they may", async () => {
      await given.rows.add(aRow(), 2);
      expect(await given.rows.add(aRow({ id: "row-2", note: "again" }), 2)).toBe("known");
      expect(await given.rows.add(aRow({ id: "row-3", site: "other.example" }), 2)).toBe("added");
      expect(await given.rows.add(aRow({ id: "row-4", network: "198.51.100.1" }), 2)).toBe("added");
      expect(await given.rows.add(aRow({ id: "row-5", network: "198.51.100.2" }), 2)).toBe("full");
      expect((await given.rows.ofSite("shop.example")).map(({ id }) => id)).toEqual(["row-1", "row-4"]);
      expect(await given.cases.factsFrom(1, 10)).toHaveLength(3);
    });

    it("are removed once, by the site that they belong to", async () => {
      await given.rows.add(aRow(), 10);
      const remove = (site: string, at: number) => given.rows.remove({ site, id: "row-1" }, { at, by });
      expect([await remove("other.example", 3), await remove("shop.example", 5), await remove("shop.example", 9)]).toEqual([
        false,
        true,
        false,
      ]);
      expect(await given.rows.sites()).toEqual([]);
      expect(await given.rows.add(aRow({ id: "row-2" }), 10)).toBe("added");
    });

    it("are facts of the chain when they are added and removed, and the audit covers them", async () => {
      const { addedAt: at, site, network, note } = aRow();
      await given.rows.add(aRow(), 10);
      await given.rows.remove({ site, id: "row-1" }, { at: at + 5, by });
      expect((await given.cases.factsFrom(1, 10)).map(({ fact }) => fact)).toEqual([
        { id: "deny-row-added:row-1", at, by: { kind: "person", name: "sato" }, kind: "deny-row-added", site, row: "row-1", network, note },
        { id: "deny-row-removed:row-1", at: at + 5, by, kind: "deny-row-removed", site, row: "row-1", network },
      ]);
      expect(await given.cases.verifyAudit()).toMatchObject({ kind: "whole", entries: 2, parts: { matched: 3, erased: 0 } });
      const meddled = await given.meddle("update personal set part = replace(part, '192.0.2.0', '198.51.100.0') where seq = 1");
      expect(await meddled.verifyAudit()).toMatchObject({ kind: "broken", seq: 1, what: "part" });
    });

    it("leave the chain without their network and note when their time is over, and stand on", async () => {
      await given.rows.add(aRow(), 10);
      const at = aRow().addedAt + (defaultRetention.replyDays + 1) * dayMs;
      const { removed } = await given.cases.purge({ id: "purge:1", at, by: { kind: "desk" } }, defaultRetention);
      expect(removed.parts).toBe(2);
      const [added] = await given.cases.factsFrom(1, 1);
      expect(added).toMatchObject({ isErased: true, fact: { site: "shop.example", network: "", note: "" } });
      expect(await given.cases.verifyAudit()).toMatchObject({ kind: "whole", parts: { matched: 0, erased: 2 } });
      expect(await given.rows.ofSite("shop.example")).toEqual([aRow()]);
    });
  });
};
