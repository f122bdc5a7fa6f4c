import { describe, expect, it } from "vitest";
import type { DenyListDocument } from "../../domain/deny-list.ts";
import { denyListText } from "./deny-list-text.ts";
import { createDeskVoice } from "./desk-voice.ts";

const list: DenyListDocument = {
  ...{ site: "shop.example", ownState: "waiting", ownDetail: "no enforcer process answers" },
  rows: [
    {
      ...{ kind: "system", locked: true, id: "2026-000001.1.2", caseId: "2026-000001", network: "all", isFromAbroad: true },
      ...{
        covers: "everything",
        path: null,
        measure: "deny-foreign",
        class: "form-relay",
        state: "in-force",
        since: "2026-03-02T01:00:00.000Z",
      },
    },
    {
      ...{ kind: "own", locked: false, id: "row-1", network: "192.0.2.0/24", note: "spam\u001b[31m" },
      ...{ addedBy: "sato", addedAt: "2026-03-02T02:00:00.000Z" },
    },
  ],
};
const wide = { width: 200, color: false };
const textIn = (lang: "ja" | "en", of: DenyListDocument = list): readonly string[] =>
  denyListText(of, createDeskVoice(lang, "Asia/Tokyo"), wide).trimEnd().split("\n");

describe("a deny list as text", () => {
  it("has the locked row first, with its reason, and says where the own rows do not hold yet", () => {
    const [head, , locked, own, note] = textIn("ja");
    expect(head).toMatch(/^対象 +止めているアクセス +理由・メモ +番号 +登録$/);
    expect(locked).toContain("all（固定）");
    expect(locked).toContain("国外からのアクセスをすべて遮断");
    expect(locked).toContain("フォームを悪用した迷惑メール中継（事案 2026-000001、解除とともになくなります）");
    expect(own).toMatch(/^192\.0\.2\.0\/24 +すべて +spam\\x1b\[31m +row-1 /);
    expect(note).toBe("お客様の設定はまだサーバーに反映されていません（1 分ごとに再試行）：no enforcer process answers");
  });

  it("says the same in English", () => {
    const [, , locked, own, note] = textIn("en");
    expect(locked).toMatch(
      /^all \(locked\) +Refuse all visitors from abroad +spam relayed through a form \(case 2026-000001; goes when it is released\)/,
    );
    expect(own).toMatch(/^192\.0\.2\.0\/24 +everything +/);
    expect(note).toMatch(/^The customer's own rows are not on the server yet/);
  });

  it("says so where nobody is turned away", () => {
    expect(textIn("en", { ...list, rows: [] })).toEqual(["Nobody is turned away."]);
  });
});
