import type { AbuseClass, Verdict } from "../domain/abuse-class.ts";
import type { Measure } from "../domain/measure.ts";
import type { NotProposedReason } from "../domain/not-proposed-reason.ts";
import type { CauseReport, GapCode, ReasonFeature } from "../domain/scan-report.ts";

import type { InputWords } from "./input-words.ts";

/** The languages a report can be written in. */
export type ReportLanguage = "ja" | "en";

/** What a case's sentences speak of; every text in it is ready to show. */
export interface HeadlineFacts {
  /** The way in, in words: `the contact form POST /contact/`. */
  readonly what: string;
  /** Whose it is: `shop.example (account u10123)`. */
  readonly where: string;
  readonly since: string;
}

/** The parts that name a way in; null where the report does not tell. */
export interface CauseFacts {
  readonly endpoint: string | null;
  readonly file: string | null;
  readonly mailbox: string | null;
  /** The path itself says that it is a contact form. */
  readonly isContactForm: boolean;
}

/** Counts and their readings, as text ready to show. */
export interface MailFacts {
  readonly messages: string;
  readonly recipients: string;
  readonly foreign: string;
  readonly bounced: string;
}

export interface WebFacts {
  readonly requests: string;
  readonly sources: string;
  readonly foreign: string;
  readonly refused: string;
}

/**
 * Every sentence and word of a report in one language. A language that lacks an entry does not compile.
 * Functions take text that is ready to show; none of them escapes or formats.
 */
export interface ReportWords extends Pick<InputWords, "complaints" | "visitors"> {
  readonly title: string;
  /** Between the parts of a list within a sentence. */
  readonly comma: string;
  readonly colon: string;
  /** Between two sentences or half sentences. */
  readonly stop: string;
  /** A text with an aside in brackets. */
  readonly aside: (text: string, aside: string) => string;
  readonly unknown: string;

  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly classes: Readonly<Record<AbuseClass, string>>;
  /** One sentence without its full stop. */
  readonly headlines: Readonly<Record<AbuseClass, (facts: HeadlineFacts) => string>>;
  /** The condition that ends the harm at its source, for the site's owner. */
  readonly mend: Readonly<Record<AbuseClass, string>>;
  readonly layers: Readonly<Record<CauseReport["layer"], (facts: CauseFacts) => string>>;
  readonly measures: Readonly<Record<Measure, string>>;
  readonly notProposed: Readonly<Record<NotProposedReason, string>>;
  readonly gaps: Readonly<Record<GapCode, string>>;
  readonly reasons: Readonly<Record<ReasonFeature, string>>;
  readonly sureness: Readonly<Record<"certain" | "very-likely" | "likely" | "possible", string>>;

  readonly surenessText: (word: string, percent: string) => string;
  /** The headline as a sentence of its own. */
  readonly beginning: (sentence: string) => string;
  readonly headline: (verdict: string, sentence: string, sureness: string) => string;
  readonly place: (site: string | null, account: string | null) => string;
  readonly range: (from: string, to: string) => string;
  readonly percentOver: (percent: string) => string;
  readonly percentUnder: (percent: string) => string;
  readonly withDetail: (text: string, detail: string) => string;

  readonly overview: {
    readonly found: (cases: number, byVerdict: string) => string;
    readonly verdictCount: (verdict: string, count: string) => string;
    readonly nothing: string;
    readonly period: (range: string, zone: string) => string;
    readonly noPeriod: string;
    readonly read: (requests: string, writes: string, messages: string) => string;
    readonly across: (sites: string, accounts: string) => string;
    readonly home: (country: string) => string;
    readonly homeUnknown: string;
  };
  readonly headings: Readonly<
    Record<
      | "about"
      | "seen"
      | "cause"
      | "chart"
      | "endpoints"
      | "alternatives"
      | "reasons"
      | "sources"
      | "evidence"
      | "first"
      | "wider"
      | "regulars"
      | "shared"
      | "mend"
      | "advice"
      | "notProposed"
      | "gaps"
      | "summary"
      | "inputs"
      | "geo"
      | "runGaps"
      | "history"
      | "rejected"
      | "data",
      string
    >
  >;
  readonly labels: Readonly<
    Record<
      | "class"
      | "account"
      | "site"
      | "host"
      | "firstSeen"
      | "lastSeen"
      | "detectedAt"
      | "openedAt"
      | "confidence"
      | "verdict"
      | "time"
      | "mail"
      | "web"
      | "messages"
      | "recipients"
      | "foreignRecipients"
      | "bounced"
      | "requests"
      | "sources"
      | "foreignRequests"
      | "refused"
      | "ofCase"
      | "otherMail"
      | "usual"
      | "endpoint"
      | "country"
      | "measure"
      | "target"
      | "abusive"
      | "other"
      | "file"
      | "format"
      | "lines"
      | "rejected"
      | "bytes"
      | "builtAt"
      | "age"
      | "answers"
      | "number",
      string
    >
  >;
  readonly geoAnswers: Readonly<Record<"country" | "network", string>>;
  readonly formatUnknown: string;
  readonly lineEvidence: (file: string, offset: string) => string;
  readonly linesNotShown: (count: string) => string;

  readonly mailSeen: (facts: MailFacts) => string;
  readonly webSeen: (facts: WebFacts) => string;
  readonly peak: (messages: string, hour: string) => string;
  readonly peakUsual: (usual: string) => string;
  readonly peakNoPast: string;
  readonly noMailLog: string;
  readonly noAccessLog: string;
  readonly noMail: string;
  readonly noRequests: string;
  readonly originUnknown: string;

  readonly wayIn: (cause: string, sureness: string) => string;
  readonly explains: (messages: string, share: string) => string;
  readonly byChance: (messages: string) => string;
  readonly explainsNothing: string;
  readonly noWayIn: string;
  readonly noAlternatives: string;
  readonly chartScale: (messages: string) => string;
  readonly chartStep: (hours: string) => string;
  readonly ages: (days: number, number: string) => string;

  readonly target: Readonly<
    Record<"site" | "path" | "account" | "mailbox" | "file" | "cidrs" | "perHour" | "other", (value: string) => string>
  >;
  readonly impact: Readonly<Record<"requests" | "messages", (abusive: string, other: string) => string>>;
  /** Where several sites run as one account: how many, and the mail that a measure on all of it would meet, in lines. */
  readonly shared: {
    readonly sites: (sites: string) => string;
    readonly site: (site: string, messages: string) => string;
    readonly own: (messages: string) => string;
    readonly unplaced: (messages: string) => string;
  };
  /** Who wrote regularly from abroad before the first harm, and is proposed as an exception. */
  readonly regulars: {
    readonly intro: string;
    readonly shortPast: (days: string) => string;
    readonly source: (facts: {
      readonly cidr: string;
      /** A network of several addresses. */
      readonly isBlock: boolean;
      readonly addresses: string;
      readonly days: string;
      readonly of: string;
      readonly requests: string;
      readonly since: string;
      readonly paths: string;
    }) => string;
    /** Of the others, how many requests are theirs. */
    readonly spared: (requests: string) => string;
  };
  readonly impactPeriod: (range: string) => string;
  readonly onlyObserved: string;
  readonly nothingProposed: Readonly<Record<Verdict, string>>;
}
