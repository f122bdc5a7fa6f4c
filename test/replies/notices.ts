import type { RequirementId } from "../../src/domain/case/requirement.ts";

/** A notice that a written reply answers: what it asks, in its order, and the lines around its questions that customers quote. */
export interface AskingNotice {
  readonly language: "ja" | "en";
  readonly asked: readonly RequirementId[];
  readonly questions: readonly string[];
  readonly subject: string;
  readonly head: readonly string[];
  readonly tail: readonly string[];
}

const asked = {
  form: ["form-protected", "no-known-vulnerability", "up-to-date", "files-untampered"],
  mailbox: ["password-changed", "harm-stopped"],
  bulk: ["consent-confirmed", "harm-stopped"],
  cron: ["no-cron-entry", "files-untampered"],
  script: ["files-untampered", "way-in-closed", "up-to-date", "harm-stopped"],
  takeover: ["password-changed", "files-untampered", "no-known-vulnerability", "up-to-date"],
} as const satisfies Record<string, readonly RequirementId[]>;

type Topic = keyof typeof asked;

const ja: Record<RequirementId, string> = {
  "form-protected": "お問い合わせフォームから、第三者宛のメールを送れなくなっていること",
  "no-known-vulnerability": "お使いのプラグインやテーマに、公表済みの脆弱性が残っていないこと",
  "up-to-date": "WordPress本体・プラグイン・テーマが最新の版であること",
  "files-untampered": "書き換えられたファイルや、置いた覚えのないファイルがないこと",
  "way-in-closed": "侵入に使われた経路が閉じられていること",
  "no-cron-entry": "覚えのない定期実行（cron）の登録が残っていないこと",
  "password-changed": "該当するアカウントのパスワードが変更されていること",
  "consent-confirmed": "配信先の皆さまから同意を得ていること",
  "harm-stopped": "覚えのないメールの送信が止まっていること",
};

const en: Record<RequirementId, string> = {
  "form-protected": "The contact form can no longer be used to send mail to strangers",
  "no-known-vulnerability": "None of the plugins and themes in use has a published vulnerability that is still open",
  "up-to-date": "WordPress itself, its plugins and themes are at their current versions",
  "files-untampered": "No file has been altered, and there is none that you did not put there",
  "way-in-closed": "The way in that was used has been closed",
  "no-cron-entry": "No scheduled job (cron) is left that you did not set up",
  "password-changed": "The password of the account concerned has been changed",
  "consent-confirmed": "The people you mailed have agreed to receive this mail",
  "harm-stopped": "Mail that you did not send has stopped going out",
};

const around = {
  ja: {
    subject: "【受付番号 SK-2041】site.example からのメール送信について",
    head: [
      "山田 太郎 様",
      "",
      "例ホスティング 不正利用対策窓口です。",
      "site.example から、海外の宛先へ多数のメールが送られているのを確認しました。",
      "被害を広げないため、海外からの書き込みだけを一時的に止めています。閲覧はこれまでどおりできます。",
      "",
      "次の点についてお知らせください。このメールへの返信でかまいません。",
      "",
    ],
    tail: [
      "",
      "すべて確認できしだい、制限は自動で解除されます。",
      "心当たりのある配信でしたら、その旨をお知らせください。",
      "",
      "例ホスティング 不正利用対策窓口",
    ],
  },
  en: {
    subject: "[Case SK-2041] Mail leaving site.example",
    head: [
      "Dear Jane Miller,",
      "",
      "This is the abuse desk of Sample Hosting.",
      "We have seen site.example send a large number of messages to addresses abroad. To keep the damage small, writing",
      "from abroad is switched off for now. Reading your site works as before.",
      "",
      "Please tell us about these points. A reply to this mail is enough.",
      "",
    ],
    tail: [
      "",
      "As soon as all of them are confirmed, the restriction ends by itself.",
      "If this mail was a mailing of your own, just say so.",
      "",
      "Sample Hosting, abuse desk",
    ],
  },
} as const;

/** The notice on a topic in a language, as the desk of the written replies sent it. */
export const askingNotice = (topic: string, language: "ja" | "en"): AskingNotice => {
  const ids: readonly RequirementId[] | undefined = asked[topic as Topic];
  if (ids === undefined) throw new Error(`no notice is called ${topic}`);
  const words = language === "ja" ? ja : en;
  return { language, asked: ids, questions: ids.map((id) => words[id]), ...around[language] };
};
