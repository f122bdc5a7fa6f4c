import type { RequirementId } from "../../domain/case/requirement.ts";

/** Words by which a sentence is known to speak of a requirement, in both languages. */
const words: Readonly<Record<RequirementId, RegExp>> = {
  "form-protected":
    /フォーム|captcha|キャプチャ|画像認証|自動返信|コンタクトページ|問い?合わ?せページ|turnstile|\bforms?\b|contact page|\/contact\/|auto-?(reply|responder)|honeypot|confirmation mail/i,
  "no-known-vulnerability": /脆弱|ぜい弱|vulnerab|advisor(y|ies)|\bcves?\b/i,
  "up-to-date":
    /更新|アップデート|アプデ|最新|バージョン|updat|upgrad|up[- ]to[- ]date|versions?\b|latest|newest|current release|outdated|current versions/i,
  "files-untampered":
    /ファイル|改ざん|改竄|バックドア|バックアップから|チェックサム|\.php\b|スキャン|不審な(プログラム|スクリプト)|\bfiles?\b|\bscripts?\b|malware|backdoor|tamper|checksum|clean backup|integrity|web ?shell/i,
  "way-in-closed": /侵入(口|経路|路|の経路)|入り?口を|抜け穴|\bway in\b|entry point|got in|loophole|\bhole\b/i,
  "no-cron-entry": /cron|クーロン|定期実行|スケジュール|scheduled job|\bentry\b/i,
  "password-changed": /パスワード|暗証|password|passphrase|\bpws?\b|credentials|\bchange it\b/i,
  "consent-confirmed": /同意|オプトイン|承諾|許諾|購読を申|consent|opt(ed)?[- ]?in\b|opted|subscri(bed|ption)|agreed to receive/i,
  "harm-stopped":
    /送信.{0,14}(止ま|停止|なくな|ありません|ございません|出て)|(止まった|止まって|止まりました)|メール.{0,12}(止ま|出て(い|お)|送られて|送信されて)|(mails?|spam|messages?|sending)\b.{0,40}(stopped|leaving|going out|gone out)|nothing (has gone out|is being sent)|no more mail|mailing was cancel|mail has stopped/i,
};

/** Which of the asked requirements a text speaks of. */
export const topicsOf = (text: string, asked: readonly RequirementId[]): readonly RequirementId[] => {
  const plain = text.normalize("NFKC");
  return asked.filter((id) => words[id].test(plain));
};
