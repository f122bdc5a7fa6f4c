import { type ClaimKind, claimKinds, type RequirementId } from "../../domain/case/requirement.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import type { PageWords } from "../../ports/page-words.ts";
import type { Markup } from "../html.ts";
import { askedSection, endSection } from "./asked-section.ts";
import { caseSection } from "./case-section.ts";
import { decidedSection, doneSection, worksSection } from "./done-section.ts";
import { isSettling } from "./lead-tell.ts";
import type { NoticeView } from "./notice-view.ts";
import { createNoticeVoice, type NoticeVoice } from "./notice-voice.ts";
import { openingSection } from "./opening-section.ts";
import { othersSection } from "./others-section.ts";
import { pageMarkup } from "./page-markup.ts";
import { regularsSection } from "./regulars-section.ts";
import { seenSection } from "./seen-section.ts";

/** One condition that can be answered on the page. Texts are ready to show but not escaped. */
export interface AskedOnPage {
  readonly id: RequirementId;
  readonly label: string;
  /** What was said of it before; null where nothing was. */
  readonly before: string | null;
}

/** The customer's page of a case, in parts: the frame and the form are the web's. */
export interface ComposedPage {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  readonly asOf: string;
  readonly genuine: string;
  /** What came about, who reaches the site, what to do first, when it ends. */
  readonly opening: Markup;
  /** What is asked, with the latest finding, and what decides the end. */
  readonly asked: Markup;
  readonly rest: Markup;
  readonly questions: readonly AskedOnPage[];
  readonly claims: readonly { readonly kind: ClaimKind; readonly text: string }[];
  readonly byMail: string;
  readonly words: PageWords;
}

const questionsOf = ({ language, view, formats, facts, lead }: NoticeVoice): readonly AskedOnPage[] =>
  isSettling(lead)
    ? []
    : view.case.requirements.flatMap(({ id, state, claim }, at) =>
        state === "met" || id === "harm-stopped"
          ? []
          : [
              {
                id,
                label: `${at + 1}. ${language.requirements[id].title(facts)}`,
                before: claim === null ? null : language.page.answer.before(language.claims[claim.kind].word, formats.moment(claim.at)),
              },
            ],
      );

const wholeSections = [doneSection, regularsSection, othersSection, worksSection, seenSection, decidedSection, caseSection] as const;

/** The page in one language, from the same sections as a notice: it shows nothing that no notice would. `host`: how the page's address begins. */
export const composePage = (language: NoticeLanguage, view: NoticeView, host: string): ComposedPage => {
  const voice = createNoticeVoice(language, view);
  const { formats, facts } = voice;
  const { page } = language;
  return {
    language: language.code,
    title: page.title(facts.place),
    asOf: page.asOf(formats.moment(view.at)),
    genuine: page.genuine({ host: formats.text(host), caseId: formats.text(view.case.id, 40) }),
    // The greeting is a letter's.
    opening: pageMarkup(openingSection(voice).slice(1)),
    asked: pageMarkup([...askedSection(voice), ...endSection(voice)]),
    rest: pageMarkup(wholeSections.flatMap((section) => section(voice))),
    questions: questionsOf(voice),
    claims: claimKinds.map((kind) => ({
      kind,
      text: `${language.claims[kind].word}${language.signs.colon}${language.claims[kind].meaning}`,
    })),
    byMail: page.answer.byMail(formats.text(view.operator.contact)),
    words: page,
  };
};
