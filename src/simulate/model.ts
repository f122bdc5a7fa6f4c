import type { AbuseClass } from "../domain/abuse-class.ts";
import type { Span } from "./chance.ts";
import type { Rhythm } from "./habits.ts";

/** The parts of a world: what stands still (hosts, accounts, sites) and what happens (hits on a site, letters sent). */

export type HostKind = "postfix-classic" | "postfix-rfc3339" | "exim";

/** Hours of which a log holds nothing, epoch ms. */
export interface LogGap {
  readonly from: number;
  readonly to: number;
}

export interface Host {
  readonly name: string;
  readonly kind: HostKind;
  readonly domain: string;
  readonly address: string;
  /** False where the operator has no mail log of it. */
  readonly hasMailLog: boolean;
  readonly longQueueIds: boolean;
  readonly newEximIds: boolean;
  readonly logsPid: boolean;
  /** Exim: the line with script and visitor that some hosts' ACL writes. */
  readonly scriptDetails: boolean;
  readonly cwdLines: boolean;
  /** All mail leaves through this one server, where the host has one. */
  readonly smartHost: MailServer | null;
  /** How far the mail log's clock is from the access logs'. */
  readonly clockOffsetMs: number;
  readonly lostShare: number;
  readonly gaps: readonly LogGap[];
}

export interface MailServer {
  readonly name: string;
  readonly address: string;
}

export type FormKind =
  | "cf7-page"
  | "cf7-rest"
  | "ajax"
  | "page-post"
  | "confirm-page"
  | "confirm-cgi"
  | "cgi"
  | "plain-php"
  | "rest-two-step";

/** How a form is sent and what it sends. */
export interface Form {
  readonly kind: FormKind;
  /** The page that shows it. */
  readonly page: string;
  /** Requests of one submission, in order; the mail leaves after the last. */
  readonly steps: readonly FormStep[];
  readonly repliesToSender: boolean;
  readonly tellsOwner: boolean;
  readonly usesCaptcha: boolean;
  /** File that hands the mail in, relative to the site's root; null for the program's own mailer. */
  readonly script: string | null;
  readonly ownerLetterBytes: number;
  readonly replyBytes: number;
}

export interface FormStep {
  readonly method: string;
  /** Path and query as requested. */
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
}

export interface Page {
  readonly path: string;
  readonly bytes: number;
}

export type SiteKind = "company" | "shop" | "forum" | "brochure" | "blog" | "club" | "members";
export type CdnUse = "none" | "known" | "unknown";

export interface Site {
  readonly id: number;
  readonly domain: string;
  readonly alias: string | null;
  readonly kind: SiteKind;
  readonly isWordPress: boolean;
  readonly account: Account;
  readonly root: string;
  readonly pages: readonly Page[];
  readonly articles: readonly Page[];
  readonly assets: readonly Page[];
  readonly forms: readonly Form[];
  /** Human visits on an ordinary day. */
  readonly visitsPerDay: number;
  readonly rhythm: Rhythm;
  readonly foreignShare: number;
  readonly cdn: CdnUse;
  readonly cdnAddresses: readonly string[];
  /** Day on which the site went online, as in `japanDay`. */
  readonly firstDay: number;
  readonly hasAccessLog: boolean;
  readonly lostShare: number;
  readonly gaps: readonly LogGap[];
  readonly rotation: Rotation;
  readonly isMonitored: boolean;
  readonly feedReaders: number;
  /** Foreign background: form and comment spam a day, scanner visits a day. */
  readonly spamPerDay: number;
  readonly scansPerDay: number;
  readonly hasFirewall: boolean;
  readonly owner: Mailable;
  readonly adminAddress: string;
  readonly adminAgent: string;
  /** Registered people, for logins and resets. */
  readonly members: readonly Mailable[];
  readonly newsletter: Newsletter | null;
}

export type Rotation = "none" | "numbered" | "dated";

export interface Newsletter {
  readonly target: string;
  readonly page: string;
  readonly script: string;
  readonly readers: number;
}

