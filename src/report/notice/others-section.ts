import type { OtherLimit } from "../../domain/case/other-limit.ts";
import { type NoticeBlock, paragraphsOf, under } from "./notice-block.ts";
import type { NoticeVoice } from "./notice-voice.ts";

/** Columns of a site's or account's name in a line of the list. */
const placeColumns = 60;

/** So many are listed: a customer of hundreds of cases has a page and a person to ask. */
const mostListed = 10;

const placeOf = ({ target, account, site }: OtherLimit): string => {
  const [first] = [target.site, target.mailbox, target.account].filter((text) => typeof text === "string");
  return first ?? account ?? site ?? "";
};

const lineOf = ({ language, formats, facts }: NoticeVoice, limit: OtherLimit): string => {
  const on = formats.text(placeOf(limit), placeColumns);
  const said = { measure: language.measures[limit.measure].title(facts), on, caseId: formats.text(limit.caseId, 40) };
  return limit.isEnding
    ? language.others.ending(said)
    : language.others.held({ ...said, since: limit.since === null ? null : formats.moment(limit.since) });
};

/** What is limited under other cases, so that nobody takes the end of this one for the end of all. */
export const othersSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, view } = voice;
  const items = view.others.slice(0, mostListed).map((limit) => lineOf(voice, limit));
  return items.length === 0 ? [] : under(language.headings.others, [...paragraphsOf([language.others.intro]), { kind: "list", items }]);
};
