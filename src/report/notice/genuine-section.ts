import { type NoticeBlock, paragraphsOf, under } from "./notice-block.ts";
import type { NoticeVoice } from "./notice-voice.ts";
import { webAddress } from "./web-address.ts";

/** How to tell that the notice is genuine, with and without a link, and who signs. */
export const genuineSection = ({ language, view, formats }: NoticeVoice): readonly NoticeBlock[] => {
  const operator = formats.text(view.operator.name, 60);
  const { genuine } = language;
  const address = webAddress(view.links.genuine);
  const link: readonly NoticeBlock[] = address === null ? [] : [{ kind: "link", text: genuine.link, url: address }];
  return [
    ...under(language.headings.genuine, [
      ...paragraphsOf([genuine.never, genuine.number({ caseId: formats.text(view.case.id), operator })]),
      ...link,
      ...paragraphsOf([genuine.ask(formats.text(view.operator.contact))]),
    ]),
    { kind: "form", lines: language.signature(operator, formats.text(view.operator.contact)) },
  ];
};
