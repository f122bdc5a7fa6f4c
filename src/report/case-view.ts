import { verdictOf } from "../domain/abuse-class.ts";
import type { CaseReport, ContainmentReport, EvidenceReport, Gap } from "../domain/scan-report.ts";
import { visibleText } from "../kit/visible-text.ts";
import { causeFacts, endpointText, quoted } from "./case-names.ts";
import { type ReasonView, reasonsOf } from "./case-reasons.ts";
import { mailSeen, seenFigures, webSeen } from "./case-seen.ts";
import { type SharedView, sharedOf } from "./case-shared.ts";
import { regularLines } from "./regular-text.ts";
import type { Voice } from "./voice.ts";

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

export interface StepView {
  readonly measure: string;
  /** The closed list's own name, for those who type commands. */
  readonly code: string;
  readonly target: string;
  readonly impact: string;
  /** Who the others are, as a sentence; empty where nothing tells. */
  readonly others: string;
  /** How many of the others came regularly from abroad; empty where none did. */
  readonly regular: string;
  readonly period: string;
  readonly abusive: string;
  readonly other: string;
}

export interface EndpointView {
  readonly endpoint: string;
  readonly requests: number;
  readonly messages: number;
  readonly ofCase: boolean;
}

/** One case in words, the same for the terminal and for HTML. Every text is ready to show, none is markup. */
export interface CaseView {
  readonly verdict: CaseReport["verdict"];
  readonly verdictWord: string;
  readonly className: string;
  /** One sentence: verdict, what, where, since when, how sure. */
  readonly headline: string;
  /** The headline without verdict and confidence, for where these are shown apart. */
  readonly sentence: string;
  readonly sureness: string;
  readonly about: readonly LabelledText[];
  readonly cause: string;
  readonly place: string;
  /** The counts of both logs, for where they are shown as figures. */
  readonly figures: readonly LabelledText[];
  readonly mailSeen: readonly string[];
  readonly webSeen: readonly string[];
  readonly isCauseNamed: boolean;
  readonly causeLines: readonly string[];
  readonly causeEndpoints: readonly EndpointView[];
  readonly alternatives: readonly string[];
  readonly reasons: readonly ReasonView[];
  readonly endpoints: readonly EndpointView[];
  readonly sources: readonly { readonly country: string; readonly sources: number; readonly requests: number }[];
  readonly evidence: readonly (LabelledText & { readonly sha256: string })[];
  readonly steps: readonly StepView[];
  readonly nothingProposed: string;
  readonly mend: LabelledText;
  /** Who came regularly from abroad, or why it cannot be told; a first line, then one each. */
  readonly regulars: readonly string[];
  readonly shared: SharedView | null;
  readonly notProposed: readonly LabelledText[];
  readonly gaps: readonly string[];
  readonly history: readonly LabelledText[];
}

const surenessOf = ({ words, formats }: Voice, confidence: number): string => {
  const step = confidence >= 0.95 ? "certain" : confidence >= 0.8 ? "very-likely" : confidence >= 0.6 ? "likely" : "possible";
  return words.surenessText(words.sureness[step], formats.percent(confidence));
};

const gapText = ({ words }: Voice, gap: Gap): string =>
  gap.detail === null ? words.gaps[gap.code] : words.withDetail(words.gaps[gap.code], quoted(gap.detail));

/** Limits of the data as sentences, each once. */
export const gapTexts = (voice: Voice, gaps: readonly Gap[]): string[] => [...new Set(gaps.map((gap) => gapText(voice, gap)))];

const aboutCase = ({ words, formats }: Voice, found: CaseReport): LabelledText[] => {
  const { labels } = words;
  const name = (text: string | null): string => (text === null ? words.unknown : quoted(text));
  return [
    { label: labels.class, text: words.aside(words.classes[found.class], found.class) },
    { label: labels.site, text: name(found.site) },
    { label: labels.account, text: name(found.account) },
    { label: labels.host, text: name(found.host) },
    { label: labels.firstSeen, text: formats.time(found.firstSeen) },
    { label: labels.openedAt, text: formats.time(found.openedAt) },
    { label: labels.detectedAt, text: formats.time(found.detectedAt) },
    { label: labels.lastSeen, text: formats.time(found.lastSeen) },
  ];
};

const causeLines = (voice: Voice, found: CaseReport): string[] => {
  const { words, formats } = voice;
  const { cause } = found;
  const isNamed = cause.layer !== "none";
  const lines = [isNamed ? words.wayIn(words.layers[cause.layer](causeFacts(cause)), surenessOf(voice, cause.confidence)) : words.noWayIn];
  if (!isNamed && verdictOf(found.class) === "benign") return lines;
  if (cause.explains.messages === 0) return isNamed ? [...lines, words.explainsNothing] : lines;
  lines.push(words.explains(formats.number(cause.explains.messages), formats.percent(cause.explains.share)));
  if (cause.explains.byChance !== null) lines.push(words.byChance(formats.number(cause.explains.byChance)));
  return lines;
};

