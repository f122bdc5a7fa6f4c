import type { AbuseClass } from "../domain/abuse-class.ts";
import type { Account, Site } from "../domain/account.ts";
import type { Detection } from "../domain/detection.ts";
import type { ForwardedMail } from "../domain/forwarded-mail.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { LoginFailure } from "../domain/login-failure.ts";
import type { RecipientOutcome } from "../domain/mail-event.ts";
import type { Placement } from "../domain/source.ts";
import type { WaveView } from "../domain/wave-context.ts";
import type { WriteRequest } from "../domain/write-request.ts";

/** What the pipeline knows beyond the events, for a detector to read when it makes a claim. */
export interface TrafficView extends WaveView {
  /** Whether the run reads any mail log at all. */
  readonly hasMailLog: (site: Site) => boolean;
  /** Owner of a site as far as told or inferred by now. */
  readonly ownerOf: (site: Site) => Account | null;
  /** The site that a script's file belongs to: the one whose told root it lies under, else the account's only one; null where that is open. */
  readonly siteOfFile: (file: string, account: Account) => Site | null;
}

/** What a detector is made with. */
export interface DetectorContext {
  readonly traffic: TrafficView;
  /** Home country of the operator; null when not told. */
  readonly home: string | null;
  /** Where a relay's address is: true abroad, false at home, null unknown. */
  readonly isAbroad: (address: string) => boolean | null;
  /** Where an address is, as far as known; for clients that only the mail log names. */
  readonly place: (address: string) => Placement;
}

/** What a detector remembers. Its shape is the detector's own affair; outside of it, it is only saved and put back. */
export type DetectorState = object;

/**
 * A detector at work. It sees events in order of time (a few seconds of disorder are normal), keeps bounded memory
 * per account, does no I/O and asks no clock. Each call returns the claims that changed, mostly none.
 */
export interface DetectorRun {
  /**
   * All that the run remembers, reachable from this one object, which stays the same while the run lasts: plain objects, arrays, maps,
   * sets, typed arrays and instances of the classes that `domain/state-classes.ts` lists; no function but the context's own.
   */
  readonly state: DetectorState;
  readonly onRequest: (request: WriteRequest) => readonly Detection[];
  /** A message whose join is settled. */
  readonly onMail: (mail: JoinedMail) => readonly Detection[];
  /** A recipient's outcome of a message that was seen by onMail before. */
  readonly onOutcome: (mail: JoinedMail, outcome: RecipientOutcome) => readonly Detection[];
  /** Mail that an account's mailbox passed on; its outcomes come here and nowhere else. */
  readonly onForwarded: (event: ForwardedMail) => readonly Detection[];
  /** A password that a mail server turned away. */
  readonly onLoginFailed: (failure: LoginFailure) => readonly Detection[];
  /** The claims of all waves that still run, as they stand: changes nothing, and may be asked at any time. */
  readonly finish: () => readonly Detection[];
}

const none: readonly Detection[] = [];
const nothing = (): readonly Detection[] => none;

/** A run that sees nothing: spread it, and write what the detector looks at and its state. */
export const blindRun: Omit<DetectorRun, "state"> = {
  onRequest: nothing,
  onMail: nothing,
  onOutcome: nothing,
  onForwarded: nothing,
  onLoginFailed: nothing,
  finish: nothing,
};

/** One way of seeing abuse. */
export interface Detector {
  readonly name: string;
  readonly classes: readonly AbuseClass[];
  /** `saved`: the state of an earlier run, put back; the run goes on from there as if it had never stopped, and changes it. */
  readonly start: (context: DetectorContext, saved?: DetectorState) => DetectorRun;
}
