import { ownRowsCase } from "../../../domain/deny-row.ts";
import type { NginxMeasure } from "./denied-target.ts";
import type { NginxConfig } from "./nginx-config.ts";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\p{Cc}/gu, " ");

interface Words {
  readonly ja: string;
  readonly en: string;
}

const why: Readonly<Record<NginxMeasure, Words>> = {
  "deny-foreign-writes": {
    ja: "不正利用への緊急の対応として、国外からの送信（フォーム、ログイン、投稿など）を一時的に止めています。ページの閲覧はできます。",
    en: "To stop an abuse, sending from abroad (forms, log-ins, comments) is closed for now. You can go on reading the pages.",
  },
  "deny-writes": {
    ja: "不正利用への緊急の対応として、このサイトへの送信（フォーム、ログイン、投稿など）を一時的に止めています。ページの閲覧はできます。",
    en: "To stop an abuse, sending to this site (forms, log-ins, comments) is closed for now. You can go on reading the pages.",
  },
  "deny-foreign": {
    ja: "不正利用への緊急の対応として、国外からのアクセスを一時的に止めています。",
    en: "To stop an abuse, access from abroad is closed for now.",
  },
  "deny-network": {
    ja: "不正利用への緊急の対応として、お使いのネットワークからのアクセスを一時的に止めています。",
    en: "To stop an abuse, access from your network is closed for now.",
  },
  "deny-path": {
    ja: "不正利用への緊急の対応として、このプログラムへのアクセスを一時的に止めています。ほかのページはご覧いただけます。",
    en: "To stop an abuse, access to this program is closed for now. You can go on reading the other pages.",
  },
};

const unnamed: Words = {
  ja: "不正利用への緊急の対応として、このアクセスを一時的に止めています。",
  en: "To stop an abuse, this access is closed for now.",
};

/** Where no abuse is behind it. */
const byOwner: Words = {
  ja: "サイトの持ち主の設定により、お使いのネットワークからのアクセスを止めています。",
  en: "The owner of this site has closed it to your network.",
};

const wordsFor = (measure: NginxMeasure | null, cases: readonly string[]): Words => {
  if (measure === null) return unnamed;
  return cases.length === 1 && cases[0] === ownRowsCase ? byOwner : why[measure];
};

/** The page that a refused visitor gets: why, and whom to ask. Cases are named so that whoever is asked finds them. */
export const refusedPage = (operator: NginxConfig["operator"], measure: NginxMeasure | null, cases: readonly string[]): string => {
  const { ja, en } = wordsFor(measure, cases);
  const number = cases.map(escaped).join(", ");
  const askJa = `お心当たりのない場合やお急ぎの場合は、${escaped(operator.name)}（${escaped(operator.contact)}）までお知らせください。`;
  const askEn = `If this hits you by mistake, or in a hurry, write to ${escaped(operator.name)} (${escaped(operator.contact)}).`;
  return `<!doctype html>
<html lang="ja">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>403</title></head>
<body style="font:16px/1.7 sans-serif;max-width:40em;margin:3em auto;padding:0 1em">
<h1 style="font-size:1.3em">アクセスを一時的に制限しています</h1>
<p>${ja}</p>
<p>${askJa}${number === "" ? "" : `受付番号: ${number}`}</p>
<section lang="en">
<h2 style="font-size:1.1em">Temporarily restricted</h2>
<p>${en}</p>
<p>${askEn}${number === "" ? "" : ` Case: ${number}`}</p>
</section>
</body>
</html>
`;
};
