import { type FindingCode, findingCodes } from "../../domain/case/finding-code.ts";
import type { Requirement } from "../../domain/case/requirement.ts";
import { claimKinds } from "../../domain/case/requirement.ts";
import { isSettling } from "./lead-tell.ts";
import { type NoticeBlock, paragraphsOf, under } from "./notice-block.ts";
import { endFacts } from "./notice-end.ts";
import type { NoticeVoice } from "./notice-voice.ts";
import { webAddress } from "./web-address.ts";

/** Whether it is the customer's turn: not once all is met, nor when the notice ends the matter or says that we are at work. */
const isAsking = ({ view, lead }: NoticeVoice): boolean =>
  !isSettling(lead) &&
  lead !== "received" &&
  lead !== "delayed" &&
  view.case.watch === null &&
  view.case.requirements.some(({ state }) => state !== "met");

const isKnown = (code: string): code is FindingCode => (findingCodes as readonly string[]).includes(code);

/** State, what was found, and the one step that closes it. Before anything was checked there is nothing to say: "unknown" would only worry. */
const findingText = ({ language, formats, facts }: NoticeVoice, { id, finding, state }: Requirement): readonly string[] => {
  if (finding === null) return [];
  const detail = Object.fromEntries(
    Object.entries(finding.detail).map(([name, value]) => [name, typeof value === "number" ? formats.number(value) : formats.text(value)]),
  );
  return [
    language.asked.state(language.states[state], formats.moment(finding.at)),
    ...(isKnown(finding.code) ? [language.asked.found(language.findings[finding.code](detail))] : []),
    ...(state === "not-met" ? [language.asked.next(language.requirements[id].first(facts))] : []),
    ...(state === "unknown" ? [language.asked.byPerson] : []),
  ];
};

/** The steps of a condition, or the number of the one before it that has the same. */
const stepsOf = (voice: NoticeVoice, { id, state }: Requirement): readonly string[] | number => {
  const { language, view, facts } = voice;
  if (state === "met" || !isAsking(voice)) return [];
  const steps = language.requirements[id].steps(facts);
  const same = view.case.requirements.findIndex(
    (other) => other.state !== "met" && language.requirements[other.id].steps(facts).join("\n") === steps.join("\n"),
  );
  return steps.length > 0 && view.case.requirements[same]?.id !== id ? same + 1 : steps;
};

const conditionBlock = (voice: NoticeVoice, requirement: Requirement, number: number): NoticeBlock => {
  const { language, facts } = voice;
  const words = language.requirements[requirement.id];
  const steps = stepsOf(voice, requirement);
  return {
    kind: "condition",
    number,
    text: words.condition(facts),
    notes: [...findingText(voice, requirement), ...(typeof steps === "number" ? [language.asked.sameAs(String(steps))] : [])],
    stepsHead: language.asked.howTo,
    steps: typeof steps === "number" ? [] : steps,
  };
};

/**
 * What is asked: every condition under the number of its place in the case, so that a number means the same in every notice and answer;
 * the policy lists them in the order in which to do them.
 */
export const askedSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view, formats } = voice;
  if (isSettling(voice.lead) || view.case.requirements.length === 0) return [];
  const conditions = view.case.requirements.map((requirement, at) => conditionBlock(voice, requirement, at + 1));
  const intro = isAsking(voice)
    ? [language.asked.intro(formats.number(conditions.length)), ...(conditions.length > 1 ? [language.asked.yourWay] : [])]
    : [];
  return under(language.headings.asked, [...paragraphsOf(intro), ...conditions]);
};

/** When it ends by itself, or what decides. */
export const endSection = ({ language, view, formats, end }: NoticeVoice): readonly NoticeBlock[] =>
  under(language.headings.ends, paragraphsOf(language.ends[end].long(endFacts(view.case, language, formats))));

const formLines = ({ language, view, formats, facts }: NoticeVoice): readonly string[] => [
  `${language.labels.case}${language.signs.colon}${formats.text(view.case.id)}`,
  ...view.case.requirements.flatMap(({ id, state }, at) =>
    state === "met" || id === "harm-stopped" ? [] : [`${at + 1}. ${language.requirements[id].title(facts)} ⇒`],
  ),
];

/** How to answer: by mail with number and answer, or on the page. Nothing to answer is said as well. */
export const answerSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view } = voice;
  const page = webAddress(view.links.page);
  const link: readonly NoticeBlock[] = page === null ? [] : [{ kind: "link", text: language.answer.page, url: page }];
  if (!isAsking(voice)) return under(language.headings.answer, [...paragraphsOf([language.answer.notNeeded]), ...link]);
  const words = claimKinds.map((kind) => `${language.claims[kind].word}${language.signs.colon}${language.claims[kind].meaning}`);
  return under(language.headings.answer, [
    ...paragraphsOf(language.answer.intro({ hasPage: page !== null })),
    { kind: "list", items: words },
    ...link,
    { kind: "heading", text: language.headings.form },
    { kind: "form", lines: formLines(voice) },
  ]);
};
