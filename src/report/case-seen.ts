import type { CaseReport, GapCode } from "../domain/scan-report.ts";
import type { Voice } from "./voice.ts";

const hasGap = ({ runGaps }: Voice, found: CaseReport, code: GapCode): boolean =>
  runGaps.has(code) || found.gaps.some((gap) => gap.code === code);

const peakText = ({ words, formats }: Voice, found: CaseReport): string[] => {
  const busiest = found.series.mailPerHour.reduce<CaseReport["series"]["mailPerHour"][number] | null>(
    (most, hour) => (most === null || hour.messages > most.messages ? hour : most),
    null,
  );
  if (busiest === null || busiest.messages === 0) return [];
  const usual = busiest.usual === null ? words.peakNoPast : words.peakUsual(formats.number(busiest.usual));
  return [words.peak(formats.number(busiest.messages), formats.time(busiest.at)) + words.comma + usual];
};

/** What the mail log showed of the case, a sentence each; says so where there was no mail log. */
export const mailSeen = (voice: Voice, found: CaseReport): string[] => {
  const { words, formats } = voice;
  const { counts } = found;
  const hasMail = counts.messages > 0 || !hasGap(voice, found, "no-mail-log");
  if (!hasMail) return [words.noMailLog];
  if (counts.messages === 0) return [words.noMail];
  const share = (count: number): string =>
    counts.recipients > 0 && count > 0
      ? words.aside(formats.number(count), formats.percent(count / counts.recipients))
      : formats.number(count);
  const seen = words.mailSeen({
    messages: formats.number(counts.messages),
    recipients: formats.number(counts.recipients),
    foreign: share(counts.foreignRecipients),
    bounced: share(counts.bounced),
  });
  return [seen, ...peakText(voice, found)];
};

/** What the access log showed of the case; says so where there was none, or no home country. */
export const webSeen = (voice: Voice, found: CaseReport): string[] => {
  const { words, formats } = voice;
  const { counts } = found;
  if (counts.requests === 0 && hasGap(voice, found, "no-access-log")) return [words.noAccessLog];
  if (counts.requests === 0) return [words.noRequests];
  const isHomeKnown = counts.foreignRequests > 0 || !hasGap(voice, found, "home-unknown");
  return [
    words.webSeen({
      requests: formats.number(counts.requests),
      sources: formats.number(counts.sources),
      foreign: isHomeKnown ? formats.number(counts.foreignRequests) : words.originUnknown,
      refused: formats.number(counts.refusedRequests),
    }),
  ];
};

/** The counts of both logs as labelled figures: of the logs that were read and that hold something of the case. */
export const seenFigures = ({ words, formats }: Voice, { counts }: CaseReport): { readonly label: string; readonly text: string }[] => {
  const { labels } = words;
  const mail = [
    { label: labels.messages, count: counts.messages },
    { label: labels.recipients, count: counts.recipients },
    { label: labels.foreignRecipients, count: counts.foreignRecipients },
    { label: labels.bounced, count: counts.bounced },
  ];
  const web = [
    { label: labels.requests, count: counts.requests },
    { label: labels.sources, count: counts.sources },
    { label: labels.foreignRequests, count: counts.foreignRequests },
    { label: labels.refused, count: counts.refusedRequests },
  ];
  return [...(counts.messages > 0 ? mail : []), ...(counts.requests > 0 ? web : [])].map(({ label, count }) => ({
    label,
    text: formats.number(count),
  }));
};
