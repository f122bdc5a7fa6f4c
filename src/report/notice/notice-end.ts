import type { Case } from "../../domain/case/case.ts";
import { isStanding } from "../../domain/case/containment.ts";
import type { Change, Prompt } from "../../domain/case/notice.ts";
import type { EndFacts, NoticeEnd, NoticeLanguage } from "../../ports/notice-language.ts";
import type { NoticeFormats } from "./notice-formats.ts";

/** What decides that the case ends. */
export const noticeEnd = (found: Case, lead: Change | Prompt): NoticeEnd => {
  if (lead === "dismissed" || lead === "made-good" || found.state === "dismissed") return "settled";
  if (lead === "released" || found.state === "released" || found.state === "closed") return "over";
  const isLimited = found.containments.some(isStanding);
  const isByPolicy = found.terms.release.byPolicy && found.terms.release.people === 1;
  if (found.watch !== null) return isByPolicy || !isLimited ? "watch" : "watch-decided";
  if (!isLimited) return "unlimited";
  return isByPolicy ? "when-met" : "when-decided";
};

/** Moments and spans of the end, as text. */
export const endFacts = ({ terms, watch, timers }: Case, language: NoticeLanguage, formats: NoticeFormats): EndFacts => {
  const deadline = timers.find(({ kind }) => kind === "notice-deadline");
  return {
    watch: language.span(terms.watchMinutes),
    until: watch === null ? null : formats.moment(watch.until),
    deadline: deadline === undefined ? null : formats.moment(deadline.at),
    promise: language.span(terms.promiseMinutes),
  };
};
