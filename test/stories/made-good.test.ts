import { afterEach, describe, expect, it } from "vitest";
import { createMemoryEnforcer } from "../../src/catalog/enforcers/memory.ts";
import type { Enforcer } from "../../src/ports/enforcer.ts";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { type MailDesk, openMailDesk } from "../mail-desk.ts";

const accountIn = (language: string): string =>
  `  - { name: u10123, uid: 10123, host: sv1, owner: { email: owner@elsewhere.example, language: ${language} }, sites: [{ domain: shop.example }] }`;

let lab: MailDesk;

afterEach(() => lab.stop());

const dismissed = async (language: string, enforcer: Enforcer, meanwhile: (containment: string) => void) => {
  lab = await openMailDesk({ accounts: accountIn(language), parts: { enforcers: [enforcer] } });
  await lab.desk.takeClaim(someClaim());
  await lab.passTo(monday + 20 * minute);
  const { id, containments } = await lab.onlyCase();
  meanwhile(containments[0]?.id ?? "");
  await lab.desk.decide({ caseId: id, by: person, reason: "their own campaign", decision: { verb: "dismiss", second: null } });
  await lab.passTo(monday + 31 * minute);
  return (await lab.letters()).map(({ text }) => text.replace(/\s+/g, " "));
};

const threeTimes = (refuse: (id: string, at: number) => void) => (containment: string) => {
  for (const at of [2, 9, 14]) refuse(containment, monday + at * minute);
};

describe("a wrong block is made good", () => {
  it.each([
    ["en", "The limit lasted from Mon 2 March 2026, 10:00 to 10:20.", "Requests refused in that time: 3."],
    ["ja", "制限していた期間：2026年3月2日（月）10:00 から 10:20 まで", "この間に拒否したアクセス：3件"],
  ])("with an apology that says how many were turned away and when, in %s", async (language, period, figure) => {
    const enforcer = createMemoryEnforcer();
    const texts = await dismissed(language, enforcer, threeTimes(enforcer.refuse));
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain(period);
    expect(texts[1]).toContain(figure);
    const [kept] = (await lab.onlyCase()).containments;
    expect(kept).toMatchObject({ state: "lifted", stopped: { count: 3, from: monday + 2 * minute, to: monday + 14 * minute } });
  });

  it.each([
    ["en", "How many requests or mails it stopped we cannot tell"],
    ["ja", "止めたアクセスやメールの数は、サーバーに記録がなく"],
  ])("and says so where the server does not count, in %s", async (language, words) => {
    const { stopped: _, ...enforcer } = createMemoryEnforcer();
    const texts = await dismissed(language, enforcer, () => {});
    expect(texts[1]).toContain(words);
    expect(texts[1]).not.toMatch(/refused in that time|拒否したアクセス/);
  });

  it("and is not kept back for long by a server that does not answer", async () => {
    const enforcer = createMemoryEnforcer();
    const down = new Error("no connection");
    const texts = await dismissed("en", { ...enforcer, lift: () => Promise.reject(down) }, threeTimes(enforcer.refuse));
    expect(texts[1]).toContain("The limit began Mon 2 March 2026, 10:00; its end is not confirmed yet.");
  });
});
