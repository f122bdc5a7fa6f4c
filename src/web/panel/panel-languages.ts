import type { NoticeLanguage } from "../../ports/notice-language.ts";
import type { PanelParts } from "./panel-parts.ts";

/** The panel's languages, and which one a request asks for. */
export const languageFor = ({ languages }: Pick<PanelParts, "languages">, asked: string | undefined, otherwise?: string): NoticeLanguage =>
  languages.find(({ code }) => code === asked) ?? languages.find(({ code }) => code === otherwise) ?? languages[0];

/** Links to the same page in the languages that it is not in. */
export const switchesOf = ({ languages }: Pick<PanelParts, "languages">, current: NoticeLanguage) =>
  languages.filter((one) => one !== current).map(({ code, page }) => ({ code, name: page.languageName }));