/** Somebody's mail address and what becomes of mail to it. */
export interface Mailable {
  readonly address: string;
  readonly server: MailServer | null;
  readonly fate: "sent" | "bounced" | "late" | "expired";
}

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
  readonly host: Host;
  readonly sites: Site[];
  readonly mailboxes: Mailbox[];
  readonly hasPhpLog: boolean;
  readonly isShared: boolean;
  /** Letters that cron jobs send to the owner, by hour. */
  readonly cronHours: readonly number[];
}

export interface Mailbox {
  readonly address: string;
  readonly user: string;
  readonly lettersPerDay: number;
  readonly lettersInPerDay: number;
  readonly rhythm: Rhythm;
  readonly addresses: readonly string[];
  readonly roams: boolean;
  readonly helo: string;
  readonly correspondents: readonly Mailable[];
}

/** One request. */
export interface Hit {
  readonly at: number;
  readonly site: Site;
  readonly source: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
  readonly referer: string;
  readonly agent: string;
  readonly protocol: string;
  readonly user: string;
  readonly incident: Incident | null;
}

export type Route =
  | { readonly kind: "local" }
  | { readonly kind: "auth"; readonly source: string; readonly helo: string; readonly mailbox: string }
  | { readonly kind: "inbound"; readonly source: string; readonly helo: string };

/** One message as it is handed in. */
export interface Letter {
  readonly at: number;
  readonly account: Account;
  readonly site: Site | null;
  readonly route: Route;
  readonly sender: string;
  readonly recipients: readonly Mailable[];
  readonly bytes: number;
  readonly subject: string;
  /** PHP file that called mail(), absolute; null where no PHP did. */
  readonly script: string | null;
  /** Path of the request that led to it, and who asked, where there was one. */
  readonly requestPath: string | null;
  readonly visitor: string | null;
  readonly incident: Incident | null;
  readonly isHarmful: boolean;
  /** False for what only passes through and is nobody's own: kept out of the truth about accounts. */
  readonly isCounted: boolean;
  /** The address that passes it on: Postfix logs it as orig_to, Exim in brackets after the recipient. */
  readonly forwardedFrom: string | null;
}

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
}

export interface IncidentCause {
  readonly layer: "form" | "file" | "plugin" | "cron" | "smtp-auth" | "login" | "none";
  readonly method: string | null;
  readonly path: string | null;
  readonly query: string | null;
  readonly file: string | null;
  readonly mailbox: string | null;
}

/** What is true of one incident; the counts grow while the logs are written. */
export interface Incident {
  readonly id: string;
  readonly kind: string;
  readonly class: AbuseClass;
  readonly account: Account;
  readonly site: Site | null;
  readonly cause: IncidentCause;
  readonly endpoints: readonly Endpoint[];
  readonly bestMeasures: readonly string[];
  readonly harmfulMeasures: readonly string[];
  readonly tags: readonly string[];
  readonly unknowable: string | null;
  readonly tally: IncidentTally;
}

export interface IncidentTally {
  start: number;
  end: number;
  harmStart: number | null;
  requests: number;
  refusedRequests: number;
  reads: number;
  messages: number;
  harmfulMessages: number;
  recipients: number;
  bounced: number;
  lostRequests: number;
  lostMessages: number;
  readonly sources: Set<string>;
}

export interface SimulateOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  readonly lines: number;
  /** How many incidents; null for as many as the size of the world asks for. */
  readonly incidents: number | null;
  /** Kinds of incidents to choose from; empty for all. */
  readonly kinds: readonly string[];
  readonly outsideRange: boolean;
  /** Only the benign busy days: no abuse and no nuisance. */
  readonly quiet: boolean;
}

export interface World {
  readonly options: SimulateOptions;
  /** Days as in `japanDay`; the first and the one after the last. */
  readonly firstDay: number;
  readonly endDay: number;
  readonly hosts: readonly Host[];
  readonly accounts: readonly Account[];
  readonly sites: readonly Site[];
}

/** A number that the ordinary worlds draw from `usual`, and worlds outside the range from `outside`, which never overlap. */
export interface Range {
  readonly usual: Span;
  readonly outside: readonly Span[];
}
