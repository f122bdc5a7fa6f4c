import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Case } from "../../src/domain/case/case.ts";
import type { Containment } from "../../src/domain/case/containment.ts";
import type { DeskFact } from "../../src/domain/case/desk-fact.ts";
import { defaultRetention } from "../../src/domain/case/retention.ts";
import type { AuditResult, CaseChange, CaseStore, Removal, StandingQuery } from "../../src/ports/case-store.ts";
import { aCase, aClaim, anEntry, anOrder, day, detected, noon, onwards, opening } from "../case-builders.ts";

/** A database that a suite may fill, and look into behind the store's back. */
export interface StoreUnderTest {
  readonly store: CaseStore;
  /** Closes and opens it again. */
  readonly reopen: () => Promise<CaseStore>;
  /** Statements past the store, in the database's own words. */
  readonly meddle: (...statements: readonly string[]) => Promise<void>;
  /** Restores a backup into a new database of the same kind, and opens that; `open` is not called where the restore fails. */
  readonly restore: (from: string, removal: Removal) => Promise<{ readonly audit: AuditResult; readonly open: () => Promise<CaseStore> }>;
  /** A folder for files. */
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

const person = { kind: "person", name: "mika" } as const;

/** What every store must do. */
export const caseStoreContract = (name: string, make: (mostAttempts: number) => Promise<StoreUnderTest>): void => {
  describe(`the store on ${name}`, () => {
    let under: StoreUnderTest;
    let store: CaseStore;

    beforeEach(async () => {
      under = await make(3);
      store = under.store;
    });

    afterEach(() => under.remove());

    const commit = async (...changes: readonly Parameters<CaseStore["commit"]>[0][]): Promise<void> => {
      for (const change of changes) expect(await store.commit(change)).toMatchObject({ kind: "committed" });
    };

    describe("commit", () => {
      it("stores the case as it was given, and the fact with what it did", async () => {
        const one = aCase("2026-000001");
        const change = opening(one, [anOrder("o1")]);
        expect(await store.commit(change)).toEqual({ kind: "committed", seq: 1 });
        expect(await store.caseById(one.id)).toEqual(one);
        const { fact, entries, effects } = change;
        expect(await store.factsOf(one.id)).toMatchObject([{ seq: 1, fact, entries, effects, isErased: false }]);
        expect(await store.timelineOf(one.id)).toEqual(entries);
      });

      it("changes nothing when the fact is known", async () => {
        const one = aCase("2026-000001");
        await commit(opening(one));
        const again = { ...opening(aCase("2026-000002", { key: "another" }), [anOrder("o1")]), fact: detected(one) };
        expect(await store.commit(again)).toEqual({ kind: "already", caseId: one.id });
        expect(await store.caseById("2026-000002")).toBeNull();
        expect(await store.dueEffects(noon, 10)).toEqual([]);
        expect(await store.factById(detected(one).id)).toMatchObject({ seq: 1, caseId: one.id, fact: detected(one), isErased: false });
        expect(await store.factById("never heard")).toBeNull();
      });

      it("returns a conflict when the case has moved on, and stores nothing of the change", async () => {
        const one = aCase("2026-000001");
        await commit(opening(one), onwards(one));
        const late = { ...onwards(one, { state: "contained" }, { effects: [anOrder("o1")] }) };
        const other = { ...late, fact: { ...late.fact, id: "another fact" } };
        expect(await store.commit(other)).toEqual({ kind: "conflict", version: 2 });
        expect((await store.caseById(one.id))?.state).toBe("open");
        expect(await store.dueEffects(noon * 2, 10)).toEqual([]);
        expect(await store.factsOf(one.id)).toHaveLength(2);
      });

      it("returns a conflict for a case that is not there, and for one that is there already", async () => {
        const one = aCase("2026-000001");
        expect(await store.commit(onwards(one))).toEqual({ kind: "conflict", version: null });
        await commit(opening(one));
        expect(await store.commit({ ...opening(one), fact: detected(one, "other") })).toEqual({ kind: "conflict", version: 1 });
      });

      it("never lets two open cases have one key", async () => {
        await commit(opening(aCase("2026-000001", { key: "same" })));
        const second = aCase("2026-000002", { key: "same" });
        expect(await store.commit(opening(second))).toEqual({ kind: "conflict", version: null });
        await commit(onwards(aCase("2026-000001", { key: "same" }), { state: "closed", closedAt: noon + 9 }), opening(second));
      });

      it("lets one of many that come at once win", async () => {
        const one = aCase("2026-000001");
        await commit(opening(one));
        const rivals = Array.from({ length: 12 }, (_, index) => {
          const change = onwards(one);
          return store.commit({ ...change, fact: { ...change.fact, id: `rival ${index}` } });
        });
        const kinds = (await Promise.all(rivals)).map(({ kind }) => kind).sort();
        expect(kinds).toEqual(["committed", ...Array(11).fill("conflict")].sort());
      });

      it("keeps all of it over a new start", async () => {
        const one = aCase("2026-000001", { timers: [{ id: "t1", kind: "recheck", at: noon + 60 }] });
        await commit(opening(one, [anOrder("o1")]));
        store = await under.reopen();
        expect(await store.caseById(one.id)).toEqual(one);
        expect(await store.dueEffects(noon, 10)).toHaveLength(1);
        expect(await store.dueTimers(noon + 60, 10)).toHaveLength(1);
        expect(await store.commit(opening(one))).toEqual({ kind: "already", caseId: one.id });
      });
    });

    describe("case numbers", () => {
      const openOne = (year: number, key: string): Promise<{ id: string; kind: string }> => {
        let given = "";
        const build = (id: string) => {
          given = id;
          return opening(aCase(id, { key }));
        };
        return store.open(year, build).then(({ kind }) => ({ id: given, kind }));
      };

      it("count up within a year, without gaps where nothing was opened", async () => {
        expect(await openOne(2026, "a")).toEqual({ id: "2026-000001", kind: "committed" });
        expect(await openOne(2026, "a")).toEqual({ id: "2026-000002", kind: "conflict" });
        expect(await openOne(2026, "b")).toEqual({ id: "2026-000002", kind: "committed" });
        expect(await openOne(2027, "c")).toEqual({ id: "2027-000001", kind: "committed" });
        store = await under.reopen();
        expect(await openOne(2026, "d")).toEqual({ id: "2026-000003", kind: "committed" });
      });

      it("are never given twice to those who ask at once", async () => {
        const keys = Array.from({ length: 10 }, (_, index) => `key ${index}`);
        const results = await Promise.all(keys.map((key) => store.open(2026, (id) => opening(aCase(id, { key })))));
        expect(results.every(({ kind }) => kind === "committed")).toBe(true);
        const found = await Promise.all(keys.map((key) => store.openCaseByKey(key)));
        expect(found.map((one) => one?.id).sort()).toEqual(keys.map((_, index) => `2026-${String(index + 1).padStart(6, "0")}`));
      });
    });

    describe("reads", () => {
      it("find the open case and the latest by key, and all of an account", async () => {
        const first = aCase("2026-000001", { key: "k", state: "closed", closedAt: noon });
        const second = aCase("2026-000002", { key: "k", openedAt: noon + 5, previous: first.id });
        const third = aCase("2026-000003", { key: "k", openedAt: noon + 9, state: "dismissed", closedAt: noon + 10 });
        const elsewhere = aCase("2026-000004", { claim: aClaim("key of 2026-000004", { host: "sv2" }) });
        await commit(opening(first), opening(second), opening(third), opening(elsewhere));
        expect(await store.openCaseByKey("k")).toEqual(second);
        expect(await store.latestCaseByKey("k")).toEqual(third);
        expect(await store.openCaseByKey("other")).toBeNull();
        expect((await store.casesOfAccount("sv1", "u10123")).map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
        expect(await store.countByState()).toMatchObject({ open: 2, closed: 1, dismissed: 1, contained: 0 });
      });

      it("give the chain from any place on", async () => {
        await commit(opening(aCase("2026-000001")), opening(aCase("2026-000002")), opening(aCase("2026-000003")));
        expect((await store.factsFrom(2, 1)).map(({ seq, fact }) => [seq, fact.id])).toEqual([[2, "detected 2026-000002"]]);
        expect((await store.factsFrom(2, 9)).map(({ seq }) => seq)).toEqual([2, 3]);
        expect(await store.factsFrom(4, 9)).toEqual([]);
      });
    });

    describe("lists", () => {
      const task = (dueAt: number): Partial<Case> => ({
        tasks: [{ id: `task ${dueAt}`, kind: "approve-release", detail: "", at: noon, dueAt, doneAt: null, missedAt: null }],
      });

      const fill = async (count: number): Promise<void> => {
        for (let at = 1; at <= count; at++) {
          const openedAt = noon + (at % 4);
          const id = `2026-${String(at).padStart(6, "0")}`;
          await commit(opening(aCase(id, { openedAt, ...(at % 3 === 0 ? task(noon + (at % 2)) : {}) })));
        }
      };

      const allPages = async (order: "newest" | "due", limit: number): Promise<string[]> => {
        const ids: string[] = [];
        let after: string | null = null;
        do {
          const page: Awaited<ReturnType<CaseStore["list"]>> = await store.list({ filter: {}, order, limit, after });
          ids.push(...page.cases.map(({ case: { id } }) => id));
          after = page.next;
        } while (after !== null);
        return ids;
      };

      it("give every case once over all pages, in both orders", async () => {
        await fill(13);
        for (const order of ["newest", "due"] as const) {
          const whole = await allPages(order, 100);
          expect(new Set(whole).size).toBe(13);
          for (const limit of [1, 4, 13]) expect(await allPages(order, limit)).toEqual(whole);
        }
      });

      it("put the newest first, or what is due first", async () => {
        await fill(6);
        expect(await allPages("newest", 9)).toEqual(["000003", "000006", "000002", "000005", "000001", "000004"].map((id) => `2026-${id}`));
        expect((await allPages("due", 9)).slice(0, 2)).toEqual(["2026-000006", "2026-000003"]);
      });

      it("narrow by each field", async () => {
        const other = aClaim("other", { class: "cron-mailer", host: "sv2", account: "u2", site: "two.example" });
        await commit(opening(aCase("2026-000001", task(noon + 7))), opening(aCase("2026-000002", { key: "other", claim: other })));
        await commit(opening(aCase("2026-000003", { state: "closed", closedAt: noon })));
        const ids = async (filter: Parameters<CaseStore["list"]>[0]["filter"]): Promise<string[]> =>
          (await store.list({ filter, order: "newest", limit: 9, after: null })).cases.map(({ case: { id } }) => id.slice(-1)).sort();
        expect(await ids({ states: ["closed"] })).toEqual(["3"]);
        expect(await ids({ classes: ["cron-mailer", "newsletter"] })).toEqual(["2"]);
        expect(await ids({ host: "sv1" })).toEqual(["1", "3"]);
        expect(await ids({ account: "u2" })).toEqual(["2"]);
        expect(await ids({ site: "two.example", isOver: false })).toEqual(["2"]);
        expect(await ids({ isOver: true })).toEqual(["3"]);
        expect(await ids({ waitingFor: ["staff"] })).toEqual(["1"]);
        const { cases } = await store.list({ filter: { waitingFor: ["staff"] }, order: "due", limit: 1, after: null });
        expect(cases[0]).toMatchObject({ waitingFor: "staff", dueAt: noon + 7 });
      });

      it("refuse a cursor that no page of this order ended with", async () => {
        await fill(3);
        const { next } = await store.list({ filter: {}, order: "newest", limit: 1, after: null });
        for (const after of ["nonsense", "", next]) {
          await expect(store.list({ filter: {}, order: "due", limit: 1, after })).rejects.toMatchObject({ code: "usage-wrong" });
        }
      });
    });

    describe("what stands", () => {
      const measureOn = (id: string, orderedAt: number, part: Partial<Containment> = {}): Containment => ({
        ...{ id, measure: "deny-foreign-writes", target: { site: "shop.example" }, state: "in-force", decidedBy: person, reason: "x" },
        ...{ orderedAt, provenAt: null, proof: null, driftedAt: null, release: null, liftOrder: null, ...part },
      });
      const idsOf = async (query: Partial<StandingQuery> = {}): Promise<readonly string[]> =>
        (await store.standing({ limit: 10, after: null, ...query })).containments.map(
          ({ case: one, containment }) => `${one.id} ${containment.id}`,
        );

      it("follows the cases, also those that are over, and leaves out what failed or was lifted", async () => {
        const one = aCase("2026-000001");
        const containments = [measureOn("a", noon), measureOn("b", noon + 1, { state: "failed" })];
        await commit(opening({ ...one, containments }), opening(aCase("2026-000002")));
        expect(await idsOf()).toEqual(["2026-000001 a"]);
        const more = [measureOn("a", noon, { state: "lifting" }), measureOn("c", noon + 2, { state: "ordered" })];
        await commit(onwards(one, { containments: more, state: "dismissed", closedAt: noon + 3 }));
        expect(await idsOf()).toEqual(["2026-000001 c", "2026-000001 a"]);
        store = await under.reopen();
        expect(await idsOf()).toHaveLength(2);
        const lifted = more.map((each) => ({ ...each, state: "lifted" as const }));
        await commit(onwards({ ...one, version: 2 }, { containments: lifted, state: "dismissed", closedAt: noon + 3 }));
        expect(await idsOf()).toEqual([]);
      });

      it("is given a page at a time, each once, and of one site: the measure's own, else its case's", async () => {
        for (let at = 1; at <= 7; at++) {
          const mail = measureOn(`mail${at}`, noon + at, { measure: "hold-mail", target: { account: "u10123" } });
          const other = measureOn(`other${at}`, noon + at, { target: { site: "other.example" } });
          await commit(opening(aCase(`2026-00000${at}`, { containments: [mail, other] })));
        }
        const pages: string[] = [];
        for (let after: string | null = null, left = 9; left > 0; left--) {
          const page = await store.standing({ site: "other.example", limit: 3, after });
          pages.push(...page.containments.map(({ containment }) => containment.id));
          after = page.next;
          if (after === null) break;
        }
        expect(pages).toEqual([7, 6, 5, 4, 3, 2, 1].map((at) => `other${at}`));
        expect(await idsOf({ site: "shop.example" })).toEqual([7, 6, 5, 4, 3, 2, 1].map((at) => `2026-00000${at} mail${at}`));
        expect(await idsOf({ site: "none.example" })).toEqual([]);
        await expect(store.standing({ limit: 3, after: "no page" })).rejects.toMatchObject({ code: "usage-wrong" });
      });

      it("is found of cases that were stored before there was a table for it", async () => {
        await commit(opening(aCase("2026-000001", { containments: [measureOn("a", noon)] })), opening(aCase("2026-000002")));
        // A store of before that step has none of the later ones either.
        await under.meddle(
          ...["drop table standing_containments", "drop table notice_texts", "drop table deny_rows"],
          "delete from sekisho_migration where name >= '0005'",
        );
        store = await under.reopen();
        expect(await idsOf()).toEqual(["2026-000001 a"]);
      });

      it("is there again after a backup was put back", async () => {
        await commit(opening(aCase("2026-000001", { containments: [measureOn("a", noon)] })));
        const file = join(under.dir, "copy");
        await store.backup(file);
        const { open } = await under.restore(file, { id: "restore", at: noon, by: person });
        const restored = await open();
        expect((await restored.standing({ limit: 10, after: null })).containments).toHaveLength(1);
        await restored.close();
      });
    });

    describe("the outbox", () => {
      const dueIds = async (now: number): Promise<string[]> => (await store.dueEffects(now, 100)).map(({ effect: { id } }) => id);

      it("gives effects in the order in which they were ordered, until they are settled", async () => {
        const one = aCase("2026-000001");
        await commit(
          opening(one, [anOrder("o1"), { kind: "notice", id: "n1" }]),
          opening(aCase("2026-000002"), [{ kind: "task", id: "k1" }]),
        );
        expect(await store.dueEffects(noon - 1, 9)).toEqual([]);
        expect(await store.dueEffects(noon, 9)).toEqual([
          { effect: anOrder("o1"), caseId: one.id, attempts: 0 },
          { effect: { kind: "notice", id: "n1" }, caseId: one.id, attempts: 0 },
          { effect: { kind: "task", id: "k1" }, caseId: "2026-000002", attempts: 0 },
        ]);
        expect(await store.dueEffects(noon, 2)).toHaveLength(2);
        await store.settleEffect("o1", noon);
        await store.settleEffect("o1", noon);
        expect(await dueIds(noon)).toEqual(["n1", "k1"]);
      });

      it("leaves timers to the case, and takes an effect in once", async () => {
        const one = aCase("2026-000001");
        await commit(opening(one, [{ kind: "timer", id: "t1", at: noon }, anOrder("o1")]));
        await store.settleEffect("o1", noon);
        await commit(onwards(one, {}, { effects: [anOrder("o1")] }));
        expect(await dueIds(noon * 2)).toEqual([]);
      });

      it("puts off what failed, and gives it up after the most attempts", async () => {
        await commit(opening(aCase("2026-000001"), [anOrder("o1")]));
        expect(await store.putOff("o1", { error: "away", now: noon, until: noon + 10 })).toBe(true);
        expect(await dueIds(noon + 9)).toEqual([]);
        expect(await store.dueEffects(noon + 10, 9)).toMatchObject([{ attempts: 1 }]);
        expect(await store.nextDueAt(noon)).toBe(noon + 10);
        expect(await store.putOff("o1", { error: "away", now: noon + 10, until: noon + 20 })).toBe(true);
        expect(await store.putOff("o1", { error: "still away", now: noon + 20, until: noon + 40 })).toBe(false);
        expect(await dueIds(noon * 2)).toEqual([]);
        expect(await store.deadEffects(9)).toEqual([
          { effect: anOrder("o1"), caseId: "2026-000001", attempts: 3, error: "still away", at: noon + 20 },
        ]);
      });

      it("tries a dead one again when a person says so", async () => {
        await commit(opening(aCase("2026-000001"), [anOrder("o1")]));
        for (let at = 0; at < 3; at++) await store.putOff("o1", { error: "away", now: noon, until: noon });
        store = await under.reopen();
        expect(await store.requeue("o1", noon + 5)).toBe("queued");
        expect(await store.requeue("o1", noon + 5)).toBe("unknown");
        expect(await store.dueEffects(noon + 5, 9)).toMatchObject([{ attempts: 0 }]);
        expect(await store.deadEffects(9)).toEqual([]);
      });

      it("keeps orders of one containment in order, and lets others pass", async () => {
        const one = aCase("2026-000001");
        await commit(
          opening(one, [anOrder("apply", "c1"), anOrder("other", "c2")]),
          onwards(one, {}, { effects: [anOrder("lift", "c1", "lift")] }),
        );
        expect(await dueIds(noon * 2)).toEqual(["apply", "other"]);
        await store.putOff("apply", { error: "away", now: noon, until: noon + 99 });
        expect(await dueIds(noon + 50)).toEqual(["other"]);
        await store.settleEffect("apply", noon);
        expect(await dueIds(noon + 50)).toEqual(["other", "lift"]);
      });

      it("never lets a dead order come after a later one on its containment", async () => {
        const one = aCase("2026-000001");
        await commit(opening(one, [anOrder("apply", "c1")]), onwards(one, {}, { effects: [anOrder("lift", "c1", "lift")] }));
        for (let at = 0; at < 3; at++) await store.putOff("apply", { error: "away", now: noon, until: noon });
        expect(await dueIds(noon * 2)).toEqual(["lift"]);
        expect(await store.requeue("apply", noon)).toBe("overtaken");
      });
    });

    describe("timers", () => {
      it("are due in order, and gone when the case drops them", async () => {
        const one = aCase("2026-000001", {
          timers: [
            { id: "t2", kind: "review", at: noon + 20 },
            { id: "t1", kind: "recheck", at: noon + 10 },
          ],
        });
        await commit(opening(one));
        expect(await store.nextDueAt(noon)).toBe(noon + 10);
        expect(await store.dueTimers(noon + 9, 9)).toEqual([]);
        expect(await store.dueTimers(noon + 20, 9)).toEqual([
          { caseId: one.id, timer: "t1", kind: "recheck", at: noon + 10 },
          { caseId: one.id, timer: "t2", kind: "review", at: noon + 20 },
        ]);
        expect(await store.dueTimers(noon + 20, 1)).toHaveLength(1);
        await commit(onwards(one, { timers: [{ id: "t3", kind: "recheck", at: noon + 15 }] }));
        expect((await store.dueTimers(noon + 99, 9)).map(({ timer }) => timer)).toEqual(["t3"]);
        expect(await store.nextDueAt(noon + 15)).toBeNull();
      });
    });

    describe("settings of the desk", () => {
      const record = (id: string, fact: object): Promise<void> => commit({ fact: { id, at: noon, by: person, ...fact } as DeskFact });

      it("are what was recorded last, in the same chain as the cases", async () => {
        expect(await store.settings()).toEqual({ paused: null, policy: null });
        await record("d1", { kind: "policy-changed", version: "0123456789ab", text: "measures: {}" });
        await commit(opening(aCase("2026-000001")));
        await record("d3", { kind: "paused", reason: "move" });
        store = await under.reopen();
        expect(await store.settings()).toEqual({
          paused: { by: person, at: noon, reason: "move" },
          policy: { by: person, at: noon, version: "0123456789ab", text: "measures: {}" },
        });
        expect((await store.factsFrom(1, 9)).map(({ fact }) => fact.kind)).toEqual(["policy-changed", "detected", "paused"]);
        expect(await store.commit({ fact: { id: "d3", at: noon, by: person, kind: "resumed", reason: "" } })).toEqual({
          kind: "already",
          caseId: null,
        });
        expect((await store.settings()).paused).not.toBeNull();
      });
    });

    describe("purging", () => {
      const at = noon + 2_000 * day;
      const removal = { id: "purge 1", at, by: { kind: "desk" } } as const;
      const nothing = {
        evidence: 0,
        replies: 0,
        notices: 0,
        addresses: 0,
        parts: 0,
        effects: 0,
        entries: 0,
        cases: 0,
        deliveries: 0,
        sources: 0,
      };
      const never = { evidenceDays: 9_999, replyDays: 9_999, addressDays: 9_999, effectDays: 9_999, auditDays: 9_999, sourceDays: 9_999 };

      const closedOne = (id: string): Case => {
        const requirement = {
          id: "harm-stopped",
          state: "met",
          finding: null,
          claim: { kind: "done", text: "we deleted it", at: noon },
        } as const;
        return aCase(id, { state: "closed", closedAt: noon, requirements: [requirement] });
      };

      const answered = (one: Case): CaseChange =>
        onwards(
          one,
          {},
          {
            fact: {
              id: `answer ${one.id}`,
              automatic: true,
              at: noon,
              by: { kind: "customer", address: "owner@elsewhere.example", verified: true },
              kind: "answered",
              claims: [{ requirement: "harm-stopped", claim: "done", text: "we deleted it" }],
              text: "thank you",
              lawful: false,
            },
          },
        );

      it("removes nothing that is young enough, and records nothing then", async () => {
        await commit(opening(closedOne("2026-000001"), [anOrder("o1")]), opening(aCase("2026-000002")));
        await store.settleEffect("o1", noon);
        expect(await store.purge({ ...removal, at: noon + day }, defaultRetention)).toEqual({ removed: nothing, seq: null });
        expect(await store.factsFrom(1, 9)).toHaveLength(2);
      });

      it("empties evidence of cases that are over, in the case and beside the chain, and says so in the chain", async () => {
        await commit(opening(closedOne("2026-000001")), opening(aCase("2026-000002")));
        const result = await store.purge(removal, { ...never, evidenceDays: 90 });
        expect(result).toEqual({ removed: { ...nothing, evidence: 1, parts: 1 }, seq: 3 });
        expect((await store.caseById("2026-000001"))?.claim.evidence).toEqual([]);
        expect((await store.caseById("2026-000002"))?.claim.evidence).toHaveLength(3);
        expect((await store.factsOf("2026-000001"))[0]).toMatchObject({
          isErased: true,
          fact: { claim: { evidence: [], site: "shop.example" } },
        });
        expect((await store.factsFrom(3, 1))[0]?.fact).toMatchObject({ kind: "purged", removed: result.removed, anchor: null });
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", entries: 3, parts: { matched: 3, erased: 1 } });
        expect(await store.purge({ ...removal, id: "purge 2" }, { ...never, evidenceDays: 90 })).toEqual({ removed: nothing, seq: null });
      });

      it("empties what the customer wrote, and where from", async () => {
        const one = closedOne("2026-000001");
        await commit(opening(one), answered(one));
        const { removed } = await store.purge(removal, { ...never, replyDays: 365 });
        expect(removed).toEqual({ ...nothing, replies: 1, parts: 3 });
        const kept = JSON.stringify([await store.caseById(one.id), await store.factsOf(one.id)]);
        for (const text of ["deleted it", "thank you", "owner@"]) expect(kept).not.toContain(text);
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", parts: { matched: 1, erased: 3 } });
      });

      it("shortens addresses in what is kept, of open cases too", async () => {
        await commit(opening(aCase("2026-000001")));
        const { removed } = await store.purge(removal, { ...never, addressDays: 180 });
        expect(removed).toEqual({ ...nothing, addresses: 1, parts: 1 });
        expect((await store.caseById("2026-000001"))?.claim.evidence[0]?.line).toMatch(/^192\.0\.2\.0\/24 - - /);
      });

      it("removes effects that were carried out, and no others", async () => {
        await commit(opening(closedOne("2026-000001"), [anOrder("o1"), anOrder("o2")]));
        await store.settleEffect("o1", noon);
        expect((await store.purge(removal, { ...never, effectDays: 90 })).removed).toEqual({ ...nothing, effects: 1 });
        expect(await store.dueEffects(at, 9)).toHaveLength(1);
      });

      it("cuts the beginning of the chain before the first open case, and the rest is whole and goes on", async () => {
        await commit(opening(closedOne("2026-000001")), opening(closedOne("2026-000002")), opening(aCase("2026-000003")));
        await commit(opening(closedOne("2026-000004")));
        const { removed, seq } = await store.purge(removal, { ...never, auditDays: 1_095 });
        expect(removed).toEqual({ ...nothing, entries: 2, cases: 2 });
        expect(seq).toBe(5);
        expect(await store.caseById("2026-000001")).toBeNull();
        expect(await store.caseById("2026-000004")).not.toBeNull();
        await commit(opening(aCase("2026-000005")));
        store = await under.reopen();
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", from: 3, entries: 4, head: "matches" });
      });

      it("always leaves the last entry, and can cut again", async () => {
        await commit(opening(closedOne("2026-000001")), opening(closedOne("2026-000002")));
        expect((await store.purge(removal, { ...never, auditDays: 1_095 })).removed).toMatchObject({ entries: 1, cases: 1 });
        expect((await store.purge({ ...removal, id: "p2", at: at + 9_999 * day }, { ...never, auditDays: 1_095 })).removed).toMatchObject({
          entries: 1,
        });
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole" });
      });

      it("does nothing the second time it is asked for under one id", async () => {
        await commit(opening(closedOne("2026-000001")));
        await store.purge(removal, { ...never, evidenceDays: 90 });
        expect(await store.purge(removal, { ...never, auditDays: 1 })).toEqual({ removed: nothing, seq: 2 });
      });

      it("erases one case on request, unless it is still open", async () => {
        const one = closedOne("2026-000001");
        await commit(opening(one), answered(one), opening(aCase("2026-000002")));
        const request = { ...removal, reason: "asked by the person" };
        expect(await store.erase("2026-000002", request)).toBeNull();
        expect(await store.erase("2026-000001", request)).toEqual({ removed: { ...nothing, evidence: 1, replies: 1, parts: 4 }, seq: 4 });
        expect(JSON.stringify(await store.factsOf(one.id))).not.toMatch(/192\.0\.2|owner@|deleted it/);
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", parts: { matched: 2, erased: 4 } });
      });
    });

    describe("a mailbox that is to be forgotten", () => {
      const mailbox = "hanako.suzuki@shop.example";
      const removal = { id: "erase 1", at: noon + 9, by: person, reason: "asked by the person" } as const;
      const target = { mailbox };
      const impact = { abusive: 9, other: 0, unit: "messages" } as const;
      const key = `smtp-auth ${mailbox} sv1/u10123 shop.example`;
      const lock = (state: Containment["state"]): Containment => ({
        ...{ id: "2026-000001.1.1", measure: "lock-mailbox", target, state, decidedBy: person, reason: `${mailbox} sends` },
        ...{ orderedAt: noon, provenAt: noon, proof: `postfix: ${mailbox} may log in`, driftedAt: null, release: null, liftOrder: null },
      });
      const withMailbox = (state: Containment["state"], isClosed: boolean): Case => {
        const one = aCase("2026-000001", { key });
        const { cause } = one.claim;
        const measures = [{ measure: "lock-mailbox", target, impact }] as const;
        return {
          ...one,
          ...(isClosed ? { state: "closed", closedAt: noon } : {}),
          claim: { ...one.claim, key, cause: { ...cause, layer: "smtp-auth", mailbox }, measures },
          terms: { ...one.terms, ladder: [{ ...measures[0], waitsFor: null }] },
          containments: [lock(state)],
          tasks: [{ id: "t", kind: "measure-failed", detail: mailbox, at: noon, dueAt: noon, doneAt: noon, missedAt: null }],
        };
      };
      const order = {
        kind: "order",
        id: "o1",
        verb: "apply",
        containment: "2026-000001.1.1",
        host: "sv1",
        measure: "lock-mailbox",
        target,
      };

      it("is in no table of the store any more, and the chain is whole", async () => {
        const one = withMailbox("lifted", true);
        await commit(opening(one, [order as CaseChange["effects"][0]]));
        await store.putOff("o1", { error: `no answer for ${mailbox}`, now: noon, until: noon + 1 });
        const bytes = async (name: string): Promise<string> => {
          await store.backup(join(under.dir, name));
          return readFileSync(join(under.dir, name), "latin1").toLowerCase();
        };
        expect(await bytes("before")).toContain("hanako.suzuki");
        expect(await store.erase(one.id, removal)).toMatchObject({ seq: 2 });
        expect(await bytes("after")).not.toContain("hanako.suzuki");
        const after = await store.caseById(one.id);
        expect(after).toMatchObject({ key: "smtp-auth ***@shop.example sv1/u10123 shop.example", tasks: [{ detail: "***@shop.example" }] });
        expect([after?.terms.ladder[0]?.target, after?.containments[0]?.target]).toEqual(Array(2).fill({ mailbox: "***@shop.example" }));
        expect(after?.containments[0]?.proof).toBe("postfix: ***@shop.example may log in");
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", entries: 2 });
        store = await under.reopen();
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole" });
      });

      it("stays while the measure on it has to be lifted", async () => {
        const one = { ...withMailbox("lifting", true), state: "dismissed" as const };
        await commit(opening(one));
        expect(await store.erase(one.id, removal)).toBeNull();
        expect((await store.caseById(one.id))?.containments[0]?.target).toEqual(target);
      });
    });

    describe("a backup", () => {
      const removal = { id: "restore 1", at: noon + day, by: person } as const;

      const fill = async (): Promise<Case> => {
        const one = aCase("2026-000001", { timers: [{ id: "t1", kind: "recheck", at: noon }] });
        await store.open(2026, () => opening(one, [anOrder("o1"), { kind: "notice", id: "n1" }]));
        await commit({
          fact: { id: "d1", at: noon, by: person, kind: "policy-changed", version: "0123456789ab", text: "measures: {}" },
        });
        return one;
      };

      it("brings everything back, with the audit whole, paused, and no case number given again", async () => {
        const one = await fill();
        const to = join(under.dir, "backup");
        await store.backup(to);
        expect(statSync(to).mode & 0o777).toBe(0o600);
        await commit(onwards(one));
        const { audit, open } = await under.restore(to, removal);
        expect(audit).toMatchObject({ kind: "whole", entries: 3, head: "matches" });
        const restored = await open();
        try {
          expect(await restored.caseById(one.id)).toEqual(one);
          expect(await restored.factsOf(one.id)).toEqual((await store.factsOf(one.id)).slice(0, 1));
          expect(await restored.dueEffects(noon, 9)).toHaveLength(2);
          expect(await restored.dueTimers(noon, 9)).toHaveLength(1);
          expect(await restored.settings()).toMatchObject({ paused: { by: person, at: noon + day }, policy: { version: "0123456789ab" } });
          let given = "";
          await restored.open(2026, (id) => {
            given = id;
            return opening(aCase(id));
          });
          expect(given).toBe("2026-001002");
          expect(await restored.verifyAudit()).toMatchObject({ kind: "whole", entries: 4 });
        } finally {
          await restored.close();
        }
      });

      it("is written while others commit, and holds a whole chain", async () => {
        await fill();
        const to = join(under.dir, "backup");
        const writing = Array.from({ length: 20 }, (_, index) => store.commit(opening(aCase(`2026-1000${index}`))));
        await Promise.all([store.backup(to), ...writing]);
        const { audit } = await under.restore(to, removal);
        expect(audit.kind).toBe("whole");
      });

      it("never overwrites a file", async () => {
        const to = join(under.dir, "backup");
        writeFileSync(to, "theirs");
        await expect(store.backup(to)).rejects.toMatchObject({ code: "store-occupied" });
        expect(readFileSync(to, "utf8")).toBe("theirs");
      });

      it("that was cut off or is none is refused", async () => {
        await fill();
        const to = join(under.dir, "backup");
        await store.backup(to);
        truncateSync(to, Math.trunc(statSync(to).size / 2));
        await expect(under.restore(to, removal)).rejects.toMatchObject({ code: "store-damaged" });
        await expect(under.restore(join(under.dir, "nowhere"), removal)).rejects.toMatchObject({ code: "input-missing" });
      });

      it("with a broken chain is restored, and named as broken", async () => {
        await fill();
        await under.meddle("drop guards", "update chain set body = replace(body, '0.98', '0.97') where seq = 1");
        store = await under.reopen();
        const to = join(under.dir, "backup");
        await store.backup(to);
        expect((await under.restore(to, removal)).audit).toMatchObject({ kind: "broken", seq: 1, what: "entry" });
      });
    });

    describe("the audit", () => {
      const fill = async (count: number): Promise<void> => {
        for (let at = 1; at <= count; at++) await commit(opening(aCase(`2026-${String(at).padStart(6, "0")}`)));
      };

      const broken = async (): Promise<unknown> => {
        store = await under.reopen();
        const result = await store.verifyAudit();
        return result.kind === "broken" ? [result.what, result.seq] : result;
      };

      it("is whole when nobody meddled, and over a new start", async () => {
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", entries: 0, head: "matches" });
        await fill(7);
        await commit(onwards(aCase("2026-000001"), {}, { entries: [anEntry("answered", noon, { text: "we deleted the page" })] }));
        const whole = { kind: "whole", entries: 8, from: 1, parts: { matched: 15, erased: 0 }, head: "matches" };
        expect(await store.verifyAudit()).toMatchObject(whole);
        store = await under.reopen();
        expect(await store.verifyAudit()).toMatchObject(whole);
      });

      it("is guarded by the database itself against changes and deletions", async () => {
        await fill(2);
        for (const statement of ["update chain set at = 1 where seq = 1", "delete from chain where seq = 2", "delete from chain"])
          await expect(under.meddle(statement)).rejects.toThrow(/only ever appended to/);
        store = await under.reopen();
        expect(await store.verifyAudit()).toMatchObject({ kind: "whole", entries: 2 });
      });

      const unguarded: readonly { readonly about: string; readonly statements: readonly string[]; readonly found: readonly unknown[] }[] = [
        {
          about: "an edited body",
          statements: ["update chain set body = replace(body, '0.98', '0.97') where seq = 4"],
          found: ["entry", 4],
        },
        { about: "an edited column", statements: ["update chain set case_id = '2026-000009' where seq = 5"], found: ["entry", 5] },
        { about: "an edited hash", statements: ["update chain set hash = 'ff' where seq = 6"], found: ["entry", 6] },
        { about: "a deleted entry", statements: ["delete from chain where seq = 3"], found: ["missing", 3] },
        { about: "a deleted beginning", statements: ["delete from chain where seq < 3"], found: ["missing", 1] },
        {
          about: "a deleted beginning with the anchor moved",
          statements: ["update chain_anchor set seq = 3, hash = (select hash from chain where seq = 2)", "delete from chain where seq < 3"],
          found: ["missing", 1],
        },
        {
          about: "a gap closed by moving the rest up",
          statements: ["delete from chain where seq = 3", "update chain set seq = seq - 1 where seq = 4"],
          found: ["entry", 3],
        },
        {
          about: "two entries that changed places",
          statements: [
            "update chain set seq = 99 where seq = 4",
            "update chain set seq = 4 where seq = 5",
            "update chain set seq = 5 where seq = 99",
          ],
          found: ["entry", 4],
        },
        { about: "an end cut off", statements: ["delete from chain where seq > 5"], found: ["cut-off", 6] },
        { about: "a whole chain cut off", statements: ["delete from chain"], found: ["cut-off", 1] },
        {
          about: "edited evidence beside the chain",
          statements: ["update personal set part = replace(part, '192.0.2.51', '192.0.2.99') where seq = 2"],
          found: ["part", 2],
        },
        { about: "evidence deleted beside the chain", statements: ["delete from personal where seq = 2"], found: ["part", 2] },
        {
          about: "evidence said to be erased that no fact erased",
          statements: ["update personal set part = '', salt = '', erased_in = 5 where seq = 2"],
          found: ["part", 5],
        },
      ];

      for (const { about, statements, found } of unguarded)
        it(`names ${about}`, async () => {
          await fill(7);
          await under.meddle("drop guards", ...statements);
          expect(await broken()).toEqual(found);
        });

      it("goes on naming an end that was cut off after more was recorded", async () => {
        await fill(7);
        await under.meddle("drop guards", "delete from chain where seq > 5", "delete from personal where seq > 5");
        store = await under.reopen();
        for (const id of ["8", "9", "10"]) await commit(opening(aCase(`2026-00001${id}`)));
        expect(await broken()).toEqual(["cut-off", 7]);
      });
    });
  });
};
