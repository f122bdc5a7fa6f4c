import { CommanderError } from "commander";
import { OperationError, type OperationErrorCode, operationErrors } from "../domain/operation-error.ts";
import { visibleText } from "../kit/visible-text.ts";
import type { Language } from "./choose-language.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";

/** The next step in Japanese; the English one is in the table of codes. */
const japaneseHints: Readonly<Record<OperationErrorCode, string>> = {
  "usage-wrong": "--help を付けて実行すると、使い方が表示されます。",
  "config-wrong": "上に示した項目を直してください。すべての項目は docs/CONFIG.md にあります。",
  "config-missing": "--config FILE を指定するか、ログファイルを引数に渡してください。",
  "input-missing": "パスを確かめてください。ワイルドカードは少なくとも 1 つのファイルに一致する必要があります。",
  "input-unreadable": "ログを読めるユーザー(Debian では adm グループ)で実行してください。",
  "input-directory": "ディレクトリの中のログファイルを、たとえば DIR/*.log のように指定してください。",
  "input-empty": "まだ何も記録されていません。行のあるログを指定してください。",
  "input-special": "読めるのは通常のファイルだけです。デバイス、ソケット、名前付きパイプは読めません。",
  "input-damaged": "圧縮ファイルが壊れているか、途中で切れています。`zcat FILE > FILE.txt` で取り出せる分を展開してください。",
  "input-changed":
    "読み込み中にローテーション、切り詰め、または削除が行われました。もう一度実行するか、コピーまたはローテーション済みのログを指定してください。",
  "input-too-large": "展開するとログとしては大きすぎます。中身が何かを先に確かめてください。",
  "input-unknown": "このファイルを読めるログ形式がありません。読める形式は docs/FORMATS.md にあります。",
  "geo-damaged": "示されたデータベースファイルを取り替えてください。以前のデータがあれば、それを使い続けます。",
  "geo-missing": "設定の geo.databases を確かめてください。",
  "store-wrong": "store: sqlite:/path/to/desk.db または store: postgres://user@host/database の形で書いてください。",
  "store-busy":
    "別のプロセスがストアを開いています。デスクの稼働中、コマンドはデスクを通して実行されます。デスクを止めるか、終わるまで待ってください。",
  "store-damaged": "ファイルをそのまま控えに取ってから、最後のバックアップを復元し、監査記録を検証してください。",
  "store-full": "ストアのある場所に空きを作ってください。確認済みのものは失われておらず、処理は自動で再開します。",
  "store-newer": "このストアは新しい版で書かれています。その版を使うか、それ以前のバックアップを復元してください。",
  "store-unknown": "ファイルまたはデータベースに別のものが入っています。デスク専用の場所を指定してください。",
  "store-occupied": "上書きはしません。まだ何もない場所を指定してください。",
  "store-unreachable": "場所があること、サーバーが動いていること、このユーザーに使う権限があることを確かめてください。",
  "inbox-failed":
    "設定の `inbound`(サーバー、ユーザー名、パスワード、パス)を確かめてください。メールは失われず、次の読み込みで続きから始まります。",
  "token-missing": "`Authorization: Bearer トークン` を付けてください。トークンは `sekisho token create` で作成できます。",
  "scope-missing": "上に示した権限を持つトークンを作成してください。",
  "address-unknown": "すべてのアドレスは GET /api/v1/docs で確認できます。",
  "method-wrong": "すべてのアドレスとメソッドは GET /api/v1/docs で確認できます。",
  "id-unknown": "番号は `sekisho cases list` と `sekisho containments` で確認できます。",
  "field-wrong": "示された項目を直してください。何も変更されていません。",
  "key-reused": "新しい依頼には新しい Idempotency-Key を付けてください。何も変更されていません。",
  "body-too-large": "1 MiB 未満で送信してください。",
  "body-unread": "JSON を `Content-Type: application/json` を付けて送信してください。",
  "too-many-requests": "Retry-After に示された秒数だけお待ちください。",
  "source-ahead":
    "前の番号のメッセージがまだ届いていません。足りない番号から送り直してください（受け取り済みのものが重複しても何も起きません）。",
  "decision-refused": "何も変更されていません。足りないものは上のメッセージにあります。",
  "desk-unreachable": "root またはデスクのソケットのグループで実行し、デスクが応答しているか確かめてください。",
  "server-refused": "サーバープログラムがファイルを受け付けなかったため、元のファイルに戻しました。テストが示した箇所を直してください。",
  "foreign-edit":
    "Sekisho のファイルがほかの誰かに変更されています。内容を確かめ、元に戻すか取り除いてから、もう一度指示してください。何も上書きしていません。",
  "target-wrong": "設定にあるサイト、アカウント、メールボックス、パス、ネットワークを指定してください。",
  "enforcer-unreachable":
    "そのサーバーで root として `sekisho enforcer` を起動してください。すでに有効な制限はそのままで、指示は再試行されます。",
  "enforcer-busy": "別のプロセスがサーバーを操作しています。終わるのを待つか、エンフォーサーに任せてください。",
  "order-refused": "`sekisho enforcer key` が出力する公開鍵を、エンフォーサーが読めるようにしてください。",
  "place-unsafe": "フォルダーを `chown root:GROUP`、`chmod 0750` にし、ほかの誰も書き込めないようにしてください。",
  "world-failed": "原因は上のメッセージにあります。",
};

const bugHints: Readonly<Record<Language, string>> = {
  en: "This is a mistake in sekisho, not in your logs. Please report it with what SEKISHO_DEBUG=1 prints; CONTRIBUTING.md says where.",
  ja: "これはログではなく sekisho の不具合です。SEKISHO_DEBUG=1 を付けた実行結果を添えて報告してください(報告先は CONTRIBUTING.md)。",
};

interface ShownError {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

const hintFor = (code: OperationErrorCode, language: Language): string =>
  language === "ja" ? japaneseHints[code] : operationErrors[code].hint;

const describe = (error: unknown, language: Language): ShownError => {
  if (error instanceof OperationError) return { message: error.message, hint: hintFor(error.code, language), exitCode: error.exitCode };
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, "").replaceAll(/\n\((.*)\)/g, " ($1)");
    return { message, hint: hintFor("usage-wrong", language), exitCode: operationErrors["usage-wrong"].exit };
  }
  // The system refused something that no layer expected; still the world's doing, not a bug.
  if (error instanceof Error && "syscall" in error) {
    return { message: error.message, hint: hintFor("world-failed", language), exitCode: operationErrors["world-failed"].exit };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { message: `internal error: ${text}`, hint: bugHints[language], exitCode: 3 };
};

const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "";
  const cause = error.cause === undefined ? "" : `\ncaused by ${stackOf(error.cause) || String(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
};

/** Writes the error and the next step to stderr and returns its exit code. A stack trace only with `SEKISHO_DEBUG=1`. */
export const showError = (error: unknown, language: Language, io: CliIo): ExitCode => {
  const { message, hint, exitCode } = describe(error, language);
  const lines = message.trimEnd().split("\n").map(visibleText);
  io.stderr.write(`sekisho: ${lines.join("\n         ")}\n${hint}\n`);
  if (io.env.SEKISHO_DEBUG === "1") io.stderr.write(`${stackOf(error).split("\n").map(visibleText).join("\n")}\n`);
  return exitCode;
};
