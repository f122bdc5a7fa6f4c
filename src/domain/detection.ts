import type { AbuseClass } from "./abuse-class.ts";
import type { Account, Site } from "./account.ts";
import type { LinePlace } from "./line-place.ts";
import type { Reach } from "./reach.ts";
import type { CaseCounts, Gap, ReasonReport } from "./scan-report.ts";
import type { VisitorTally } from "./visitor-tally.ts";
import type { EndpointUse } from "./write-request.ts";

/** What one endpoint did for one account between two moments. */
export interface EndpointTrail {
  readonly endpoint: EndpointUse;
  /** Requests of everybody, the refused included. */
  readonly requests: number;
  /** Messages whose most likely trigger was a request to it. */
  readonly messages: number;
  /** Requests and messages of the wave alone: those of the strangers. */
  readonly waveRequests: number;
  readonly waveMessages: number;
  /** Messages after requests that are not the wave's, while it ran. */
  readonly otherMessages: number;
}

/** One source of a wave. */
export interface WaveSource {
  readonly address: string;
  readonly country: string | null;
  readonly network: string | null;
  readonly foreign: boolean;
  readonly requests: number;
}

/** What a measure would have stopped, by whom, on one site. All in requests. */
export interface SiteTally {
  readonly requests: number;
  readonly foreignRequests: number;
  readonly writes: number;
  readonly foreignWrites: number;
}

/**
 * Kind of the way in. `bulk` = mail without a request before it and without a script that a log names (a cron job, the owner's mailing, a
 * loop); `orders` = requests to a page that look like visitors'; `forward` = mail from outside that a mailbox passes on; `complaint` = told by complaints alone.
 */
export type CauseKind = "form" | "comments" | "reset" | "login" | "script" | "mailbox" | "bulk" | "orders" | "forward" | "complaint";

/** What sets the cause of a wave apart from others of its kind on the same account. */
export interface CauseKey {
  readonly causeKind: CauseKind;
  /** The mailbox, the script's file, or its URL path where only a request names it; empty where the site, or without one the account, says enough. */
  readonly causeName: string;
  /** Absolute path of the script, where a log tells it. */
  readonly file: string | null;
  readonly mailbox: string | null;
}

/** What claims of one case have in common, as a key: the kind of cause, its name, and the site, or without one the account. */
export const caseKey = (of: CauseKey & { readonly site: Site | null; readonly account: Account | null }): string => {
  const whose = of.site === null ? `${of.account?.host ?? ""}/${of.account?.name ?? ""}` : String(of.site.id);
  return `${of.causeKind} ${of.causeName} ${whose}`;
};

/** When the last message of two waves was handed in. */
export const laterMail = (a: Pick<Detection, "lastMailAt">, b: Pick<Detection, "lastMailAt">): number | null => {
  const latest = Math.max(a.lastMailAt ?? Number.NEGATIVE_INFINITY, b.lastMailAt ?? Number.NEGATIVE_INFINITY);
  return latest === Number.NEGATIVE_INFINITY ? null : latest;
};

/** Where a stranger got in with somebody's password. */
export interface Intrusion {
  /** Epoch ms of the log-in that succeeded, or of the first thing done with it where no log shows the log-in. */
  readonly at: number;
  /** URL path of the log-in; null where no log shows it. */
  readonly path: string | null;
  /** URL path of a program that nobody had called before and that was called after it; null while there is none. */
  readonly planted: string | null;
}

/** A detector's claim: this account shows this class of abuse in this window, so many events, this sure. */
export interface Detection extends CauseKey {
  /** Stable while the wave lasts: a later claim with the same id replaces the earlier one. */
  readonly id: string;
  readonly class: AbuseClass;
  /** That the verdict of the class is right, 0 to 1. */
  readonly confidence: number;
  /** Event time at which this claim was made, epoch ms. */
  readonly at: number;
  readonly account: Account | null;
  /** The site whose request or file is the cause; null where there is none, or the file's site is not known. */
  readonly site: Site | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** When the last message was handed in that is laid to it; null without one. A wave always tells it. */
  readonly lastMailAt?: number | null;
  readonly counts: CaseCounts;
  /** All messages of the account between firstSeen and lastSeen. */
  readonly accountMessages: number;
  /** Messages a millisecond that the account sent before firstSeen; null with less than a day of past. */
  readonly usualMessagesPerMs: number | null;
  readonly trails: readonly EndpointTrail[];
  /** Only in claims of a takeover. */
  readonly intrusion?: Intrusion;
  readonly sources: readonly WaveSource[];
  /** The site from the period's start to lastSeen: everybody, and the wave's own sources. */
  readonly tally: { readonly everybody: SiteTally; readonly wave: SiteTally };
  /** The same by kind of visitor. */
  readonly visitors?: { readonly everybody: VisitorTally; readonly wave: VisitorTally };
  /** What else a measure would reach; a wave always tells it. */
  readonly reach?: Reach;
  /** Messages of the account from the period's start to lastSeen. */
  readonly accountMessagesSinceStart: number;
  readonly reasons: readonly ReasonReport[];
  readonly gaps: readonly Gap[];
  /** Lines of both logs, in order of time. */
  readonly evidence: readonly LinePlace[];
  /** Minutes (epoch ms / 60,000) in which the wave's answered requests came; bounded. */
  readonly requestMinutes: ReadonlySet<number>;
  /** Messages of the wave per hour: epoch ms of the hour's start, count. */
  readonly hours: ReadonlyMap<number, number>;
}
