import type { ClaimKind, RequirementId } from "../../src/domain/case/requirement.ts";
import { type Client, clientOf, quoteLines } from "./clients.ts";
import { type AskingNotice, askingNotice } from "./notices.ts";

/** What a reply must be read as. */
export interface ExpectedReply {
  readonly notice: string;
  readonly language: "ja" | "en";
  readonly claims: Readonly<Partial<Record<RequirementId, ClaimKind>>>;
  readonly lawful: boolean;
  /** What the customer wrote, without quotes and signature; white space does not count. */
  readonly text: string;
}

/** One reply as a person wrote it, with what its mail program puts around it. */
export interface WrittenReply {
  readonly name: string;
  readonly notice: AskingNotice;
  readonly client: Client;
  readonly clientName: string;
  readonly encoding: string;
  readonly lines: readonly string[];
  /** Index of the first line of the quoted notice at the end; -1 where none is quoted. */
  readonly quoteFrom: number;
  readonly expected: ExpectedReply;
}

const claimOf: Readonly<Record<string, ClaimKind>> = { d: "done", n: "not-needed", h: "need-help", w: "was-ours" };

const logLines = [
  '192.0.2.51 - - [01/Mar/2026:05:21:35 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://site.example" "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"',
  '198.51.100.120 - - [01/Mar/2026:05:26:30 +0900] "POST /contact/ HTTP/1.1" 200 147152 "https://site.example/contact/" "Mozilla/5.0 (Windows NT 6.3; WOW64)"',
];

const numbered = ({ questions }: AskingNotice, at: number): string => `${at}. ${questions[at - 1] ?? ""}`;

const wholeNotice = (notice: AskingNotice): readonly string[] => [
  ...notice.head,
  ...notice.questions.map((_, at) => numbered(notice, at + 1)),
  ...notice.tail,
];

/** The lines of a mail for one written line, and whether they are the customer's own words. */
const linesFor = (line: string, notice: AskingNotice, client: Client): { lines: readonly string[]; own: boolean } => {
  const at = Number(/^%(\d)/.exec(line)?.[1] ?? 0);
  if (line === "%N") return { lines: ["", ...client.above, ...quoteLines(wholeNotice(notice), client)], own: false };
  if (line === "%H") return { lines: [...client.above, ...quoteLines(notice.head, client)], own: false };
  if (line === "%T") return { lines: quoteLines(notice.tail, client), own: false };
  if (line === "%l") return { lines: logLines, own: true };
  if (/^%\du$/.test(line)) return { lines: [numbered(notice, at)], own: false };
  const behind = /^%\d=(.*)$/.exec(line)?.[1];
  if (behind !== undefined) return { lines: [`${client.mark}${numbered(notice, at)}${behind}`], own: true };
  if (at > 0) return { lines: quoteLines([numbered(notice, at)], client), own: false };
  if (line.startsWith("~")) return { lines: [line === "~--" ? "-- " : line.slice(1)], own: false };
  return { lines: [line], own: !line.startsWith("> ") };
};

/** A file of `written/`; its replies are named for it. */
export interface WrittenFile {
  readonly name: string;
  readonly language: "ja" | "en";
}

/** All there are. */
export const writtenFiles: readonly WrittenFile[] = [
  { name: "ja", language: "ja" },
  { name: "en", language: "en" },
  { name: "more-ja", language: "ja" },
  { name: "more-en", language: "en" },
];

const toReply = (block: string, { name: file, language }: WrittenFile, at: number): WrittenReply => {
  const [top = "", truth = "", ...body] = block.trimEnd().split("\n");
  const [topic = "", clientName = "", encoding = ""] = top.split(" ");
  const notice = askingNotice(topic, language);
  const client = clientOf(clientName, notice);
  const [, marks = "", lawful] = truth.split(" ");
  if (marks.length !== notice.asked.length) throw new Error(`${file} ${at}: ${marks} for ${notice.asked.length} questions`);
  const parts = body.map((line) => linesFor(line, notice, client));
  const before = body.indexOf("%N");
  return {
    name: `${file}-${String(at).padStart(3, "0")}`,
    notice,
    client,
    clientName,
    encoding,
    lines: parts.flatMap(({ lines }) => lines),
    quoteFrom: before < 0 ? -1 : parts.slice(0, before).flatMap(({ lines }) => lines).length,
    expected: {
      notice: topic,
      language,
      claims: Object.fromEntries(
        notice.asked.flatMap((id, index) => [[id, claimOf[marks[index] ?? ""]] as const].filter(([, claim]) => claim)),
      ),
      lawful: lawful === "L",
      text: parts
        .filter(({ own }) => own)
        .flatMap(({ lines }) => lines)
        .join("\n")
        .trim(),
    },
  };
};

/** The replies of one file of `written/`. */
export const readWritten = (text: string, file: WrittenFile): readonly WrittenReply[] =>
  text
    .split(/^### /m)
    .filter((block) => block.trim() !== "")
    .map((block, index) => toReply(block, file, index + 1));
