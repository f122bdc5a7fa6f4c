import { coreOf } from "./letters.ts";
import { createNoticeTrace, type NoticeTrace } from "./notice-trace.ts";
import { questionAt, startsQuestion, type Wording } from "./question-match.ts";

/** One line of a reply's text. */
export interface ReplyLine {
  readonly text: string;
  /** `own`: the customer's words; `question`: a question of the notice, quoted with or without a mark. */
  readonly kind: "own" | "quoted" | "question" | "signature";
  /** Index of the question where it is one. */
  readonly question: number | null;
  /** What the customer wrote behind a question, on its own line; empty elsewhere. */
  readonly answer: string;
}

/** What is known of the notice that a reply quotes. */
export interface KnownNotice {
  /** In its order, in the words in which it asked. */
  readonly questions: readonly string[];
  /** The same points as the form for answers names them. */
  readonly titles?: readonly string[];
  /** All of it, as far as it can be written anew. Without it, nothing between unmarked quoted lines is taken for an answer. */
  readonly notice?: string;
  /** What starts lines of it that have changed since: states and findings. */
  readonly changing?: readonly string[];
}

const mark = /^[\s\u200b\ufeff]*[>＞]/;

const divider =
  /^\s*(-{2,}\s*(original message|forwarded message|original mail|元のメッセージ|転送メッセージ|元のメール|begin forwarded message)[^-]*-*)\s*$/i;
const underscores = /^\s*[_＿]{8,}\s*$|^\s*-{20,}\s*$/;
const headerField = /^[\s>*]*(from|sent|date|to|cc|subject|reply-to|差出人|送信者|送信日時|日時|日付|宛先|宛て先|件名)[*\s]*[:：]/i;

/** A block of header fields, as programs put it above what they quote without marks. */
const headersFrom = (lines: readonly string[], at: number): boolean => {
  const names = new Set<string>();
  for (const line of lines.slice(at, at + 6)) {
    const name = headerField.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) break;
    names.add(name);
  }
  return names.size >= 3;
};

const firstWords = (lines: readonly string[], from: number): number => {
  let at = from;
  while (at < lines.length && (lines[at] ?? "").trim() === "") at++;
  return at;
};

const startsUnmarkedQuote = (lines: readonly string[], at: number): boolean => {
  const line = lines[at] ?? "";
  if (divider.test(line)) return true;
  if (headersFrom(lines, at)) return true;
  return underscores.test(line) && headersFrom(lines, firstWords(lines, at + 1));
};

/** "On … wrote:" in the ways of the programs, on one line or broken over up to three. */
const attribution = (lines: readonly string[], at: number): number => {
  for (const count of [1, 2, 3]) {
    const text = lines
      .slice(at, at + count)
      .join(" ")
      .replace(/^[>＞\s]+/, "")
      .trim();
    if (text.length > 300) return 0;
    const isDated = /\d{1,4}\s*[年/.,:-]/.test(text);
    if (isDated && /^on\b.*\bwrote[:：]$/i.test(text)) return count;
    if (isDated && /^(20)?\d\d[年/.-].*(<[^<>]+@[^<>]+>|のメール|さんは書きました|wrote)\s*[:：]$/.test(text)) return count;
  }
  return 0;
};

/** Index from which all is quoted without marks; the number of lines where there is none. */
const unmarkedFrom = (lines: readonly string[], from = 0): number => {
  for (let at = from; at < lines.length; at++) {
    if (startsUnmarkedQuote(lines, at)) return at;
    const length = attribution(lines, at);
    if (length === 0) continue;
    const next = firstWords(lines, at + length);
    if (next >= lines.length || mark.test(lines[next] ?? "")) continue;
    return at;
  }
  return lines.length;
};

const phone =
  /^\s*(iPhone|iPad|Android|スマートフォン|携帯)?(から送信|から送信されました)\s*$|^\s*(sent from (my|a|mail for|yahoo|outlook)\b.*|get outlook for .*)$/i;
const rule = /^\s*([─━=＝*＊_＿~～―\-‐・.]{5,}|[─━]+.*[─━]+)\s*$/;
const contact = /tel|fax|℡|電話|https?:|@|〒|株式会社|有限会社|合同会社|\bltd\b|\binc\b|gmbh|agency/i;

