import { describe, expect, it } from "vitest";
import { judgeSentence } from "./judge-sentence.ts";
import type { Statement } from "./statement.ts";

const answers: Readonly<Record<Exclude<Statement, "nothing" | "was-ours">, readonly string[]>> = {
  done: [
    "対応済みです。",
    "済",
    "完了しました",
    "削除いたしました。",
    "はい、変更されています。",
    "不審なファイルが見つかったため、すべて削除しました。",
    "問題ありませんでした。",
    "異常は見当たりません。",
    "改ざんがないことを確認しました。",
    "古いバージョンは使っていません。",
    "最新の状態になっております。",
    "アップデートしました",
    "送信は止まっています。",
    "バックアップから復元しました。",
    "Done.",
    "Yes, all updated.",
    "We've removed the plugin.",
    "No suspicious files were found.",
    "Nothing unusual found.",
    "There were two unknown files, both deleted.",
    "It has been closed",
    "all clean",
  ],
  planned: [
    "対応します。",
    "最新にします。",
    "異常がないか確認いたします。",
    "明日対応いたします",
    "確認中です。",
    "問題ない状態にします。",
    "業者に依頼しました。",
    "完了しだい連絡します。",
    "最新にしたいです。",
    "Will do tomorrow",
    "We are going to remove it.",
    "In progress",
    "Waiting for our developer",
    "To be done",
  ],
  not: [
    "まだです。",
    "未対応",
    "いいえ",
    "対応済みとは言えません。",
    "変更していません。",
    "変更済みではありません。",
    "送信は止まっていません。",
    "怪しい送信はなくなっていません。",
    "不審なファイルが見つかりました。",
    "見覚えのないファイルがありました。",
    "ファイルが書き換えられていました。",
    "パスワードが変更されていました。",
    "更新できませんでした。",
    "たぶん最新です。",
    "最新ではありません。",
    "完了していません。",
    "必要ですか？",
    "問題ないと思います。",
    "問題ないとは言えません。",
    "Not done.",
    "Not yet",
    "no",
    "haven't changed it",
    "We found some suspicious files.",
    "Several files were modified.",
    "Is it done?",
    "I think it's done",
    "It could not be updated",
    "tried to remove it",
    "It isn't fixed",
    "We never removed it",
    "Nothing has been done",
  ],
  "need-help": [
    "やり方がわかりません。",
    "手順を教えてください。",
    "どうすればよいですか",
    "そちらで削除していただけますか。",
    "わかりません。",
    "How do I do that?",
    "I don't understand this",
    "Please remove it for us",
    "no idea how to do this",
  ],
  "not-needed": [
    "該当なし",
    "WordPressは使っていません。",
    "フォームは設置していません。",
    "不要です。",
    "対象外です",
    "N/A",
    "not applicable",
    "We don't use WordPress",
    "doesn't apply",
  ],
};

describe("judgeSentence, of the answer to a point", () => {
  for (const [statement, sentences] of Object.entries(answers))
    it.each(sentences)(`${statement}: %s`, (sentence) => {
      expect(judgeSentence(sentence, { isAnswer: true, canFindNothing: true })).toBe(statement);
    });

  it("does not take 'no change' of a password for a change", () => {
    for (const sentence of ["変更はありません", "変更なし", "No changes made, nothing found"])
      expect(judgeSentence(sentence, { isAnswer: true, canFindNothing: false }), sentence).not.toBe("done");
  });
});
