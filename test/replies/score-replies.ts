import { readdirSync, readFileSync } from "node:fs";
import type { RequirementId } from "../../src/domain/case/requirement.ts";
import { readReply } from "../../src/mail/reply/read-reply.ts";
import { askingNotice } from "./notices.ts";
import type { ExpectedReply } from "./written-reply.ts";

/** How the replies were read. Items: one for each point asked, and one for whether the mail was lawful. */
export interface ReplyScore {
  readonly replies: number;
  readonly items: number;
  readonly right: number;
  /** "Done" where the customer did not say so. */
  readonly wrongDone: number;
  /** Replies whose own text came out exactly, white space aside. */
  readonly textsRight: number;
  readonly misses: readonly string[];
}

const folder = new URL("./mails/", import.meta.url);

/** Names of all mails, without their ending. */
export const replyNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => name.slice(0, -4))
    .toSorted();

const own = { header: "x-sekisho-notice", messageIdDomain: "host.example" };

const letters = (text: string): string => text.normalize("NFKC").replace(/[\s〜～~]/gu, "");

/** Reads the mails of these names and compares each with what it must be read as. */
export const scoreReplies = async (names: readonly string[]): Promise<ReplyScore> => {
  const score = { replies: 0, items: 0, right: 0, wrongDone: 0, textsRight: 0 };
  const misses: string[] = [];
  for (const name of names) {
    const expected = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as ExpectedReply;
    const { asked, questions, head, tail } = askingNotice(expected.notice, expected.language);
    const notice = [...head, ...questions.map((question, at) => `${at + 1}. ${question}`), ...tail].join("\n");
    const read = await readReply(readFileSync(new URL(`${name}.eml`, folder)), { asked, questions, notice, own });
    const claims = new Map<RequirementId, string>(
      "problem" in read ? [] : read.claims.map(({ requirement, claim }) => [requirement, claim]),
    );
    for (const id of asked) {
      const isRight = claims.get(id) === expected.claims[id];
      score.items++;
      score.right += isRight ? 1 : 0;
      score.wrongDone += !isRight && claims.get(id) === "done" ? 1 : 0;
      if (!isRight) misses.push(`${name} ${id}: ${claims.get(id) ?? "none"} instead of ${expected.claims[id] ?? "none"}`);
    }
    const lawful = !("problem" in read) && read.lawful;
    score.items++;
    score.right += lawful === expected.lawful ? 1 : 0;
    if (lawful !== expected.lawful) misses.push(`${name} lawful: ${lawful}`);
    const isTextRight = !("problem" in read) && letters(read.text) === letters(expected.text);
    score.textsRight += isTextRight ? 1 : 0;
    if (!isTextRight) misses.push(`${name} text`);
    score.replies++;
  }
  return { ...score, misses };
};
