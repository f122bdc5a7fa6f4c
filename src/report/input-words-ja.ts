import type { InputWords } from "./input-words.ts";

/** What the inputs themselves have to say, in Japanese. */
export const inputWordsJa: InputWords = {
  gaps: {
    "complaint-unread": "苦情のファイルに、読み取れないものがあります。理由は苦情の一覧をご覧ください。",
    "complaint-unmatched": "事案に結び付かなかった苦情があります。理由は苦情の一覧をご覧ください。",
    "complaints-left-out": "苦情のファイルが 1 回に読み込める数を超えたため、残りは対象外としました。",
    "access-log-silent":
      "普段は多くの記録がある時間帯に、アクセスログの行が何時間もありません。その間のメールは、原因となるリクエストがないように見えます。",
    "mail-log-silent":
      "普段は多くの記録がある時間帯に、メールログの行が何時間もありません。その間のリクエストは、メールが続かなかったように見えます。",
    "clock-jump":
      "ログの時刻が飛んでいます。時計が変更されたか、ログの並びが前後しているか、その間の記録がありません。その前後では、どのリクエストがメールの原因か判断できません。",
    "out-of-order": "記載の時刻より遅れて並んでいる行がログにあります。その後に送信されたメールとの対応を見落としている可能性があります。",
    "no-access-log-of-site": "このサイトのアクセスログがありません。アカウントのメールは、原因となるリクエストがないように見えます。",
    "no-mail-log-of-host": "このサーバーのメールログがありません。サイトへのリクエストにメールが続いたかどうか判断できません。",
  },
  visitors: {
    kinds: {
      callback: (count) => `他サーバーからの通知(決済など)${count} 件`,
      robot: (count) => `ロボットと名乗るもの(検索エンジンなど)${count} 件`,
      program: (count) => `プログラム(監視・アプリなど)${count} 件`,
      account: (count) => `ログインや管理画面 ${count} 件`,
      reader: (count) => `ページを読んだ訪問者 ${count} 件`,
      other: (count) => `内訳の分からないもの ${count} 件`,
    },
    list: (kinds) => `その他の内訳:${kinds}。`,
  },
  complaints: {
    heading: "受け付けた苦情",
    kind: "種類",
    reportedAt: "報告日時",
    result: "結果",
    ofCase: (fate, number) => `${fate} ${number}`,
    fates: {
      attached: "既存の事案に追加：",
      opened: "事案を開始：",
      "no-abuse": "不正利用の苦情ではない",
      "other-matter": "メールログでは確認できない内容",
      "unknown-sender": "該当するアカウントがない",
      "not-in-logs": "メールログに該当するメールがない（送信元が偽装された可能性）",
      "outside-period": "メールログの期間外",
      "ordinary-mail": "アカウントの通常のメールとみられる",
      unread: "読み取り不可",
    },
    problems: {
      empty: "空のファイル",
      "too-large": "ファイルが大きすぎる",
      unreadable: "ファイルを開けない",
      binary: "バイナリファイル",
      "not-a-complaint": "ARF でも XARF でもない",
      broken: "ファイルが壊れている",
      "other-version": "XARF のバージョンが 4 ではない",
    },
    more: (count) => `… ほか ${count} 件（--json ですべて表示）`,
  },
};
