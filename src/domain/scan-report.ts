import type { AbuseClass, Verdict } from "./abuse-class.ts";
import type { ComplaintReport } from "./complaint-report.ts";
import type { Measure } from "./measure.ts";
import type { NotProposedReason } from "./not-proposed-reason.ts";
import type { ProposedExceptions } from "./regular-source.ts";
import type { VisitorCount } from "./visitor-tally.ts";

/** The document that `sekisho scan --json` prints: `sekisho.scan/1`, fixed by the contract; fields may be added. */
export interface ScanReport {
  readonly schema: "sekisho.scan/1";
  readonly home: string | null;
  /** IANA zone in which the report's times are written and zone-less lines were read. */
  readonly timezone: string;
  /** First and last event of all inputs, ISO 8601 with the zone's offset; null when no line was read. */
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly inputs: readonly InputReport[];
  readonly geo: readonly GeoReport[];
  readonly cases: readonly CaseReport[];
  /** Every file of complaints that was looked at, and what became of it; empty when none were named. */
  readonly complaints: readonly ComplaintReport[];
  /** What could not be told with the data given, for the run as a whole. */
  readonly gaps: readonly Gap[];
  /** Mail joined to messages, and requests read. */
  readonly totals: {
    readonly requests: number;
    readonly writes: number;
    readonly messages: number;
    readonly accounts: number;
    readonly sites: number;
  };
}

/** One file that was read, and how well. */
export interface InputReport {
  readonly path: string;
  /** Name of the format; null when none reads the file. */
  readonly format: string | null;
  /** Share of sampled lines that the format read, 0 to 1. */
  readonly confidence: number;
  /** All lines, the rejected included. */
  readonly lines: number;
  readonly rejected: number;
  /** Bytes on disk, before decompression. */
  readonly bytes: number;
  readonly rejectedSamples: readonly RejectedLine[];
}

/** A line that no field could be trusted of, kept as a sample. */
export interface RejectedLine {
  readonly offset: number;
  readonly reason: string;
  /** Shown form: not printable bytes as `\xHH`, cut to 200 characters. */
  readonly line: string;
}

/** One file of geo data, with what must be said about it. */
export interface GeoReport {
  readonly file: string;
  readonly answers: "country" | "network";
  readonly builtAt: string;
  readonly ageDays: number;
  readonly warning: string | null;
}

/** A limit of the data, by code so that every language can say it; `detail` names the file, site or account. */
export interface Gap {
  readonly code: GapCode;
  readonly detail: string | null;
}

/** Closed list of the limits that a report can name. */
export type GapCode =
  | "no-mail-log"
  | "php-log-only"
  | "no-access-log"
  | "requests-unseen"
  | "script-unlogged"
  | "cause-unknown"
  | "home-unknown"
  | "short-history"
  | "account-unknown"
  | "owner-inferred"
  | "lost-lines"
  | "unknown-origin"
  | "many-open-messages"
  | "input-unknown"
  | "year-guessed"
  | "zone-guessed"
  | "clocks-differ"
  | "complaint-unread"
  | "complaint-unmatched"
  | "complaints-left-out"
  | "access-log-silent"
  | "mail-log-silent"
  | "clock-jump"
  | "out-of-order"
  | "no-access-log-of-site"
  | "no-mail-log-of-host"
  | "geo-old"
  | "geo-warning";

/** One account and one cause, from first to last sight. */
export interface CaseReport {
  readonly class: AbuseClass;
  readonly verdict: Verdict;
  /** That the verdict is right, 0 to 1. */
  readonly confidence: number;
  readonly account: string | null;
  readonly host: string | null;
  readonly site: string | null;
  /** Event time at which the live system would have opened the case under its final class. */
  readonly detectedAt: string;
  readonly openedAt: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly cause: CauseReport;
  readonly counts: CaseCounts;
  readonly evidence: readonly EvidenceReport[];
  /** From narrowest to widest; the first is what would be applied. */
  readonly containment: readonly ContainmentReport[];
  /** Who would be met by a measure against visitors from abroad though they came regularly; left out where none such is proposed. */
  readonly proposedExceptions?: ProposedExceptions;
  /** Measures that would not help, and why. */
  readonly notProposed: readonly { readonly measure: Measure; readonly reason: NotProposedReason }[];
  /** What else a measure on the whole account would meet; null where the account has no second site. */
  readonly sharedAccount: SharedAccountReport | null;
  readonly history: readonly { readonly at: string; readonly class: AbuseClass; readonly verdict: Verdict; readonly confidence: number }[];
  /** The features that speak for and against, strongest first. */
  readonly reasons: readonly ReasonReport[];
  readonly gaps: readonly Gap[];
  readonly series: CaseSeries;
}

/**
 * Mail of an account that several sites run as (all PHP as www-data), besides the case's own, from the period's start to `lastSeen`. A
 * message counts for the site whose request it followed.
 */