const endpointsOf = (
  list: readonly { method: string; path: string; query: string | null; requests: number; messages: number; ofCase?: boolean }[],
): EndpointView[] =>
  list.map((at) => ({ endpoint: endpointText(at) ?? "", requests: at.requests, messages: at.messages, ofCase: at.ofCase ?? true }));

const targetKeys = ["site", "path", "account", "mailbox", "file", "cidrs", "perHour"] as const;

const targetValue = ({ words, formats }: Voice, value: ContainmentReport["target"][string]): string => {
  if (value === undefined || value === null) return words.unknown;
  if (typeof value === "number") return formats.number(value);
  return quoted(typeof value === "string" ? value : value.join(", "));
};

const targetText = (voice: Voice, target: ContainmentReport["target"]): string =>
  Object.entries(target)
    .map(([key, value]) => {
      const known = targetKeys.find((name) => name === key);
      const text = targetValue(voice, value);
      return known === undefined ? voice.words.target.other(`${quoted(key)} ${text}`) : voice.words.target[known](text);
    })
    .join(voice.words.comma);

const othersText = ({ words, formats }: Voice, others: NonNullable<ContainmentReport["impact"]["others"]>): string =>
  others.length === 0
    ? ""
    : words.visitors.list(others.map(({ kind, requests }) => words.visitors.kinds[kind](formats.number(requests))).join(words.comma));

const stepOf = (voice: Voice, { measure, target, impact }: ContainmentReport): StepView => {
  const { words, formats } = voice;
  const [abusive, other] = [formats.number(impact.abusive), formats.number(impact.other)];
  return {
    measure: words.measures[measure],
    code: measure,
    target: targetText(voice, target),
    impact: words.impact[impact.unit](abusive, other),
    others: othersText(voice, impact.others ?? []),
    regular: impact.regular === undefined ? "" : words.regulars.spared(formats.number(impact.regular)),
    period: words.impactPeriod(formats.range(impact.from, impact.to)),
    abusive,
    other,
  };
};

const evidenceOf = ({ words }: Voice, { input, offset, line, sha256 }: EvidenceReport): CaseView["evidence"][number] => ({
  label: words.lineEvidence(visibleText(input), String(offset)),
  text: visibleText(line),
  sha256: visibleText(sha256),
});

const nameOf = (name: string | null): string | null => (name === null ? null : quoted(name));

/** Puts one case into words. Pure; never throws, whatever text the case holds. */
export const viewCase = (voice: Voice, found: CaseReport): CaseView => {
  const { words, formats } = voice;
  const cause = words.layers[found.cause.layer](causeFacts(found.cause));
  const place = words.place(nameOf(found.site), nameOf(found.account));
  const sentence = words.headlines[found.class]({ what: cause, where: place, since: formats.time(found.firstSeen) });
  const sureness = surenessOf(voice, found.confidence);
  return {
    verdict: found.verdict,
    verdictWord: words.verdicts[found.verdict],
    className: words.classes[found.class],
    headline: words.headline(words.verdicts[found.verdict], sentence, sureness),
    sentence: words.beginning(sentence),
    sureness,
    about: aboutCase(voice, found),
    cause,
    place,
    figures: seenFigures(voice, found),
    mailSeen: mailSeen(voice, found),
    webSeen: webSeen(voice, found),
    isCauseNamed: found.cause.layer !== "none",
    causeLines: causeLines(voice, found),
    causeEndpoints: endpointsOf(found.cause.endpoints),
    alternatives: found.cause.alternatives.map((other) =>
      words.aside(words.layers[other.layer](causeFacts(other)), surenessOf(voice, other.confidence)),
    ),
    reasons: reasonsOf(voice, found),
    endpoints: endpointsOf(found.series.requestsByEndpoint),
    sources: found.series.sourcesByCountry.map((at) => ({ ...at, country: formats.country(at.country) })),
    evidence: found.evidence.map((line) => evidenceOf(voice, line)),
    steps: found.containment.map((step) => stepOf(voice, step)),
    nothingProposed: words.nothingProposed[found.verdict],
    regulars: regularLines(voice, found.proposedExceptions),
    shared: sharedOf(voice, found),
    mend: { label: found.verdict === "benign" ? words.headings.advice : words.headings.mend, text: words.mend[found.class] },
    notProposed: found.notProposed.map(({ measure, reason }) => ({ label: words.measures[measure], text: words.notProposed[reason] })),
    gaps: gapTexts(voice, found.gaps),
    history: found.history.map((at) => ({
      label: formats.time(at.at),
      text: words.aside(words.classes[at.class], words.verdicts[at.verdict] + words.comma + formats.percent(at.confidence)),
    })),
  };
};
