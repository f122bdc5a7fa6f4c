import type { Change, Prompt } from "../../domain/case/notice.ts";
import type { NoticeEnd, NoticeFacts, NoticeLanguage, TellFacts } from "../../ports/notice-language.ts";
import { leadTell } from "./lead-tell.ts";
import { noticeEnd } from "./notice-end.ts";
import { noticeFacts, tellFacts } from "./notice-facts.ts";
import { createNoticeFormats, type NoticeFormats } from "./notice-formats.ts";
import { type LimitWords, limitWords } from "./notice-limits.ts";
import type { NoticeView } from "./notice-view.ts";

/** What turns the data of one notice into sentences. */
export interface NoticeVoice {
  readonly language: NoticeLanguage;
  readonly view: NoticeView;
  readonly formats: NoticeFormats;
  readonly facts: NoticeFacts;
  readonly told: TellFacts;
  /** The tell that subject and opening follow. */
  readonly lead: Change | Prompt;
  readonly limits: LimitWords;
  readonly end: NoticeEnd;
}

const overdueTasks = ({ case: { tasks }, at }: NoticeView, language: NoticeLanguage, formats: NoticeFormats): readonly string[] =>
  tasks
    .filter(({ doneAt, missedAt, dueAt }) => doneAt === null && (missedAt !== null || dueAt <= at))
    .map(({ kind, dueAt }) => language.overdue(language.tasks[kind], formats.moment(dueAt)));

/** The voice in which one notice is told. */
export const createNoticeVoice = (language: NoticeLanguage, view: NoticeView): NoticeVoice => {
  const formats = createNoticeFormats(language, view.timezone, view.at);
  const facts = noticeFacts(view, formats);
  const lead = leadTell(view);
  return {
    language,
    view,
    formats,
    facts,
    told: tellFacts(view, facts, formats, overdueTasks(view, language, formats)),
    lead,
    limits: limitWords(view, language, facts),
    end: noticeEnd(view.case, lead),
  };
};
