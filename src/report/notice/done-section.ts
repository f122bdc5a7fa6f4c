import type { Actor } from "../../domain/case/actor.ts";
import type { Containment } from "../../domain/case/containment.ts";
import type { TargetFacts } from "../../ports/notice-language.ts";
import { isSettling, isWithdrawn } from "./lead-tell.ts";
import { type NoticeBlock, type NoticeRow, paragraphsOf, under } from "./notice-block.ts";
import { type Held, holdingHere, holdingNow, isOnMail } from "./notice-limits.ts";
import type { NoticeVoice } from "./notice-voice.ts";

const textOf = ({ formats }: NoticeVoice, value: Containment["target"][string] | undefined): string | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return formats.number(value);
  return formats.text(typeof value === "string" ? value : value.join(", "), 200);
};

const targetFacts = (voice: NoticeVoice, { target }: Pick<Containment, "target">): TargetFacts => ({
  ...voice.facts,
  path: textOf(voice, target.path) ?? voice.facts.path,
  file: textOf(voice, target.file) ?? voice.facts.file,
  mailbox: textOf(voice, target.mailbox) ?? voice.facts.mailbox,
  account: textOf(voice, target.account) ?? voice.facts.account,
  networks: textOf(voice, target.cidrs),
  perHour: textOf(voice, target.perHour),
});

const inForce = (voice: NoticeVoice, containment: Containment): readonly NoticeBlock[] => {
  const { language, formats } = voice;
  const since: readonly NoticeRow[] =
    containment.provenAt === null ? [] : [{ label: language.labels.since, text: formats.moment(containment.provenAt) }];
  return [
    { kind: "paragraph", text: language.measures[containment.measure].does(targetFacts(voice, containment)) },
    { kind: "rows", rows: [...since, { label: language.labels.decided, text: language.decided[deciderOf(containment.decidedBy)].short }] },
  ];
};

const ended = ({ language, formats, facts }: NoticeVoice, { measure, state, release, liftedAt }: Containment): readonly string[] => {
  const name = language.measures[measure].title(facts);
  if (state === "lifting") return [language.done.lifting(name)];
  return state === "lifted" && release !== null ? [language.done.liftedAt(name, formats.moment(liftedAt ?? release.at))] : [];
};

/** Policy and machines decide alike in the eyes of who is told. */
const deciderOf = ({ kind }: Actor): "machine" | "person" => (kind === "person" ? "person" : "machine");

/** What was done, since when, by whom, on which clause, and what was undone. */
export const doneSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view, formats } = voice;
  const holding = holdingNow(view.case);
  const past = view.case.containments.flatMap((containment) => ended(voice, containment));
  const clause =
    !isWithdrawn(voice.lead) && view.case.containments.some(({ provenAt }) => provenAt !== null)
      ? [language.done.clause(formats.text(view.case.terms.clause))]
      : [];
  return under(language.headings.done, [
    ...(holding.length + past.length === 0
      ? paragraphsOf([view.others.length > 0 ? language.done.nothingHere : language.done.nothing])
      : []),
    ...holding.flatMap((containment) => inForce(voice, containment)),
    ...(past.length === 0 ? [] : [{ kind: "list", items: past } as const]),
    ...paragraphsOf(clause),
  ]);
};

/** Of the site what its widest measure leaves, of mail what the widest on mail leaves: less is never promised away by one beside it. */
const unhindered = (voice: NoticeVoice): readonly string[] => {
  const holding = holdingHere(voice.view);
  const onSite = holding.find(({ measure }) => !isOnMail(measure)) ?? holding[0];
  const onMail = holding.find(({ measure }) => isOnMail(measure)) ?? holding[0];
  if (onSite === undefined || onMail === undefined) return [];
  const works = (containment: Held) => voice.language.measures[containment.measure].works(targetFacts(voice, containment));
  return [...works(onSite).site, ...works(onMail).mail];
};

/** What still works while something is limited. */
export const worksSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const items = unhindered(voice);
  return items.length === 0 ? [] : under(voice.language.headings.works, [{ kind: "list", items }]);
};

const lastDecider = ({ view, lead }: NoticeVoice): "machine" | "person" => {
  const last = view.case.containments.at(-1);
  if (isWithdrawn(lead)) return last?.release ? deciderOf(last.release.by) : "person";
  if (lead === "released") return last?.release ? deciderOf(last.release.by) : "machine";
  return last === undefined ? "machine" : deciderOf(last.decidedBy);
};

/** Whether a machine or a person decided what this notice tells, under which policy, and how to object. */
export const decidedSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view, formats, lead } = voice;
  const text = language.decided[lastDecider(voice)][isSettling(lead) ? "ended" : "begun"];
  const objection = language.object({
    contact: formats.text(view.operator.contact),
    promise: language.span(view.case.terms.promiseMinutes),
    claim: language.claims["was-ours"].word,
  });
  return [
    ...under(language.headings.decided, paragraphsOf([text, language.policyVersion(formats.text(view.case.terms.version, 24))])),
    ...(isWithdrawn(lead) ? [] : under(language.headings.object, paragraphsOf(objection))),
  ];
};
