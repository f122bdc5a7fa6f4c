import { afterEach, describe, expect, it } from "vitest";
import type { DeskParts } from "../../src/desk/desk-parts.ts";
import { caseSummary } from "../../src/domain/case/case-document.ts";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { type MailDesk, openMailDesk } from "../mail-desk.ts";

const hour = 60 * minute;

const nobody = "  - { name: u10123, uid: 10123, host: sv1, sites: [{ domain: shop.example }] }";
const owned =
  "  - { name: u10123, uid: 10123, host: sv1, owner: { email: owner@elsewhere.example, language: ja }, sites: [{ domain: shop.example }] }";

let lab: MailDesk;

afterEach(() => lab.stop());

const tell = async (caseId: string) => {
  await lab.desk.decide({ caseId, by: person, reason: "the owner is known now", decision: { verb: "tell" } });
  await lab.passTo(lab.clock.now() + minute);
};

const contained = async (hasContact: boolean, accounts: string, called: string[] = []) => {
  const callStaff: DeskParts["callStaff"] = async (calls) => {
    called.push(...calls.map(({ task }) => task));
    return "told";
  };
  lab = await openMailDesk({ accounts, parts: { hasContact: () => hasContact, callStaff } });
  await lab.desk.takeClaim(someClaim());
  await lab.passTo(monday + 20 * minute);
};

describe("an account without a contact", () => {
  it("makes one task for staff, in lists and by mail, however much there is to tell", async () => {
    const called: string[] = [];
    await contained(false, nobody, called);
    const one = await lab.onlyCase();
    const asked = one.tasks.filter(({ kind }) => kind === "nobody-to-tell");
    expect(caseSummary(one).tasks.map(({ kind }) => kind)).toContain("nobody-to-tell");
    expect(called).toContain(asked[0]?.id);
    await lab.passTo(monday + 2 * hour);
    expect((await lab.onlyCase()).tasks.filter(({ kind }) => kind === "nobody-to-tell")).toHaveLength(1);
    expect(await lab.letters()).toEqual([]);
  });

  it("has all that waited told at once when somebody was found and staff say so", async () => {
    await contained(false, owned);
    const { id } = await lab.onlyCase();
    await tell(id);
    const [letter] = await lab.letters();
    expect(letter?.to).toBe("owner@elsewhere.example");
    expect(letter?.subject).toContain("国外からの送信のみ停止中");
    const told = await lab.onlyCase();
    expect(told.state).toBe("notified");
    expect(told.tasks.find(({ kind }) => kind === "nobody-to-tell")?.doneAt).not.toBeNull();
  });
});

describe("a notice that failed", () => {
  it("is told once more on demand, as the case is by then", async () => {
    await contained(true, nobody);
    const failed = await lab.onlyCase();
    expect(failed.notices[0]).toMatchObject({ state: "failed", detail: "nobody can be told by mail: no-contact" });
    expect(failed.tasks.map(({ kind }) => kind)).toContain("notice-bounced");
    await tell(failed.id);
    expect((await lab.onlyCase()).notices.map(({ tells, state }) => [tells, state])).toEqual([
      [["contained"], "failed"],
      [["contained"], "failed"],
    ]);
  });
});
