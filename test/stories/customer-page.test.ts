import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryEnforcer } from "../../src/catalog/index.ts";
import { createDenyLists, type DenyLists } from "../../src/desk/deny-lists.ts";
import type { MailFate } from "../../src/domain/held-mail.ts";
import { denySiteBook } from "../../src/main/desk-books.ts";
import { openPanel } from "../../src/main/open-panel.ts";
import type { CaseFates, HeldMail } from "../../src/ports/held-mail.ts";
import type { Panel } from "../../src/web/panel/create-panel.ts";
import { minute, monday, person, someClaim } from "../case-builder.ts";
import { type MailDesk, openMailDesk } from "../mail-desk.ts";
import { createMemoryHeldMail, heldMessage } from "../memory-held-mail.ts";

const day = 24 * 60 * minute;

const accounts = [
  "  - { name: u10123, uid: 10123, host: sv1, owner: { name: 山田 太郎, email: owner@elsewhere.example, language: ja }, sites: [{ domain: shop.example }] }",
  "  - { name: u2, uid: 10124, host: sv1, owner: { email: two@elsewhere.example, language: en }, sites: [{ domain: two.example }] }",
].join("\n");

let lab: MailDesk;
let panel: Panel;
let denyLists: DenyLists;
let failures: unknown[] = [];

beforeEach(async () => {
  failures = [];
  lab = await openMailDesk({ accounts, web: "web: { listen: 127.0.0.1:0, publicUrl: https://desk.example }" });
  panel = openTestPanel();
});

afterEach(async () => {
  await lab.stop();
  expect(failures).toEqual([]);
});

const openTestPanel = (heldMail: HeldMail | null = null): Panel => {
  const { config, store, clock, stores, desk } = lab;
  denyLists = createDenyLists({
    ...{ store, clock, rows: stores.denyRows, enforcers: [createMemoryEnforcer()], siteOf: denySiteBook(config) },
    ...{ newId: () => "row-1", say: () => {} },
  });
  const opened = openPanel(config, { ...desk, ...{ store, clock, denyLists, heldMail } }, (error) => failures.push(error));
  if (opened === null) throw new Error("the panel was to be open");
  return opened;
};

const ask = async (url: string, init?: RequestInit) => {
  const answer = await panel.fetch(new Request(url, init));
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

const send = (url: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  ask(url, { method: "POST", body: new URLSearchParams(fields), headers });

const linkIn = (text = ""): string => /https:\/\/desk\.example\/c\/[\w-]+\/[\w-]{43}/.exec(text.replaceAll("\n", ""))?.[0] ?? "no link";

const sealIn = (text: string): string => /name="seal" value="([^"]+)"/.exec(text)?.[1] ?? "no seal";

const firstLink = async (): Promise<string> => {
  await lab.desk.takeClaim(someClaim());
  await lab.passTo(monday + minute);
  return linkIn((await lab.letters())[0]?.text);
};

