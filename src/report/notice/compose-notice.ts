import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { answerSection, askedSection, endSection } from "./asked-section.ts";
import { caseSection, storySection } from "./case-section.ts";
import { decidedSection, doneSection, worksSection } from "./done-section.ts";
import { genuineSection } from "./genuine-section.ts";
import type { NoticeBlock } from "./notice-block.ts";
import { noticeHtml } from "./notice-html.ts";
import { noticeText } from "./notice-text.ts";
import type { NoticeView } from "./notice-view.ts";
import { createNoticeVoice, type NoticeVoice } from "./notice-voice.ts";
import { openingSection } from "./opening-section.ts";
import { othersSection } from "./others-section.ts";
import { regularsSection } from "./regulars-section.ts";
import { seenSection } from "./seen-section.ts";

/** A notice ready to be sent: subject without line breaks, text first, HTML as its twin with the same words. */
export interface ComposedNotice {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Columns of a subject: what phones show of one is less, what servers refuse is far more. */
const subjectColumns = 150;

/** In the order in which a reader asks. */
const sections: readonly ((voice: NoticeVoice) => readonly NoticeBlock[])[] = [
  openingSection,
  caseSection,
  storySection,
  seenSection,
  doneSection,
  regularsSection,
  othersSection,
  worksSection,
  askedSection,
  endSection,
  answerSection,
  decidedSection,
  genuineSection,
];

const subjectOf = ({ language, view, formats, facts, told, lead, limits }: NoticeVoice): string => {
  const about = language.tells[lead].subject({
    place: facts.place,
    limit: limits.short,
    until: told.until,
    open: told.open,
    wasLimited: told.wasLimited,
    othersHold: told.othersHold,
  });
  return formats.text(language.subject(about, formats.text(view.case.id, 40)), subjectColumns);
};

/** The notice in one language. Pure: the same view gives the same bytes. Nothing from outside reaches it unescaped or unbounded. */
export const composeNotice = (language: NoticeLanguage, view: NoticeView): ComposedNotice => {
  const voice = createNoticeVoice(language, view);
  const blocks = sections.flatMap((section) => section(voice));
  const subject = subjectOf(voice);
  return { subject, text: noticeText(blocks, language), html: noticeHtml(blocks, language, subject) };
};
