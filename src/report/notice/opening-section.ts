import type { Requirement } from "../../domain/case/requirement.ts";
import { isSettling } from "./lead-tell.ts";
import type { NoticeBlock } from "./notice-block.ts";
import { endFacts } from "./notice-end.ts";
import type { NoticeVoice } from "./notice-voice.ts";

/** Columns of the reader's name in the greeting. */
const nameColumns = 24;

/** The condition to begin with: the first that is open and that the customer can do something about. */
const firstOpen = (requirements: readonly Requirement[]): Requirement | undefined => {
  const open = requirements.filter(({ state }) => state !== "met");
  const theirs = open.filter(({ id }) => id !== "harm-stopped");
  return theirs.find(({ state }) => state === "not-met") ?? theirs[0] ?? open[0];
};

const firstThing = ({ language, view, facts, lead }: NoticeVoice): string => {
  const { requirements, watch } = view.case;
  const next = firstOpen(requirements);
  if (isSettling(lead) || watch !== null) return language.opening.nothingToDo;
  if (lead === "received" || lead === "delayed" || next === undefined) return language.opening.onlyWait;
  return language.requirements[next.id].first(facts);
};

/**
 * What a frightened reader has to know before anything else: who can and cannot reach the site, search engines, the first thing to do,
 * when it ends. Stays within the mail's first 400 characters; a test holds that for every language.
 */
export const openingSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view, formats, facts, told, lead, limits, end } = voice;
  const name = view.contactName === null ? null : formats.text(view.contactName, nameColumns);
  return [
    { kind: "paragraph", text: language.greeting(name) },
    { kind: "paragraph", text: language.tells[lead].lead(told, language.happened[facts.class](facts)) },
    {
      kind: "points",
      rows: [
        { label: language.opening.reach, text: limits.reach },
        { label: language.opening.search, text: limits.search },
        { label: language.opening.first, text: firstThing(voice) },
        { label: language.opening.ends, text: language.ends[end].short(endFacts(view.case, language, formats)) },
      ],
    },
  ];
};
