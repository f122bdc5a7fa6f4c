import type { AbuseClass } from "../domain/abuse-class.ts";
import type { FindingCode } from "../domain/case/finding-code.ts";
import type { Change, Prompt } from "../domain/case/notice.ts";
import type { ClaimKind, RequirementId, RequirementState } from "../domain/case/requirement.ts";
import type { TaskKind } from "../domain/case/staff-task.ts";
import type { Measure } from "../domain/measure.ts";
import type { CauseReport } from "../domain/scan-report.ts";
import type { SiteProduct } from "../domain/site-product.ts";
import type { PageWords } from "./page-words.ts";
import type { RegularsWords } from "./regulars-words.ts";

/** A wall-clock moment in the notice's time zone. Month 1 to 12, weekday 0 = Sunday. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** What a notice's sentences speak of. Every text in it is ready to show: visible, cut to a length, formatted. */
export interface NoticeFacts {
  readonly class: AbuseClass;
  /** The site's domain, else the mailbox, else the account: what the customer knows it by. */
  readonly place: string;
  /** Whether somebody else is behind it, as in all but the benign classes. */
  readonly isByStrangers: boolean;
  readonly account: string | null;
  readonly mailbox: string | null;
  readonly layer: CauseReport["layer"];
  /** `POST /contact/` */
  readonly endpoint: string | null;
  /** The same without its method: `/contact/`, `/?na=s`. */
  readonly path: string | null;
  readonly file: string | null;
  readonly product: SiteProduct;
  /** The operator's country by its name in this language; null where none is set. */
  readonly home: string | null;
}

/** The target of one measure; null where it has none of that kind. */
export interface TargetFacts extends NoticeFacts {
  readonly networks: string | null;
  readonly perHour: string | null;
}

/** One measure in words. */
export interface MeasureWords {
  /** Name of the measure, as a heading would say it. */
  readonly title: (facts: NoticeFacts) => string;
  /** For the subject; at most 36 columns. */
  readonly short: string;
  /** Who can and who cannot reach the site: for the opening, at most 90 characters besides the place. */
  readonly reach: (facts: NoticeFacts) => string;
  /** The same where a wider measure was told before it; a short sentence. */
  readonly beside: string;
  /** Whether search engines reach the site: for the opening, at most 50 characters. */
  readonly search: string;
  /** What the measure does and to whom. */
  readonly does: (facts: TargetFacts) => string;
  /** What still works of the site, and of mail. */
  readonly works: (facts: TargetFacts) => { readonly site: readonly string[]; readonly mail: readonly string[] };
}

/** One requirement in words. */
export interface RequirementWords {
  /** A few words, for the answer form. */
  readonly title: (facts: NoticeFacts) => string;
  /** The condition itself, never an instruction. */
  readonly condition: (facts: NoticeFacts) => string;
  /** The one thing to do first, for the opening: at most 70 characters. */
  readonly first: (facts: NoticeFacts) => string;
  /** How it can be met, in the order in which to do it. */
  readonly steps: (facts: NoticeFacts) => readonly string[];
}

/** What decides that a case ends: a limit with or without a person, no limit, a watch, or nothing more to come. */
export type NoticeEnd = "when-met" | "when-decided" | "unlimited" | "watch" | "watch-decided" | "over" | "settled";

/** Moments and spans of the case's end, ready to show. */
export interface EndFacts {
  /** How long it has to stay quiet once all is met. */
  readonly watch: string;
  /** When the watch that runs ends. */
  readonly until: string | null;
  /** By when something must have changed where nothing is limited. */
  readonly deadline: string | null;
  /** Within how much working time staff answer. */
  readonly promise: string;
}

