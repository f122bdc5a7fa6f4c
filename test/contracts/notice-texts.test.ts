import { afterAll, describe, expect, it } from "vitest";
import { defaultRetention } from "../../src/domain/case/retention.ts";
import { dayMs, minuteMs } from "../../src/kit/time-units.ts";
import { openDeskStores } from "../../src/stores/open-store.ts";
import { monday, person, someClaim } from "../case-builder.ts";
import { createTestDesk } from "../desk-builder.ts";
import { openTestPostgres } from "../test-postgres.ts";

const postgres = await openTestPostgres();

afterAll(async () => postgres?.stop());

const addresses: readonly (readonly [string, () => Promise<string>])[] = [
  ["SQLite", async () => "sqlite::memory:"],
  ...(postgres === null ? [] : [["PostgreSQL", postgres.createDatabase] as const]),
];

const by = { kind: "desk" } as const;

describe.each(addresses)("the texts of notices on %s", (_name, addressOf) => {
  const overCase = async () => {
    const stores = await openDeskStores(await addressOf());
    const made = await createTestDesk(undefined, { store: stores.cases });
    await made.desk.takeClaim(someClaim());
    await made.passTo(monday + minuteMs);
    const { id } = await made.onlyCase();
    const letter = { letter: `${id}.1.1.ja`, caseId: id, notice: `${id}.1.1`, language: "ja", to: ["o***@e***.example"] };
    await stores.noticeTexts.keep({ ...letter, subject: "件名", text: "本文\n", at: monday });
    const dismiss = { caseId: id, by: person, reason: "ours", decision: { verb: "dismiss", second: null } } as const;
    return { ...stores, id, letter, dismiss: () => made.desk.decide(dismiss).then(made.desk.workOff), close: stores.cases.close };
  };

  it("are kept once a letter, and read back as they were", async () => {
    const { noticeTexts, letter, id, close } = await overCase();
    await noticeTexts.keep({ ...letter, subject: "another", text: "another", at: monday + 1 });
    expect(await noticeTexts.ofCase(id)).toEqual([{ ...letter, subject: "件名", text: "本文\n", at: monday }]);
    expect(await noticeTexts.ofCase("2026-999999")).toEqual([]);
    await close();
  });

  it("go with the case when it is erased, on record, and the chain stays whole", async () => {
    const { cases, noticeTexts, id, dismiss, close } = await overCase();
    const removal = { id: "erase 1", at: monday + dayMs, by, reason: "asked for" };
    expect(await cases.erase(id, removal)).toBeNull();
    expect(await noticeTexts.ofCase(id)).toHaveLength(1);
    await dismiss();
    expect((await cases.erase(id, removal))?.removed).toMatchObject({ notices: 1 });
    expect(await noticeTexts.ofCase(id)).toEqual([]);
    expect(await cases.verifyAudit()).toMatchObject({ kind: "whole" });
    await close();
  });

  it("go with what the customer answered, a year after the case was closed", async () => {
    const { cases, noticeTexts, id, dismiss, close } = await overCase();
    await dismiss();
    const purge = (days: number) => cases.purge({ id: `purge ${days}`, at: monday + days * dayMs, by }, defaultRetention);
    await purge(364);
    expect(await noticeTexts.ofCase(id)).toHaveLength(1);
    expect((await purge(367)).removed).toMatchObject({ notices: 1 });
    expect(await noticeTexts.ofCase(id)).toEqual([]);
    await close();
  });
});
