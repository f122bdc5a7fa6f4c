import type { CustomerClaim } from "../../domain/case/fact.ts";
import { claimKinds } from "../../domain/case/requirement.ts";
import { html, type Markup } from "../../report/html.ts";
import type { AskedOnPage, ComposedPage } from "../../report/notice/compose-page.ts";

/** Characters of one text: a customer may say a lot, and a machine may not. */
const longestText = 4_000;

const questionMarkup = ({ id, label, before }: AskedOnPage, { claims, words }: ComposedPage): Markup => html`<fieldset>
<legend>${label}</legend>
${before === null ? null : html`<p class="note">${before}</p>`}
<label class="choice"><input type="radio" name="claim.${id}" value="" checked>${words.answer.choose}</label>
${claims.map(({ kind, text }) => html`<label class="choice"><input type="radio" name="claim.${id}" value="${kind}">${text}</label>`)}
<label for="text.${id}">${words.answer.text}</label>
<textarea id="text.${id}" name="text.${id}" rows="2" maxlength="${longestText}"></textarea>
</fieldset>`;

/** The form of a case: a claim and a text for each condition that is open, and one text for all else. Works without a script. */
export const answerForm = (page: ComposedPage, seal: string): Markup => {
  const { words, questions, byMail } = page;
  return html`<section id="answer">
<h2>${words.answer.heading}</h2>
<p>${questions.length === 0 ? words.answer.closed : words.answer.intro}</p>
<form method="post" action="?lang=${page.language}" accept-charset="utf-8">
<input type="hidden" name="seal" value="${seal}">
${questions.map((question) => questionMarkup(question, page))}
<label for="message">${words.answer.message}</label>
<textarea id="message" name="message" rows="4" maxlength="${longestText}"></textarea>
<button type="submit">${words.answer.send}</button>
</form>
<p class="soft">${byMail}</p>
</section>`;
};

/** What a filled form says. */
export interface FilledForm {
  readonly seal: string;
  readonly claims: readonly CustomerClaim[];
  readonly text: string;
}

const textOf = (fields: URLSearchParams, name: string): string => (fields.get(name) ?? "").slice(0, longestText).trim();

/** Reads a form that was sent; what it names and the page did not ask is passed over. */
export const readAnswerForm = (fields: URLSearchParams, { questions }: Pick<ComposedPage, "questions">): FilledForm => {
  const chosen = questions.map(({ id }) => ({
    requirement: id,
    claim: claimKinds.find((kind) => kind === fields.get(`claim.${id}`)),
    text: textOf(fields, `text.${id}`),
  }));
  const claims = chosen.flatMap(({ requirement, claim, text }) => (claim === undefined ? [] : [{ requirement, claim, text }]));
  // A text beside a condition for which nothing was chosen is not lost: it goes with the rest.
  const loose = chosen
    .filter(({ claim, text }) => claim === undefined && text !== "")
    .map(({ requirement, text }) => `${requirement}: ${text}`);
  return { seal: textOf(fields, "seal"), claims, text: [...loose, textOf(fields, "message")].filter((text) => text !== "").join("\n") };
};
