import { expect, it } from "vitest";
import type { RequirementId } from "../../src/domain/case/requirement.ts";
import { readAnswers } from "../../src/mail/reply/read-answers.ts";
import { askingNotice } from "./notices.ts";
import { shortAnswers } from "./short-answers.ts";

const marks: Readonly<Record<string, string>> = { done: "d", "not-needed": "n", "need-help": "h", "was-ours": "w" };

it.each(shortAnswers)('to a notice on %s, "%s" is read as %s', (topic, text, expected) => {
  const { asked, questions } = askingNotice(topic, /[\u3040-\u9fff]/.test(text) ? "ja" : "en");
  const claims = new Map<RequirementId, string>(readAnswers(text, { asked, questions }).claims.map((one) => [one.requirement, one.claim]));
  expect(asked.map((id) => marks[claims.get(id) ?? ""] ?? ".").join("")).toBe(expected);
});
