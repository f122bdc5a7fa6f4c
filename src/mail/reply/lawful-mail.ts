import { isJapanese } from "./judge-sentence.ts";

const oursJapanese =
  /(当社|弊社|自社|うち|当店|弊店|当方|当会|私|わたし|自分(たち|達)?)(の|で|が|から|にて).{0,30}(メルマガ|メールマガジン|ニュースレター|お知らせ|案内|リマインダー|配信|通知|送った|送りました|送信した|送信しました|送って(い|お))|(配信|送信|メール|メルマガ|会報).{0,12}(当社|弊社|自社|うち|当店|当方|私|自分)(が|で|の)(行った|行って|した|送った)?(もの|こと)|(会報|定期便)(です|になります)|(案内|お知らせ|招待状?|アンケート|請求書|資料)を.{0,12}(送りました|送信しました|配信しました|お送りしました)/;
const plainJapanese =
  /(メルマガ|メールマガジン|ニュースレター|リマインダー)(です|になります|で間違い)|(会員|顧客|お客様|読者|購読者)(様|の皆様|の方)?(へ|あて|宛て?|向け)の?.{0,8}(お知らせ|ご案内|案内|メール|配信)(です|でした|になります)|(一斉メール|一斉送信|案内メール)(です|でした|になります)|(を|に)(送った|送信した|配信した|一斉送信した)だけ|(会員|顧客|お客様|購読者|読者|登録者).{0,16}(送りました|送信しました|配信しました|一斉送信しました|お送りしました|送ったもの|配信したもの)/;
const notAbuseJapanese =
  /(スパム|迷惑メール|不正(な(もの|送信|利用|メール))?|第三者による(送信|もの))(で|と)は(ありません|ございません|ない|なく)|スパムじゃ|正規の(配信|処理|メール|利用|送信)|(身に覚え|心当たり)の?(が|は)?ある(送信|配信|メール)|意図した(送信|配信)/;
const deniedJapanese =
  /(覚え(は|が)?な|(もの|送信|配信|メール)では(ありません|ございません|な)|しておりません|していません|ではなさそう|かもしれ|[?？]|でしょうか|ですか|改ざん)/;

const oursEnglish =
  /\b(our|my)( own)?( [\w-]+){0,3} (newsletter|mailing|mail-?out|campaign|announcement|reminders?|bulletin)\b|\b(we|i) (have )?(mailed|e-?mailed|sent) (out )?(it|this|them|these|those|that|our|an?|the)\b|\b(order|shipping|booking|payment|appointment) (confirmations?|notifications?|receipts?|reminders?) (from|of|for|by) our\b|\b(on purpose|deliberately|intentionally)\b|\b(mails?|messages?|e-?mails?|mailing) (is|are|was|were) (ours|our own)\b|\bsent by (us|our (team|staff|office|marketing|company|shop|association)( \w+)?)\b|\b(that'?s|that is|it'?s|it is|this is|this was|it was) us\b|\b(sends?|mails?) (only )?(the |our |a )?.{0,30}\b(to )?our( own)? (customers|members|resellers|clients|subscribers)\b/;
const notAbuseEnglish =
  /\b(not|isn'?t|wasn'?t) (a )?spam\b|\b(legit|legitimate|genuine|intended)( [\w-]+){0,2} (mailing|newsletter|mail|e-?mail|campaign|messages)\b/;
const deniedEnglish = /\b(did ?n[o']t|do not|don'?t|not us|never|could be|might|maybe|not sure|no idea)\b|\?\s*$/;

/** Whether a sentence says that the mail was the customer's own, wanted sending: it opens a review, never an argument. */
export const saysLawful = (sentence: string): boolean => {
  const text = sentence.normalize("NFKC");
  if (isJapanese(text)) {
    if (notAbuseJapanese.test(text) && !/改ざん/.test(text)) return true;
    return (oursJapanese.test(text) || plainJapanese.test(text)) && !deniedJapanese.test(text);
  }
  const lower = text.replace(/[’‘]/g, "'").toLowerCase();
  if (notAbuseEnglish.test(lower) && !/\?\s*$/.test(lower)) return true;
  return oursEnglish.test(lower) && !deniedEnglish.test(lower);
};
