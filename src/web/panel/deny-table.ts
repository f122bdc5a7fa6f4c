import type { DenyList, SystemRow } from "../../domain/deny-list.ts";
import type { DenyRow } from "../../domain/deny-row.ts";
import type { NoticeLanguage } from "../../ports/notice-language.ts";
import { html, type Markup } from "../../report/html.ts";
import { wordsOf } from "../../report/languages.ts";

/** Names of the classes of abuse are the report's, which speaks two languages. */
const classWords = (code: string): ReturnType<typeof wordsOf>["classes"] => wordsOf(code === "ja" ? "ja" : "en").classes;

const systemMarkup = ({ code, page: { denyList }, measures }: NoticeLanguage, row: SystemRow): Markup => {
  const what = row.path === null ? measures[row.measure].short : `${measures[row.measure].short} ${row.path}`;
  return html`<tr><th scope="row">${row.network} <span class="soft">${denyList.locked}</span></th><td>${what}</td><td>${classWords(code)[row.class]}<br>${denyList.ofCase(row.caseId)}</td></tr>
`;
};

const ownMarkup = ({ page: { denyList } }: NoticeLanguage, { network, note }: DenyRow): Markup =>
  html`<tr><th scope="row">${network}</th><td>${denyList.own}</td><td>${note}</td></tr>
`;

/** A site's deny list to be read; null where nobody is turned away. */
export const denyTable = (language: NoticeLanguage, list: DenyList | null): Markup | null => {
  if (list === null || list.system.length + list.own.length === 0) return null;
  const { heading, intro, heads, waiting } = language.page.denyList;
  const isWaiting = list.ownState === "waiting" || list.ownState === "no-enforcer";
  return html`<section><h2>${heading}</h2><p class="soft">${intro}</p>
<table><thead><tr><th scope="col">${heads.network}</th><th scope="col">${heads.what}</th><th scope="col">${heads.why}</th></tr></thead><tbody>
${list.system.map((row) => systemMarkup(language, row))}${list.own.map((row) => ownMarkup(language, row))}</tbody></table>${isWaiting ? html`<p class="note">${waiting}</p>` : null}</section>`;
};