/** What was stopped while a case's measures stood. A count that is null has no measure of that kind, or none that could be asked. */
export interface StoppedFacts {
  /** Requests. */
  readonly refused: string | null;
  /** Mails that were held. */
  readonly held: string | null;
  /** Of the mail that was on hold at the end: let go as genuine, and still on hold for staff. Both null where nothing was, or it is not known. */
  readonly delivered: string | null;
  readonly onHold: string | null;
  /** Mails that were turned away. */
  readonly refusedMail: string | null;
  readonly from: string;
  /** Null while the end is not proven. */
  readonly to: string | null;
  /** Which of the counts are so much at the least, because some may have gone uncounted. */
  readonly least: readonly ("refused" | "held" | "refusedMail")[];
  /** Of which measures the counts are: what could not be counted must be said. */
  readonly counted: "all" | "part" | "none";
}

/** What a notice tells, with the figures that belong to it. */
export interface TellFacts extends NoticeFacts {
  readonly until: string | null;
  /** Requirements in all, met, and still open. */
  readonly asked: string;
  readonly met: string;
  readonly open: string;
  /** What the case's measures stopped, and when they stood; null where none was ever in force. */
  readonly stopped: StoppedFacts | null;
  /** What staff promised and did not do in time; empty where nothing is overdue. */
  readonly overdue: readonly string[];
  /** By when they promise it now. */
  readonly promised: string | null;
  readonly wasLimited: boolean;
  readonly isLimited: boolean;
  /** Whether another case still holds something on the same account or site: then nothing may be said of all limits. */
  readonly othersHold: boolean;
  /** How often it came back. */
  readonly relapses: string;
}

/** One kind of notice in words. */
export interface TellWords {
  /** The subject without number and name of the operator; at most 60 columns besides the place. `limit` = what is limited now. */
  readonly subject: (facts: {
    readonly place: string;
    readonly limit: string;
    readonly until: string | null;
    readonly open: string;
    readonly wasLimited: boolean;
    readonly othersHold: boolean;
  }) => string;
  /** The opening's first sentence; `happened` is the class's own. At most 60 characters besides it. */
  readonly lead: (facts: TellFacts, happened: string) => string;
  /** What came about, in paragraphs, once the opening is read. */
  readonly story: (facts: TellFacts) => readonly string[];
}

/** Counts as text. */
export interface SeenFacts {
  readonly messages: string;
  readonly recipients: string;
  readonly foreignRecipients: string;
  readonly bounced: string;
  readonly requests: string;
  readonly sources: string;
  readonly foreignRequests: string;
  readonly refused: string;
}

/**
 * All that a notice can say, in one language. A language that lacks an entry does not compile. It formats nothing but moments and spans,
 * escapes nothing, knows nothing of mail or HTML: the composition does that. Write to somebody who runs a shop, not a server: short
 * sentences, no blame, no word that needs a search engine.
 */
export interface NoticeLanguage {
  /** BCP 47. */
  readonly code: string;
  /** Columns a line of text may take; a wide character is two. */
  readonly columns: number;
  /** Signs of plain text: before a point, between label and text, before a heading, and what a heading is underlined with. */
  readonly signs: { readonly bullet: string; readonly colon: string; readonly heading: string; readonly underline: string | null };
  /** Between two sentences of one line: a space, or nothing. */
  readonly between: string;
  readonly moment: (moment: Moment) => string;
  /** Hour and minute alone, where the day was just said. */
  readonly clock: (moment: Moment) => string;
  /** A span of minutes in words. */
  readonly span: (minutes: number) => string;
  readonly greeting: (name: string | null) => string;
  readonly subject: (text: string, caseId: string) => string;

