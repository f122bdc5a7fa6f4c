import { isByPerson } from "../../domain/case/claim-by-person.ts";
import type { ShownLine } from "../../domain/case/claimed-abuse.ts";
import type { Change, Prompt } from "../../domain/case/notice.ts";
import type { GapCode } from "../../domain/scan-report.ts";
import type { SeenFacts } from "../../ports/notice-language.ts";
import { maskLine } from "./mask-line.ts";
import { type NoticeBlock, paragraphsOf, under } from "./notice-block.ts";
import type { NoticeVoice } from "./notice-voice.ts";

/** Columns of one quoted line: five lines of a mail. The whole line is on the customer's page. */
const lineColumns = 340;

/** Quoted lines of one file: the first notices show what was seen, later ones remind of it. */
const linesShown = { full: 4, brief: 1 } as const;

const harmTells: readonly (Change | Prompt)[] = ["detected", "contained", "widened", "relapsed", "reminder"];

const seenFacts = ({ view, formats }: NoticeVoice): SeenFacts => {
  const { counts } = view.case.claim;
  return {
    messages: formats.number(counts.messages),
    recipients: formats.number(counts.recipients),
    foreignRecipients: formats.number(counts.foreignRecipients),
    bounced: formats.number(counts.bounced),
    requests: formats.number(counts.requests),
    sources: formats.number(counts.sources),
    foreignRequests: formats.number(counts.foreignRequests),
    refused: formats.number(counts.refusedRequests),
  };
};

const figures = (voice: NoticeVoice): readonly string[] => {
  const { language, view, formats } = voice;
  const { claim } = view.case;
  const words = language.seenWords;
  const seen = seenFacts(voice);
  const hasGap = (code: GapCode): boolean => claim.gaps.some((gap) => gap.code === code);
  const mail = claim.counts.messages > 0 ? words.mail(seen) : hasGap("no-mail-log") ? words.noMailLog : words.noMail;
  const web = claim.counts.requests > 0 ? words.web(seen) : hasGap("no-access-log") ? words.noWebLog : words.noWeb;
  const { messages, share } = claim.cause.explains;
  if (isByPerson(claim)) return [words.byPerson(formats.moment(claim.firstSeen))];
  return [
    words.period(...formats.range(claim.firstSeen, claim.lastSeen)),
    web,
    mail,
    ...(messages > 0 ? [words.share(formats.number(messages), formats.percent(share))] : []),
  ];
};

const byInput = (lines: readonly ShownLine[]): ReadonlyMap<string, readonly ShownLine[]> => Map.groupBy(lines, ({ input }) => input);

/** Quoted lines, file by file; both sides have theirs, since a file is either of mail or of requests. */
const quotedLines = ({ language, view, formats }: NoticeVoice, most: number): readonly NoticeBlock[] => {
  const blocks = [...byInput(view.case.claim.evidence)].map(([input, lines]): NoticeBlock => {
    const shown = lines.slice(0, most).map(({ line }) => formats.text(maskLine(line), lineColumns));
    const more = lines.length > most ? [language.seenWords.more(formats.number(lines.length - most))] : [];
    return { kind: "lines", head: language.seenWords.lines(formats.text(input)), lines: [...shown, ...more] };
  });
  return blocks.length === 0 ? [] : [...blocks, { kind: "paragraph", text: language.seenWords.masked }];
};

/** What both logs showed, with figures and lines. */
export const seenSection = (voice: NoticeVoice): readonly NoticeBlock[] => {
  const { language, facts, view } = voice;
  const isFull = view.tells.some((tell) => harmTells.includes(tell));
  return under(language.headings.seen, [
    ...(isFull ? paragraphsOf([language.seen[facts.class](facts)]) : []),
    { kind: "list", items: figures(voice) },
    ...quotedLines(voice, isFull ? linesShown.full : linesShown.brief),
  ]);
};
