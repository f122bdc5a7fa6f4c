import type { AskingNotice } from "./notices.ts";

/** How one mail program quotes: the lines above what it quotes, and the mark before each line; an empty mark quotes without one. */
export interface Client {
  readonly above: readonly string[];
  readonly mark: string;
  readonly mailer: string;
  /** Columns after which it breaks quoted lines; full-width letters count two. */
  readonly wrapsAt: number;
}

const desk = "desk+k3v9x2m7q4t8w1z5b6n0c3d2f7@host.example";

const japanese = ({ subject }: AskingNotice): Record<string, Client> => ({
  thunderbird: { above: ["2026/03/01 10:00、例ホスティング さんは書きました:"], mark: "> ", mailer: "Mozilla Thunderbird", wrapsAt: 72 },
  gmail: { above: [`2026年3月1日(日) 10:00 例ホスティング <${desk}>:`, ""], mark: "> ", mailer: "", wrapsAt: 78 },
  becky: {
    above: ["On Sun, 1 Mar 2026 10:00:00 +0900", `例ホスティング <${desk}> wrote:`, ""],
    mark: "> ",
    mailer: "Becky! ver. 2.81.02 [ja]",
    wrapsAt: 70,
  },
  apple: { above: [`2026/03/01 10:00、例ホスティング <${desk}>のメール:`, ""], mark: "> ", mailer: "Apple Mail (2.3774)", wrapsAt: 500 },
  iphone: { above: [`2026/03/01 10:00、例ホスティング <${desk}>のメール:`, ""], mark: "> ", mailer: "iPhone Mail (22D72)", wrapsAt: 500 },
  outlook: {
    above: [
      "________________________________",
      `差出人: 例ホスティング <${desk}>`,
      "送信日時: 2026年3月1日 10:00",
      "宛先: 山田 太郎 <owner@elsewhere.example>",
      `件名: ${subject}`,
      "",
    ],
    mark: "",
    mailer: "Microsoft Outlook 16.0",
    wrapsAt: 500,
  },
  orig: {
    above: [
      "-----Original Message-----",
      `From: 例ホスティング <${desk}>`,
      "Sent: Sunday, March 1, 2026 10:00 AM",
      "To: 山田 太郎 <owner@elsewhere.example>",
      `Subject: ${subject}`,
      "",
    ],
    mark: "",
    mailer: "Microsoft Outlook 16.0",
    wrapsAt: 500,
  },
  yahoo: {
    above: [
      "----- Original Message -----",
      `>From: 例ホスティング <${desk}>`,
      ">To: owner@elsewhere.example",
      ">Date: 2026/3/1, Sun 10:00",
      `>Subject: ${subject}`,
      ">",
    ],
    mark: ">",
    mailer: "YahooMailWebService/0.8.111_77",
    wrapsAt: 500,
  },
  zen: { above: [], mark: "＞", mailer: "Shuriken", wrapsAt: 72 },
  agency: {
    above: [
      "---------- 転送メッセージ ---------",
      `From: 例ホスティング <${desk}>`,
      "日時: 2026年3月1日(日) 10:00",
      `件名: ${subject}`,
      "To: 山田 太郎 <owner@elsewhere.example>",
      "",
    ],
    mark: "",
    mailer: "",
    wrapsAt: 500,
  },
  none: { above: [], mark: "> ", mailer: "", wrapsAt: 500 },
});

const english = ({ subject }: AskingNotice): Record<string, Client> => ({
  thunderbird: { above: ["On 01/03/2026 10:00, Sample Hosting wrote:"], mark: "> ", mailer: "Mozilla Thunderbird", wrapsAt: 72 },
  gmail: { above: ["On Sun, Mar 1, 2026 at 10:00 AM Sample Hosting <", `${desk}> wrote:`, ""], mark: "> ", mailer: "", wrapsAt: 78 },
  apple: {
    above: [`> On 1 Mar 2026, at 10:00, Sample Hosting <${desk}> wrote:`, ">"],
    mark: "> ",
    mailer: "Apple Mail (2.3774)",
    wrapsAt: 500,
  },
  iphone: {
    above: [`On Mar 1, 2026, at 10:00 AM, Sample Hosting <${desk}> wrote:`, ""],
    mark: "﻿> ",
    mailer: "iPhone Mail (22D72)",
    wrapsAt: 500,
  },
  outlook: {
    above: [
      "________________________________",
      `From: Sample Hosting <${desk}>`,
      "Sent: 01 March 2026 10:00",
      "To: Jane Miller <owner@elsewhere.example>",
      `Subject: ${subject}`,
      "",
    ],
    mark: "",
    mailer: "Microsoft Outlook 16.0",
    wrapsAt: 500,
  },
  orig: {
    above: [
      "-----Original Message-----",
      `From: Sample Hosting <${desk}>`,
      "Sent: Sunday, March 1, 2026 10:00 AM",
      "To: owner@elsewhere.example",
      `Subject: ${subject}`,
      "",
    ],
    mark: "",
    mailer: "Microsoft Outlook 16.0",
    wrapsAt: 500,
  },
  yahoo: {
    above: [`On Sunday, March 1, 2026 at 10:00:00 AM GMT+1, Sample Hosting <${desk}> wrote:`, ""],
    mark: " ",
    mailer: "WebService/1.1.23369 YMailNorrin",
    wrapsAt: 500,
  },
  agency: {
    above: [
      "---------- Forwarded message ---------",
      `From: Sample Hosting <${desk}>`,
      "Date: Sun, Mar 1, 2026 at 10:00 AM",
      `Subject: ${subject}`,
      "To: <owner@elsewhere.example>",
      "",
    ],
    mark: "",
    mailer: "",
    wrapsAt: 500,
  },
  none: { above: [], mark: "> ", mailer: "", wrapsAt: 500 },
});

const columnsOf = (char: string): number => (char.charCodeAt(0) > 0x2e7f ? 2 : 1);

const wrapped = (line: string, wrapsAt: number): readonly string[] => {
  const lines = [""];
  let columns = 0;
  for (const unit of line.match(/[\x21-\x7e]+ ?|./gsu) ?? []) {
    const width = [...unit].reduce((sum, char) => sum + columnsOf(char), 0);
    if (columns > 0 && columns + width > wrapsAt) {
      lines.push("");
      columns = 0;
    }
    lines[lines.length - 1] += unit;
    columns += width;
  }
  return lines.map((text) => text.trimEnd());
};

/** How a client by that name and language quotes a notice. */
export const clientOf = (name: string, notice: AskingNotice): Client => {
  const client = (notice.language === "ja" ? japanese : english)(notice)[name];
  if (!client) throw new Error(`no ${notice.language} client is called ${name}`);
  return client;
};

/** Lines of the notice as this client quotes them. */
export const quoteLines = (lines: readonly string[], { mark, wrapsAt }: Client): readonly string[] =>
  lines.flatMap((line) => wrapped(line, wrapsAt).map((text) => (mark === "> " && text === "" ? ">" : `${mark}${text}`)));
