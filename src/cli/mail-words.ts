import type { Language } from "./choose-language.ts";

interface MailWords {
  readonly heads: readonly string[];
  readonly reasons: Readonly<Record<"unrouted" | "unreadable" | "too-large", string>>;
  readonly none: string;
  readonly inMailbox: string;
  readonly deleted: (id: string) => string;
}

/** What `sekisho mail` says. */
export const mailWords: Readonly<Record<Language, MailWords>> = {
  en: {
    heads: ["Mail", "Came", "Why it waits", "Bytes"],
    reasons: { unrouted: "belongs to no case", unreadable: "could not be read", "too-large": "too large" },
    none: "No mail waits for a person.",
    inMailbox: "It is too large to be kept; look at it in the mailbox.",
    deleted: (id) => `${id}: deleted.`,
  },
  ja: {
    heads: ["メール", "受信", "確認が必要な理由", "バイト"],
    reasons: { unrouted: "該当する事案がない", unreadable: "読み取れない", "too-large": "大きすぎる" },
    none: "確認待ちのメールはありません。",
    inMailbox: "大きすぎるため保管していません。受信用のメールボックスで確認してください。",
    deleted: (id) => `${id}：削除しました。`,
  },
};
