import type { Account, Site } from "./account.ts";
import type { CauseKey, CauseKind, EndpointTrail, SiteTally } from "./detection.ts";
import type { Placement, Source } from "./source.ts";
import type { VisitorTally } from "./visitor-tally.ts";

/** What a wave needs to know beyond its own events when it is told as a {@link Detection}. */
export interface WaveView {
  /** First event of the run, epoch ms. */
  readonly periodStart: () => number;
  /** Requests to a site since the period's start; those of vouched-for sources and of the server itself left out, since no measure stops them. */
  readonly siteTally: (site: Site) => SiteTally;
  /** The same requests by kind of visitor, as far as a measure may meet them. */
  readonly siteVisitors: (site: Site) => VisitorTally;
  /** Requests of one source to a site, parts of pages among them, as far as bounded memory tells. */
  readonly sourceTally: (site: Site, source: Source) => { readonly requests: number; readonly writes: number; readonly assets: number };
  /** Messages that an account submitted since the period's start. */
  readonly accountMessages: (account: Account) => number;
  /** Messages that an account submitted in [from, to], epoch ms. */
  readonly accountMessagesBetween: (account: Account, from: number, to: number) => number;
  /** Of those, the messages that followed requests to the account's other sites. */
  readonly messagesElsewhere: (account: Account, site: Site, period: { readonly from: number; readonly to: number }) => number;
  /** Sites that are known to be an account's, and how many of them no request was read of. */
  readonly sitesOf: (account: Account) => { readonly sites: number; readonly unseenSites: number };
  /** Requests that only read a script of a site (`*.php` and the like) since the period's start, by the wave's sources and by others. */
  readonly scriptReads: (
    site: Site,
    path: string,
    isOwn: (address: string) => boolean,
  ) => { readonly own: number; readonly others: number };
  /** Messages handed in with a mailbox's log-in since the period's start. */
  readonly mailboxMessages: (mailbox: string) => number;
  /** Endpoints of an account's sites and of this one, since the period's start, as far as bounded memory tells. Wave fields are 0. */
  readonly trails: (account: Account | null, site: Site | null) => readonly EndpointTrail[];
}

/** What a wave is made with. */
export interface WaveContext {
  readonly home: string | null;
  readonly isAbroad: (address: string) => boolean | null;
  /** Where an address is; for clients that only the mail log names. */
  readonly place: (address: string) => Placement;
  readonly traffic: WaveView;
}

/** What a wave is about, from its first event on. */
export interface WaveSubject extends CauseKey {
  /** Null for a mailbox, for mail without a request, and for a script whose site is not known. */
  readonly site: Site | null;
}

/** A wave through a form or another program of one site. */
export const siteSubject = (site: Site, causeKind: CauseKind): WaveSubject => ({
  site,
  causeKind,
  causeName: "",
  file: null,
  mailbox: null,
});