/** Index of the signature's first line among the customer's lines; -1 for none. */
const signatureFrom = (lines: readonly ReplyLine[]): number => {
  const own = lines.flatMap(({ kind }, at) => (kind === "own" ? [at] : []));
  const last = own.findLast((at) => lines[at]?.text.trim() !== "") ?? -1;
  for (const at of own) {
    const { text = "" } = lines[at] ?? {};
    const rest = lines.slice(at + 1, last + 1).filter((line) => line.kind === "own" && line.text.trim() !== "");
    if (lines.slice(at, last).some(({ kind }) => kind === "question")) continue;
    const isShort = rest.length <= 10 && rest.every((line) => line.text.length <= 60);
    if (/^-- ?$/.test(text) && isShort) return at;
    const closes = rest.some((line) => rule.test(line.text)) || rest.some((line) => contact.test(line.text));
    if (rule.test(text) && rest.length > 0 && isShort && closes) return at;
  }
  return -1;
};

const withoutSignature = (lines: readonly ReplyLine[]): readonly ReplyLine[] => {
  const from = signatureFrom(lines);
  let isOver = false;
  return lines.map((line, at): ReplyLine => {
    if (line.kind !== "own") {
      isOver ||= from >= 0 && at > from;
      return line;
    }
    const isSignature = phone.test(line.text) || (from >= 0 && at >= from && !isOver);
    return isSignature ? { ...line, kind: "signature" } : line;
  });
};

const wordingsOf = ({ questions, titles = [] }: KnownNotice): readonly Wording[] =>
  [questions, titles].flatMap((texts) => texts.map((text, question) => ({ question, text })));

type Reading = (at: number, line: string) => ReplyLine;

const line = (text: string, kind: ReplyLine["kind"]): ReplyLine => ({ text, kind, question: null, answer: "" });

/** Knows a question by its first line, and the lines that a mail program broke it into. */
const createQuestionReading = (wordings: readonly Wording[]) => {
  let open: { readonly question: number; readonly rest: string } | null = null;
  return (text: string): ReplyLine | null => {
    const bare = text.replace(/^[\s\u200b\ufeff>＞]+/, "");
    const started = startsQuestion(bare, wordings);
    const goesOn = started === null && open !== null ? questionAt(bare, open.rest) : null;
    const found = started ?? (goesOn !== null && open !== null ? { question: open.question, ...goesOn } : null);
    open = found;
    return found === null ? null : { text, kind: "question", question: found.question, answer: found.answer.trim() };
  };
};

/** Above the unmarked quotation: the customer's lines, and marked ones of the notice. */
const createOpenReading = (lines: readonly string[], ask: (text: string) => ReplyLine | null, trace: NoticeTrace): Reading => {
  let attributed = 0;
  return (at, text) => {
    if (attributed === 0) attributed = attribution(lines, at);
    const isQuoted = mark.test(text) || attributed > 0;
    if (attributed > 0) attributed--;
    return ask(text) ?? line(text, isQuoted || trace.takes(text, false) ? "quoted" : "own");
  };
};

/**
 * Within the unmarked quotation: what of the notice's lines stands there is quoted, the rest was typed between them. Before the first of
 * them it is somebody else's thread, and so is all below a further head of a mail.
 */
const createQuotedReading = (ask: (text: string) => ReplyLine | null, trace: NoticeTrace, changing: readonly string[]): Reading => {
  let isNotice = false;
  let last: ReplyLine["kind"] = "quoted";
  let isChanged = false;
  const kindOf = (text: string): ReplyLine["kind"] => {
    if (text.trim() === "") {
      isChanged = false;
      return last === "own" ? "own" : "quoted";
    }
    isChanged ||= changing.some((start) => text.replace(/^[\s・*-]+/u, "").startsWith(start));
    const isKnown = trace.takes(text, true);
    isNotice ||= isKnown;
    return isKnown || isChanged || !isNotice || mark.test(text) ? "quoted" : "own";
  };
  return (_, text) => {
    const question = ask(text);
    if (question !== null) {
      isNotice = true;
      isChanged = false;
      trace.takes(text, true);
    }
    const read = question ?? line(text, kindOf(text));
    last = read.kind;
    return read;
  };
};

/** Tells the customer's own lines from what they quote. Quoted text and signatures never make a claim. */
export const readReplyLines = (text: string, known: KnownNotice): readonly ReplyLine[] => {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const { notice = "", changing = [] } = known;
  const start = unmarkedFrom(lines);
  const head = lines.findIndex(
    (each, at) => at > start && coreOf(each) !== "" && !startsUnmarkedQuote(lines, at) && !headerField.test(each),
  );
  const end = notice === "" ? start : head < 0 ? lines.length : unmarkedFrom(lines, head);
  const ask = createQuestionReading(wordingsOf(known));
  const trace = createNoticeTrace(notice);
  const above = createOpenReading(lines, ask, trace);
  const within = createQuotedReading(ask, trace, changing);
  const read = lines.map((each, at) => (at < start ? above(at, each) : at < end ? within(at, each) : line(each, "quoted")));
  return withoutSignature(read);
};
