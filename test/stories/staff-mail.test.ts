import { afterEach, describe, expect, it } from "vitest";
import type { DeskParts } from "../../src/desk/desk-parts.ts";
import { openCallStaff } from "../../src/main/open-call-staff.ts";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { type MailDesk, openMailDesk } from "../mail-desk.ts";

let lab: MailDesk;

afterEach(() => lab.stop());

/** A desk whose accounts have nobody to tell, so that each case is a task. */
const openLab = async (): Promise<void> => {
  let call: DeskParts["callStaff"] = async () => "later";
  const callStaff: DeskParts["callStaff"] = (calls) => call(calls);
  lab = await openMailDesk({ accounts: "  []", parts: { hasContact: () => false, callStaff } });
  call = openCallStaff(lab.config, lab.clock);
};

const claim = (n: number) => lab.desk.takeClaim(someClaim({ key: `key ${n}`, account: `u${n}`, site: `site${n}.example` }));

const toStaff = async () => (await lab.letters()).filter(({ to }) => to === "abuse@host.example");

describe("letters to staff", () => {
  it("tell the first task at once, with its case, and those of the next ten minutes together", async () => {
    await openLab();
    await claim(1);
    await lab.passTo(monday + minute);
    const [first] = await toStaff();
    expect(first?.subject).toContain("2026-000001 site1.example（u1@sv1）: 連絡先がなく知らせられない");
    for (const n of [2, 3]) await claim(n);
    await lab.passTo(monday + 9 * minute);
    expect(await toStaff()).toHaveLength(1);
    await lab.passTo(monday + 11 * minute);
    const letters = await toStaff();
    expect(letters).toHaveLength(2);
    expect(letters[1]?.subject).toBe("担当者の対応待ち：2件");
    for (const id of ["2026-000002", "2026-000003"]) expect(letters[1]?.text).toContain(`- ${id}`);
    expect(letters[1]?.text).not.toContain("2026-000001");
  });

  it("leave out what somebody did meanwhile, and are not sent for nothing", async () => {
    await openLab();
    await claim(1);
    await lab.passTo(monday + minute);
    await claim(2);
    await lab.passTo(monday + 2 * minute);
    const two = await lab.store.openCaseByKey("key 2");
    const task = two?.tasks.find(({ kind }) => kind === "nobody-to-tell")?.id ?? "";
    await lab.desk.decide({ caseId: two?.id ?? "", by: person, reason: "called them", decision: { verb: "finish-task", task } });
    await lab.passTo(monday + 12 * minute);
    expect(await toStaff()).toHaveLength(1);
  });
});
