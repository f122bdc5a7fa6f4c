import type { Language } from "./choose-language.ts";

/** What the desk's commands say of what they did. */
interface DecisionWords {
  readonly released: (caseId: string) => string;
  readonly dismissed: (caseId: string) => string;
  readonly contained: (caseId: string, measure: string) => string;
  readonly answered: (caseId: string, claims: number) => string;
  readonly refused: (caseId: string, why: string) => string;
  readonly paused: (changed: boolean) => string;
  readonly resumed: (changed: boolean) => string;
  readonly heldEnded: (caseId: string, counts: string) => string;
  readonly heldOutcomes: Readonly<Record<"delivered" | "deleted" | "not-held" | "not-theirs" | "failed", string>>;
  readonly heldKept: (caused: number, genuine: number, unknown: number) => string;
  readonly nothingToUndo: string;
  readonly undone: (caseId: string) => string;
  readonly whole: (entries: number, hash: string) => string;
  readonly noHead: string;
  readonly broken: (seq: number, what: string, detail: string) => string;
  readonly backedUp: (file: string) => string;
  readonly allMet: string;
  readonly notAllMet: string;
  readonly tokenOnce: string;
  readonly tokenHeads: readonly [string, string, string, string, string, string];
  readonly tokenStates: { readonly valid: string; readonly over: string; readonly revoked: string };
  readonly revoked: (id: string) => string;
  readonly noTokens: string;
  readonly evidenceStates: Readonly<Record<"same" | "changed" | "gone" | "not-readable", string>>;
  readonly evidenceWhys: Readonly<Record<"no-such-log" | "another-key" | "input-unreadable" | "input-damaged", string>>;
  readonly noEvidence: string;
}

const words: Readonly<Record<Language, DecisionWords>> = {
  en: {
    released: (caseId) => `${caseId}: released; what was in force is being lifted.`,
    dismissed: (caseId) => `${caseId}: dismissed; what was in force is being lifted, and the customer is told.`,
    contained: (caseId, measure) => `${caseId}: ${measure} is ordered; \`sekisho containments\` shows when it is proven.`,
    answered: (caseId, claims) => `${caseId}: ${claims} answers taken; a check is ordered.`,
    refused: (caseId, why) => `${caseId}: refused: ${why}`,
    paused: (changed) => (changed ? "Automatic decisions are paused. What is in force stays." : "Automatic decisions were paused already."),
    resumed: (changed) => (changed ? "Automatic decisions go on." : "Automatic decisions were not paused."),
    heldEnded: (caseId, counts) => `${caseId}: ${counts}`,
    heldOutcomes: {
      ...{ delivered: "let go", deleted: "deleted", "not-held": "not on hold any more", "not-theirs": "another account's" },
      failed: "FAILED, still on hold",
    },
    heldKept: (caused, genuine, unknown) =>
      `Still on hold: ${caused} caused by the abuse, ${genuine} genuine, ${unknown} that nobody can tell.`,
    nothingToUndo: "Automation imposed nothing since then that still stands.",
    undone: (caseId) => `${caseId}: undone; its measures are being lifted, and the customer is told.`,
    whole: (entries, hash) => `Whole: ${entries} entries, the last with hash ${hash}.`,
    noHead: "No head of the chain is kept apart (secrets.decisionKey is not set): entries cut off at the end would go unnoticed.",
    broken: (seq, what, detail) => `BROKEN at entry ${seq} (${what}): ${detail}`,
    backedUp: (file) => `Written: ${file}`,
    allMet: "All conditions are met.",
    notAllMet: "Not all conditions are met.",
    tokenOnce: "This token is shown this once; keep it safe:",
    tokenHeads: ["Id", "Name", "Scopes", "Made by", "Until", "State"],
    tokenStates: { valid: "valid", over: "over", revoked: "revoked" },
    revoked: (id) => `${id}: revoked; it opens nothing any more.`,
    noTokens: "No tokens.",
    evidenceStates: { same: "same        ", changed: "CHANGED     ", gone: "GONE        ", "not-readable": "not readable" },
    evidenceWhys: {
      "no-such-log": "the config names no such log",
      "another-key": "the lines look the same, but were quoted with another key",
      "input-unreadable": "permission denied",
      "input-damaged": "the compressed file is damaged",
    },
    noEvidence: "The case keeps no quoted lines.",
  },
  ja: {
    released: (caseId) => `${caseId}：制限の解除を決定しました。実施中の措置を解除しています。`,
    dismissed: (caseId) => `${caseId}：取り下げました。実施中の措置を解除し、お客様にご連絡します。`,
    contained: (caseId, measure) => `${caseId}: ${measure} を指示しました。有効になったことは \`sekisho containments\` で確認できます。`,
    answered: (caseId, claims) => `${caseId}：${claims} 項目の回答を受け付け、確認を指示しました。`,
    refused: (caseId, why) => `${caseId}：受け付けられませんでした：${why}`,
    paused: (changed) => (changed ? "自動判断を一時停止しました。実施中の措置はそのままです。" : "自動判断はすでに一時停止中です。"),
    resumed: (changed) => (changed ? "自動判断を再開しました。" : "自動判断は一時停止していません。"),
    heldEnded: (caseId, counts) => `${caseId}：${counts}`,
    heldOutcomes: {
      ...{ delivered: "配送", deleted: "削除", "not-held": "すでに保留されていない", "not-theirs": "別のアカウントのメール" },
      failed: "失敗（保留のまま）",
    },
    heldKept: (caused, genuine, unknown) =>
      `引き続き保留中：不正利用によるもの ${caused} 通、正当なもの ${genuine} 通、判定できないもの ${unknown} 通`,
    nothingToUndo: "その時刻以降に自動で行われ、いまも残っている措置はありません。",
    undone: (caseId) => `${caseId}：取り消しました。措置を解除し、お客様にご連絡します。`,
    whole: (entries, hash) => `異常なし：${entries} 件、最後のハッシュ ${hash}`,
    noHead: "記録の末尾は別に保管されていません（secrets.decisionKey が未設定）。末尾の記録が切り取られても気付けません。",
    broken: (seq, what, detail) => `記録 ${seq} に異常があります（${what}）：${detail}`,
    backedUp: (file) => `書き込みました：${file}`,
    allMet: "すべての条件を満たしています。",
    notAllMet: "満たしていない条件があります。",
    tokenOnce: "このトークンが表示されるのは今回だけです。安全に保管してください：",
    tokenHeads: ["番号", "名前", "権限", "作成者", "期限", "状態"],
    tokenStates: { valid: "有効", over: "期限切れ", revoked: "失効" },
    revoked: (id) => `${id}：失効させました。`,
    noTokens: "トークンはありません。",
    evidenceStates: { same: "同一　　", changed: "変更あり", gone: "消失　　", "not-readable": "読取不可" },
    evidenceWhys: {
      "no-such-log": "設定にないログです",
      "another-key": "見た目は同じですが、別の鍵で記録されています",
      "input-unreadable": "権限がありません",
      "input-damaged": "圧縮ファイルが壊れています",
    },
    noEvidence: "この事案に引用行は残っていません。",
  },
};

export const decisionWords = (lang: Language): DecisionWords => words[lang];
