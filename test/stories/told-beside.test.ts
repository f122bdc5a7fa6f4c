import { afterEach, describe, expect, it } from "vitest";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { type MailDesk, openMailDesk } from "../mail-desk.ts";

const hour = 60 * minute;

const accountIn = (language: string): string =>
  `  - { name: u10123, uid: 10123, host: sv1, owner: { email: owner@elsewhere.example, language: ${language} }, sites: [{ domain: shop.example }] }`;

let lab: MailDesk;

afterEach(() => lab.stop());

/** Two ways in on one account, each with its own case and its own measure. */
const twoCases = async (language: string) => {
  lab = await openMailDesk({ accounts: accountIn(language) });
  await lab.desk.takeClaim(someClaim());
  await lab.passTo(monday + minute);
  await lab.desk.takeClaim(someClaim({ key: "form /other/ sv1/u10123" }));
  await lab.passTo(monday + 20 * minute);
  const cases = await lab.store.casesOfAccount("sv1", "u10123");
  const [second, first] = cases.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error("two cases were to be opened");
  return { first, second };
};

const release = async (caseId: string, atMs: number) => {
  await lab.desk.decide({ caseId, by: person, reason: "repaired", decision: { verb: "release", second: "tanaka" } });
  await lab.passTo(atMs);
  return (await lab.letters()).at(-1);
};

describe("two cases on one account", () => {
  it.each([
    ["en", /all limits/i, "What another case still limits", "All limits on shop.example have been lifted."],
    ["ja", /制限をすべて/, "別の件で続いている制限", "shop.example の制限をすべて解除しました。"],
  ])("the end of one is never told as the end of all, in %s", async (language, all, heading, truth) => {
    const { first, second } = await twoCases(language);
    const between = await release(first, monday + hour);
    expect(between?.subject).toContain(first);
    expect(between?.subject).not.toMatch(all);
    expect(between?.text).not.toMatch(all);
    expect(between?.text).toContain(heading);
    expect(between?.text.replaceAll("\n", "")).toContain(second);
    const last = await release(second, monday + 2 * hour);
    expect(last?.text).toContain(truth);
    expect(last?.text).not.toContain(heading);
  });

  it("what still works is told by the widest measure of either", async () => {
    const { first, second } = await twoCases("en");
    const target = { site: "shop.example" };
    await lab.desk.decide({ caseId: first, by: person, reason: "goes on", decision: { verb: "contain", measure: "deny-writes", target } });
    await lab.passTo(monday + hour);
    await lab.desk.decide({
      ...{ caseId: second, by: person, reason: "goes on" },
      decision: { verb: "contain", measure: "hold-mail", target: { account: "u10123" } },
    });
    await lab.passTo(monday + 2 * hour);
    const told = (await lab.letters()).at(-1);
    expect(told?.subject).toContain(second);
    const words = told?.text.replace(/\s+/g, " ");
    expect(words).toContain("Nobody can send forms or log in.");
    expect(words).not.toContain("sending and receiving mail");
  });
});
