import { type AutoMail, type OwnMail, readAutoMail } from "./auto-mail.ts";
import type { MailProblem } from "./mail-limits.ts";
import { readMailText } from "./mail-text.ts";
import { type Answers, type AskedPoints, readAnswers } from "./read-answers.ts";

/** What the reading of a reply goes by. */
export interface ReplyTerms extends AskedPoints {
  readonly own: OwnMail;
}

/** A reply as read; `auto` is null where a person wrote it. */
export interface ParsedReply extends Answers {
  readonly auto: AutoMail | null;
}

/** A reply, or why it was not read. */
export type ReplyReading = ParsedReply | { readonly problem: MailProblem };

/** A machine's words are no claim. What came through a list may be a person's. */
const withoutClaims = (answers: Answers): Answers => ({ ...answers, claims: [], lawful: false });

/** Reads a mail in this thread: for what is trusted to end. Received mail goes through `parseReply`. */
export const readReply = async (bytes: Uint8Array, terms: ReplyTerms): Promise<ReplyReading> => {
  const mail = await readMailText(bytes);
  if ("problem" in mail) return mail;
  const auto = readAutoMail(mail, terms.own);
  const answers = readAnswers(mail.text, terms);
  return { ...(auto === null || auto.kind === "list" ? answers : withoutClaims(answers)), auto };
};