describe("the customer's page", () => {
  it("shows whom the site is closed to: the locked row `all` with its case above the customer's own, in both languages", async () => {
    const link = await firstLink();
    const by = { kind: "person", name: "山田" } as const;
    await denyLists.add({ site: "www.shop.example", network: "192.0.2.0/24", note: "<b>迷惑</b>", by });
    const { id } = await lab.onlyCase();
    const { text } = await ask(link);
    const section = /<section><h2>アクセス拒否の一覧<\/h2>.*?<\/section>/s.exec(text)?.[0] ?? "";
    expect(section).toContain('<th scope="row">all <span class="soft">固定</span></th><td>国外からの送信のみ停止中</td>');
    expect(section).toContain(`フォームを悪用した迷惑メール中継<br>事案番号 ${id}`);
    expect(section).toContain('<th scope="row">192.0.2.0/24</th><td>すべて（お客様の設定）</td><td>&lt;b&gt;迷惑&lt;/b&gt;</td>');
    expect(section.indexOf("固定</span>")).toBeLessThan(section.indexOf("192.0.2.0/24"));
    expect((await ask(`${link}?lang=en`)).text).toContain(`spam relayed through a form<br>case ${id}`);
  });

  it("opens by the link in the mail, without a log-in, and says what the mail said as it is now", async () => {
    const link = await firstLink();
    const { status, text, headers } = await ask(link);
    expect(status).toBe(200);
    for (const words of [
      "shop.example の件",
      "国外からは閲覧だけができ",
      "お願いしたいこと",
      "いつ、どうすれば終わるか",
      "今もお使いいただけるもの",
    ])
      expect(text).toContain(words);
    expect(text).toContain("https://desk.example/");
    expect(text).not.toMatch(/<script| style=| on[a-z]+=|owner@elsewhere/);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-robots-tag")).toContain("noindex");
    expect(headers.get("cache-control")).toBe("no-store");
    const { id } = await lab.onlyCase();
    await lab.desk.decide({ caseId: id, by: person, reason: "repaired", decision: { verb: "release", second: null } });
    await lab.passTo(monday + 20 * minute);
    expect((await ask(link)).text).toContain("どなたもこれまでどおりご利用いただけます");
  });

  it("is in the contact's language, and in the other at a click", async () => {
    const link = await firstLink();
    expect((await ask(link)).text).toContain('<a href="?lang=en" hreflang="en" lang="en">English</a>');
    const { text, headers } = await ask(`${link}?lang=en`);
    expect(text).toContain("The case of shop.example");
    expect(headers.get("content-language")).toBe("en");
  });

  it("takes an answer as claims that are marked by the link, decides nothing, and checks at once", async () => {
    const link = await firstLink();
    const seal = sealIn((await ask(link)).text);
    const fields = { seal, "claim.form-protected": "done", "text.form-protected": "ページを削除しました", message: "よろしく" };
    const sent = await send(link, fields);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "?lang=ja&said=taken"]);
    const one = await lab.onlyCase();
    expect(one.state).toBe("answered");
    expect(one.requirements[0]).toMatchObject({
      id: "form-protected",
      state: "unknown",
      claim: { kind: "done", text: "ページを削除しました" },
    });
    const answered = (await lab.store.factsOf(one.id)).flatMap(({ fact }) => (fact.kind === "answered" ? [fact] : []));
    expect(answered[0]).toMatchObject({ by: { kind: "customer", address: `page of ${one.notices[0]?.id}.ja`, verified: false } });
    expect((await ask(`${link}?said=taken`)).text).toContain("ご回答を受け取りました");
    await send(link, fields);
    expect((await lab.onlyCase()).version).toBe(one.version);
  });

  it("takes an objection for a review by a person", async () => {
    const link = await firstLink();
    await send(link, { seal: sealIn((await ask(link)).text), "claim.form-protected": "was-ours" });
    expect((await lab.onlyCase()).tasks.map(({ kind }) => kind)).toContain("review-lawful-claim");
  });

  it.each([
    ["no seal", () => ({ seal: "", message: "x" }), 422],
    ["the seal of yesterday", (seal: string) => ({ seal, message: "x" }), 422],
    ["nothing in it", (seal: string) => ({ seal }), 422],
  ])("takes no form with %s", async (what, fieldsOf, status) => {
    const link = await firstLink();
    const seal = sealIn((await ask(link)).text);
    if (what.includes("yesterday")) await lab.passTo(monday + 2 * day);
    const { version } = await lab.onlyCase();
    expect((await send(link, fieldsOf(seal))).status).toBe(status);
    expect((await lab.onlyCase()).version).toBe(version);
  });

  it("takes no form from another site, nor one filled by a program again and again", async () => {
    const link = await firstLink();
    const seal = sealIn((await ask(link)).text);
    expect((await send(link, { seal, message: "x" }, { "sec-fetch-site": "cross-site" })).status).toBe(404);
    const statuses: number[] = [];
    for (let turn = 0; turn < 8; turn++)
      statuses.push((await send(link, { seal: sealIn((await ask(link)).text), message: `x${turn}` })).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 429, 429]);
    expect((await send(link, { seal, message: "x".repeat(200_000) })).status).toBe(404);
  });

  it("changes nothing by being read, as mail scanners read it", async () => {
    const link = await firstLink();
    const { version } = await lab.onlyCase();
    await ask(link);
    await ask(link, { method: "HEAD" });
    await ask(`${link}?said=taken`);
    expect((await lab.onlyCase()).version).toBe(version);
  });
});