  /** The way in, in words. */
  readonly causes: Readonly<Record<CauseReport["layer"], (facts: NoticeFacts) => string>>;
  /** One short sentence: what came about, for the opening. */
  readonly happened: Readonly<Record<AbuseClass, (facts: NoticeFacts) => string>>;
  /** The same in full: what was seen, and how it could come about. */
  readonly seen: Readonly<Record<AbuseClass, (facts: NoticeFacts) => string>>;
  readonly tells: Readonly<Record<Change | Prompt, TellWords>>;
  readonly measures: Readonly<Record<Measure, MeasureWords>>;
  /** Where nothing is limited, and while a limit is being taken back. */
  readonly open: Readonly<Record<"free" | "lifting", Pick<MeasureWords, "short" | "reach" | "search">>>;
  readonly requirements: Readonly<Record<RequirementId, RequirementWords>>;
  readonly states: Readonly<Record<RequirementState, string>>;
  /** What a check found, by its code; `detail` is ready to show and may lack a name. */
  readonly findings: Readonly<Record<FindingCode, (detail: Readonly<Record<string, string>>) => string>>;
  readonly ends: Readonly<
    Record<NoticeEnd, { readonly short: (facts: EndFacts) => string; readonly long: (facts: EndFacts) => readonly string[] }>
  >;
  /** What staff do, so that it can be said of a promise that it was missed. */
  readonly tasks: Readonly<Record<TaskKind, string>>;
  readonly overdue: (task: string, due: string) => string;
  readonly claims: Readonly<Record<ClaimKind, { readonly word: string; readonly meaning: string }>>;

  readonly opening: Readonly<Record<"reach" | "search" | "first" | "ends", string>> & {
    readonly nothingToDo: string;
    readonly onlyWait: string;
  };
  readonly headings: Readonly<
    Record<
      | "case"
      | "story"
      | "seen"
      | "done"
      | "regulars"
      | "others"
      | "works"
      | "asked"
      | "ends"
      | "decided"
      | "object"
      | "answer"
      | "form"
      | "genuine",
      string
    >
  >;
  readonly labels: Readonly<Record<"case" | "server" | "account" | "site" | "cause" | "time" | "since" | "decided", string>>;
  readonly seenWords: {
    /** In place of figures, where a person opened the case and no log counted anything. */
    readonly byPerson: (at: string) => string;
    readonly period: (from: string, to: string) => string;
    readonly mail: (facts: SeenFacts) => string;
    readonly noMail: string;
    readonly noMailLog: string;
    readonly web: (facts: SeenFacts) => string;
    readonly noWeb: string;
    readonly noWebLog: string;
    readonly share: (messages: string, percent: string) => string;
    readonly lines: (input: string) => string;
    readonly masked: string;
    readonly more: (count: string) => string;
  };
  readonly regulars: RegularsWords;
  /** What other cases hold. */
  readonly others: {
    readonly intro: string;
    /** One measure: its name, the site or account that it is on, since when (null: not known, or being ended), and its case. */
    readonly held: (facts: {
      readonly measure: string;
      readonly on: string;
      readonly since: string | null;
      readonly caseId: string;
    }) => string;
    readonly ending: (facts: { readonly measure: string; readonly on: string; readonly caseId: string }) => string;
  };
  readonly done: {
    readonly nothing: string;
    /** The same where another case holds something. */
    readonly nothingHere: string;
    readonly liftedAt: (measure: string, at: string) => string;
    readonly lifting: (measure: string) => string;
    readonly clause: (clause: string) => string;
  };
  readonly asked: {
    readonly intro: (count: string) => string;
    readonly howTo: string;
    readonly state: (state: string, at: string) => string;
    /** Before the one step that closes what was not met. */
    readonly next: (step: string) => string;
    /** Where no machine could tell. */
    readonly byPerson: string;
    readonly found: (text: string) => string;
    readonly yourWay: string;
    readonly sameAs: (number: string) => string;
  };
  /** Who decided: beside a measure, of what this notice began, and of what it ended. */
  readonly decided: Readonly<Record<"machine" | "person", Readonly<Record<"short" | "begun" | "ended", string>>>>;
  readonly policyVersion: (version: string) => string;
  readonly object: (facts: { readonly contact: string; readonly promise: string; readonly claim: string }) => readonly string[];
  readonly answer: {
    readonly intro: (facts: { readonly hasPage: boolean }) => readonly string[];
    readonly notNeeded: string;
    readonly page: string;
  };
  readonly genuine: {
    readonly never: string;
    readonly number: (facts: { readonly caseId: string; readonly operator: string }) => string;
    readonly link: string;
    readonly ask: (contact: string) => string;
  };
  readonly signature: (operator: string, contact: string) => readonly string[];
  /** The customer's page, beside what a notice says as well. */
  readonly page: PageWords;
}
