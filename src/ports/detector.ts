import type { AbuseClass } from "../domain/abuse-class.ts";
import type { Account, Site } from "../domain/account.ts";
import type { Detection, EndpointTrail, SiteTally } from "../domain/detection.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { RecipientOutcome } from "../domain/mail-event.ts";
import type { Source } from "../domain/source.ts";
import type { WriteRequest } from "../domain/write-request.ts";

/** What the pipeline knows beyond the events, for a detector to read when it makes a claim. */
export interface TrafficView {
  /** Whether the run reads any mail log at all. */
  readonly hasMailLog: (site: Site) => boolean;
  /** Owner of a site as far as told or inferred by now. */
  readonly ownerOf: (site: Site) => Account | null;
  /** First event of the run, epoch ms. */
  readonly periodStart: () => number;
  /** Requests to a site since the period's start; those of vouched-for sources and of the server itself left out, since no measure stops them. */
  readonly siteTally: (site: Site) => SiteTally;
  /** Requests of one source to a site, as far as bounded memory tells. */
  readonly sourceTally: (site: Site, source: Source) => { readonly requests: number; readonly writes: number };
  /** Messages that an account submitted since the period's start. */
  readonly accountMessages: (account: Account) => number;
  /** Messages that an account submitted in [from, to], epoch ms. */
  readonly accountMessagesBetween: (account: Account, from: number, to: number) => number;
  /** Endpoints of an account's sites and of this one, since the period's start, as far as bounded memory tells. Wave fields are 0. */
  readonly trails: (account: Account | null, site: Site) => readonly EndpointTrail[];
}

/** What a detector is made with. */
export interface DetectorContext {
  readonly traffic: TrafficView;
  /** Home country of the operator; null when not told. */
  readonly home: string | null;
  /** Where a relay's address is: true abroad, false at home, null unknown. */
  readonly isAbroad: (address: string) => boolean | null;
}

/**
 * A detector at work. It sees events in order of time (a few seconds of disorder are normal), keeps bounded memory
 * per account, does no I/O and asks no clock. Each call returns the claims that changed, mostly none.
 */
export interface DetectorRun {
  readonly onRequest: (request: WriteRequest) => readonly Detection[];
  /** A message whose join is settled. */
  readonly onMail: (mail: JoinedMail) => readonly Detection[];
  /** A recipient's outcome of a message that was seen by onMail before. */
  readonly onOutcome: (mail: JoinedMail, outcome: RecipientOutcome) => readonly Detection[];
  /** The last claims of all waves that still run. */
  readonly finish: () => readonly Detection[];
}

/** One way of seeing abuse. */
export interface Detector {
  readonly name: string;
  readonly classes: readonly AbuseClass[];
  readonly start: (context: DetectorContext) => DetectorRun;
}