describe("whoever has not got the link", () => {
  it("gets one and the same answer for a wrong signature, another case, an old link and no case at all", async () => {
    const link = await firstLink();
    await lab.desk.takeClaim(someClaim({ key: "two", account: "u2", site: "two.example" }));
    await lab.passTo(monday + 2 * minute);
    const other = linkIn((await lab.letters())[1]?.text);
    const signature = link.slice(-43);
    const turned = `${signature.slice(0, -2)}${signature.endsWith("AA") ? "BB" : "AA"}`;
    const wrong = [
      link.replace(signature, turned),
      link.replace(signature, other.slice(-43)),
      link.replace("2026-000001", "2026-000002"),
      link.replace("2026-000001", "2026-999999"),
      link.slice(0, -1),
      `${link}x`,
    ];
    const answers = await Promise.all(wrong.map((one) => ask(one)));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 404));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).not.toContain("shop.example");
    expect((await ask(link)).status).toBe(200);
    await lab.passTo(monday + 14 * day + minute);
    const late = await ask(link);
    expect([late.status, late.text]).toEqual([404, answers[0]?.text]);
  });

  it("guesses none of 2,000 signatures", async () => {
    const link = await firstLink();
    for (let n = 0; n < 2_000; n++) {
      const guess = Buffer.from(`${n}`.padStart(32, "x")).toString("base64url");
      expect((await ask(link.replace(/[\w-]{43}$/, guess))).status).toBe(404);
    }
  });
});

