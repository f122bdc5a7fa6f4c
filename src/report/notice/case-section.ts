import type { Change, Prompt } from "../../domain/case/notice.ts";
import { type NoticeBlock, type NoticeRow, paragraphsOf, under } from "./notice-block.ts";
import type { NoticeVoice } from "./notice-voice.ts";

/** Which case this is: account, server, site, number, way in. */
export const caseSection = ({ language, view, formats, facts }: NoticeVoice): readonly NoticeBlock[] => {
  const { id, claim } = view.case;
  const { labels } = language;
  const site: readonly NoticeRow[] = claim.site === null ? [] : [{ label: labels.site, text: formats.text(claim.site) }];
  const account: readonly NoticeRow[] = facts.account === null ? [] : [{ label: labels.account, text: facts.account }];
  const rows = [
    { label: labels.case, text: formats.text(id) },
    { label: labels.server, text: formats.text(claim.host) },
    ...account,
    ...site,
    { label: labels.cause, text: language.causes[facts.layer](facts) },
    { label: labels.time, text: formats.zone },
  ];
  return under(language.headings.case, [{ kind: "rows", rows }]);
};

/** Tells whose story another one contains, or would contradict where both are told at once. */
const containedIn: Readonly<Partial<Record<Change | Prompt, readonly (Change | Prompt)[]>>> = {
  detected: ["contained", "widened", "relapsed", "released", "dismissed", "made-good"],
  contained: ["widened", "released", "dismissed", "made-good"],
  widened: ["released", "dismissed", "made-good"],
  checked: ["watching", "released", "dismissed", "made-good"],
  watching: ["relapsed", "released", "dismissed", "made-good"],
  dismissed: ["made-good"],
  received: ["checked", "watching", "released", "dismissed", "made-good"],
  reminder: ["checked", "watching", "relapsed", "released", "dismissed", "made-good"],
};

/** What came about, told by every change that the notice merges and that no other contains, in order of time. */
export const storySection = ({ language, view, told }: NoticeVoice): readonly NoticeBlock[] => {
  const tells = [...new Set(view.tells)].filter((tell) => !containedIn[tell]?.some((other) => view.tells.includes(other)));
  return under(
    language.headings.story,
    tells.flatMap((tell) => paragraphsOf(language.tells[tell].story(told))),
  );
};