export interface SharedAccountReport {
  readonly sites: number;
  /** Other messages of the case's own site. */
  readonly ownMessages: number;
  /** Most messages first; sites without any are left out. */
  readonly otherSites: readonly { readonly site: string; readonly messages: number }[];
  /** Messages that followed no request: of whichever site they are. */
  readonly unplacedMessages: number;
}

/** The way in: what was used, how much of the mail it explains, and what else it could be. */
export interface CauseReport {
  readonly layer: "form" | "file" | "plugin" | "cron" | "smtp-auth" | "login" | "none";
  readonly method: string | null;
  readonly path: string | null;
  readonly query: string | null;
  readonly file: string | null;
  readonly mailbox: string | null;
  /** That this is the way in, 0 to 1. */
  readonly confidence: number;
  readonly endpoints: readonly {
    readonly method: string;
    readonly path: string;
    readonly query: string | null;
    readonly requests: number;
    readonly messages: number;
  }[];
  readonly explains: {
    readonly messages: number;
    /** Messages of this cause ÷ all messages of the account between firstSeen and lastSeen. */
    readonly share: number;
    /** Messages that would have come right after these requests by chance, at the usual rate; null without a past or where no request is the cause. */
    readonly byChance: number | null;
  };
  readonly alternatives: readonly AlternativeReport[];
  /** Networks that a mailbox's sessions came from, those with most addresses first; only for `smtp-auth`. */
  readonly networks?: readonly { readonly network: string | null; readonly country: string | null; readonly sources: number }[];
}

/** A runner-up: another way in that the data does not rule out. */
export interface AlternativeReport {
  readonly layer: CauseReport["layer"];
  readonly method: string | null;
  readonly path: string | null;
  readonly query: string | null;
  readonly confidence: number;
}

/** The figures of a case, between `firstSeen` and `lastSeen`. */
export interface CaseCounts {
  /** All requests of the case, the refused included. */
  readonly requests: number;
  readonly refusedRequests: number;
  readonly foreignRequests: number;
  readonly sources: number;
  /** Queue entries, owner copies included. */
  readonly messages: number;
  readonly recipients: number;
  readonly foreignRecipients: number;
  readonly bounced: number;
}

/** One line behind the claim, with its place and its SHA-256 in hex. */
export interface EvidenceReport {
  readonly input: string;
  readonly offset: number;
  /** The untouched line without its end; bytes that are not printable UTF-8 as `\xHH`. */
  readonly line: string;
  readonly sha256: string;
}

/** One measure with the target it would act on, and what it would have stopped on the past of the site or the account. */
export interface ContainmentReport {
  readonly measure: Measure;
  /** Keys by the contract's table of measures; `site` is null where the logs name none. */
  readonly target: Readonly<Record<string, string | readonly string[] | number | null>>;
  readonly impact: {
    readonly abusive: number;
    readonly other: number;
    /** Who the others are, most first, `other` in all; only of measures over a site. */
    readonly others?: readonly VisitorCount[];
    /** Of the others, the answered writes of `proposedExceptions`: what an exception for each would spare; left out where there is none. */
    readonly regular?: number;
    readonly from: string;
    readonly to: string;
    readonly unit: "requests" | "messages";
  };
}

/** One feature, with the value seen, what is usual, and how much it weighs (log-odds, positive speaks for the class that is claimed). */
export interface ReasonReport {
  readonly feature: ReasonFeature;
  readonly value: number;
  readonly usual: number | null;
  readonly weight: number;
}

/** Closed list of the features that a verdict rests on. */
export type ReasonFeature =
  | "mail-follows-posts"
  | "more-than-usual"
  | "strangers"
  | "foreign-sources"
  | "one-shot-sources"
  | "never-read-the-page"
  | "read-like-visitors"
  | "scattered-sources"
  | "fetched-no-assets"
  | "many-recipients"
  | "foreign-recipients"
  | "bounces"
  | "no-mail-follows"
  | "same-client"
  | "many-networks"
  | "new-networks"
  | "new-recipients"
  | "known-recipients"
  | "one-recipient"
  | "same-recipients"
  | "few-bounces"
  | "put-off"
  | "mails-per-request"
  | "odd-place"
  | "programs-file"
  | "on-the-minute"
  | "own-clock"
  | "administration"
  | "no-request"
  | "visitors"
  | "sign-up"
  | "failed-logins"
  | "login-succeeded"
  | "planted-file"
  | "third-party-report";

/** What the charts of a case show. */
export interface CaseSeries {
  /** One entry per hour of the shown window; `usual` is the account's own past for that hour, null without a past. */
  readonly mailPerHour: readonly {
    readonly at: string;
    readonly messages: number;
    readonly ofCase: number;
    readonly usual: number | null;
  }[];
  readonly requestsByEndpoint: readonly {
    readonly method: string;
    readonly path: string;
    readonly query: string | null;
    readonly requests: number;
    readonly messages: number;
    readonly ofCase: boolean;
  }[];
  /** Country null = unknown. */
  readonly sourcesByCountry: readonly { readonly country: string | null; readonly sources: number; readonly requests: number }[];
}