describe("checking a notice without its link", () => {
  const check = "https://desk.example/c/";

  it("says yes to number and account together, with the time of the last notice, and nothing of the case", async () => {
    const link = await firstLink();
    const letter = (await lab.letters())[0]?.text ?? "";
    expect(letter).toContain(check);
    const { text } = await send(`${check}?lang=en`, { case: "2026-000001", account: "u10123" });
    expect(text).toContain("Yes, it is ours. Our last message about it was sent Mon 2 March 2026, 10:00.");
    expect(text).not.toMatch(/shop\.example|form-relay|\/contact\//);
    expect(link).toContain("/c/2026-000001/");
  });

  it("says the same no to a wrong account, the site's name and a case that is none", async () => {
    await firstLink();
    const asked = [
      { case: "2026-000001", account: "u2" },
      { case: "2026-000001", account: "shop.example" },
      { case: "2026-000009", account: "u10123" },
      { case: "", account: "" },
    ];
    const texts = await Promise.all(asked.map(async (fields) => (await send(check, fields)).text));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain("事案番号の件はありません");
  });

  it("answers one case six times a minute", async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 8; turn++) statuses.push((await send(check, { case: "2026-000001", account: `u${turn}` })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    expect((await ask("https://desk.example/c")).status).toBe(200);
  });
});

describe("staff", () => {
  it("read what the customer read, without what opens the customer's page", async () => {
    const link = await firstLink();
    const { id } = await lab.onlyCase();
    const [kept] = await lab.stores.noticeTexts.ofCase(id);
    const [letter] = await lab.letters();
    expect(kept?.subject).toBe(letter?.subject);
    expect(kept?.to).toEqual(["o***@e***.example"]);
    expect(kept?.text).toContain("https://desk.example/c/2026-000001/***");
    expect(kept?.text).not.toContain(link.slice(-43));
    expect(kept?.text.replace("***", link.slice(-43)).trimEnd()).toBe(letter?.text.trimEnd());
  });
});

describe("mail on hold, on the customer's page", () => {
  const mails = [
    heldMessage("SPAM01", { recipientDomains: ["victim.example"] }),
    heldMessage("ORDER1"),
    heldMessage("ORDER2"),
    heldMessage("ODD001"),
  ];
  const fates: Readonly<Record<string, MailFate>> = { SPAM01: "caused", ORDER1: "not-caused", ORDER2: "not-caused" };
  const fatesOf: CaseFates = (_, ids) => new Map(ids.map((id) => [id, fates[id] ?? "unknown"]));
  let held: ReturnType<typeof createMemoryHeldMail>;

  const openHeld = async (port: (port: HeldMail) => HeldMail = (one) => one): Promise<string> => {
    await lab.stop();
    held = createMemoryHeldMail(mails);
    const heldMail = port(held.port);
    const web = "web: { listen: 127.0.0.1:0, publicUrl: https://desk.example }";
    lab = await openMailDesk({ accounts, web, parts: { heldMail, fatesOf } });
    panel = openTestPanel(heldMail);
    const impact = { abusive: 280, other: 3, unit: "messages" } as const;
    await lab.desk.takeClaim({ ...someClaim(), measures: [{ measure: "hold-mail", target: { account: "u10123" }, impact }] });
    await lab.passTo(monday + minute);
    return linkIn((await lab.letters())[0]?.text);
  };
  const heldSection = (text: string): string => /<section id="held">.*?<\/section>/s.exec(text)?.[0] ?? "";
  const deliverFields = (text: string) => ({ held: "deliver", seal: sealIn(heldSection(text)) });

  it("is counted, and what is certainly theirs goes at a press of the button; the abuse's and the rest stay", async () => {
    const link = await openHeld();
    const { text } = await ask(link);
    expect(heldSection(text)).toMatch(/保留しているメール：4通.*お客様ご自身のものと確認できるメール：2通.*残りの2通/s);
    expect(heldSection(text)).not.toContain("victim.example");
    const sent = await send(link, deliverFields(text));
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "?lang=ja&said=delivered"]);
    expect(held.ids()).toEqual(["SPAM01", "ODD001"]);
    const { text: after } = await ask(`${link}?said=delivered`);
    expect(after).toContain("お客様ご自身のメールを配送しています");
    expect(heldSection(after)).not.toContain("<button");
    const { id } = await lab.onlyCase();
    const decided = (await lab.store.factsOf(id)).flatMap(({ fact }) => (fact.kind === "decided" ? [fact] : []));
    expect(decided.at(-1)).toMatchObject({
      by: { kind: "customer", verified: false },
      decision: { verb: "deliver-held", held: { count: 2, queueIds: ["ORDER1", "ORDER2"] } },
    });
  });

  it("does not go by a form of another page, by that of the answers, or twice", async () => {
    const link = await openHeld();
    const { text } = await ask(link);
    for (const seal of ["1.2.3", sealIn(text)]) expect((await send(link, { held: "deliver", seal })).status).toBe(422);
    expect(held.ids()).toHaveLength(4);
    const fields = deliverFields(text);
    expect((await send(link, fields)).status).toBe(303);
    const again = await send(link, fields);
    expect([again.status, again.text]).toEqual([422, expect.stringContaining("もうありません")]);
    expect(held.ids()).toHaveLength(2);
  });

  it("may be asked for again where the server did not let go of it, and the page is there where it does not answer", async () => {
    const refusing = await openHeld((port) => ({
      ...port,
      deliver: async (_, ids) => ids.map((queueId) => ({ queueId, outcome: "failed" as const })),
    }));
    const failed = await send(refusing, deliverFields((await ask(refusing)).text));
    expect([failed.status, failed.text]).toEqual([422, expect.stringContaining("失われてはいません")]);
    const silent = await openHeld((port) => ({ ...port, list: async () => Promise.reject(new Error("no answer")) }));
    const { status, text } = await ask(silent);
    expect([status, heldSection(text)]).toEqual([200, ""]);
    expect(failures.splice(0)).toHaveLength(1);
  });
});
