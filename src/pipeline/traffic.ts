import type { Account, Site } from "../domain/account.ts";
import type { Detection } from "../domain/detection.ts";
import type { ForwardedMail } from "../domain/forwarded-mail.ts";
import type { JoinedMail } from "../domain/joined-mail.ts";
import type { LoginFailure } from "../domain/login-failure.ts";
import type { MailEvent, RecipientOutcome } from "../domain/mail-event.ts";
import { VisitorTally } from "../domain/visitor-tally.ts";
import { blindRun, type Detector, type DetectorRun, type TrafficView } from "../ports/detector.ts";
import type { Geo } from "../ports/geo.ts";
import type { Directory, KnownAccount, KnownSite } from "./directory.ts";
import { createFileSites } from "./file-sites.ts";
import { createMailHistory, type MailHistory } from "./mail-history.ts";
import type { OpenMessage } from "./open-messages.ts";
import { createOwnerVotes } from "./owner-votes.ts";
import { createRequestIntake, type ReadRequest, type RequestIntake } from "./request-intake.ts";
import type { SourceBook } from "./source-book.ts";
import { createTriggerJoin } from "./trigger-join.ts";
import type { TrustedSources } from "./trusted-sources.ts";

/** The middle of the pipeline: events go in, in order of time; claims of the detectors come out. */
export interface Traffic {
  readonly onAccess: (event: ReadRequest) => void;
  readonly onMail: (event: MailEvent) => void;
  readonly onLoginFailed: (failure: LoginFailure) => void;
  readonly onForwarded: (event: ForwardedMail) => void;
  /** Event time has come to this moment: called before a mail line is taken. */
  readonly pass: (time: number) => void;
  /** First and last event; `to` before `from` when there was none. */
  readonly period: () => { readonly from: number; readonly to: number };
  readonly finish: () => void;
  /** The claims of all waves that still run, as they stand; changes nothing. */
  readonly running: () => readonly Detection[];
  readonly history: MailHistory;
  readonly intake: RequestIntake;
}

export interface TrafficOptions {
  readonly directory: Directory;
  readonly geo: Geo;
  readonly sources: SourceBook;
  readonly detectors: readonly Detector[];
  readonly trusted: TrustedSources;
  /** Asked anew each time: a log that is followed may come into being later. */
  readonly hasMailLog: () => boolean;
  readonly claim: (detection: Detection) => void;
  readonly onJoined?: ((mail: JoinedMail) => void) | undefined;
  readonly onVisit?: ((address: string, userAgent: string) => void) | undefined;
}

/** Outcomes that wait at a message until its join is settled. */
const earlyOutcomes = 1_000;

const noVisitors = new VisitorTally();
const noTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };

export const createTraffic = (options: TrafficOptions): Traffic => {
  const { directory, geo, sources, detectors, trusted, hasMailLog, claim, onJoined, onVisit } = options;
  const intake = createRequestIntake(sources, trusted);
  const history = createMailHistory();
  const votes = createOwnerVotes(directory);
  let runs: readonly DetectorRun[] = [];
  // Most detectors look at one kind of event; of millions of events it pays not to ask the others.
  let requestRuns = runs;
  let mailRuns = runs;
  let outcomeRuns = runs;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;

  /** Event time has come to this moment. */
  const pass = (time: number): void => {
    if (time < start) start = time;
    if (time > end) end = time;
    join.settle(time);
  };

  const claimAll = (detections: readonly Detection[]): void => {
    for (const detection of detections) claim(detection);
  };

  const outcome = (mail: JoinedMail, event: RecipientOutcome): void => {
    for (const run of outcomeRuns) claimAll(run.onOutcome(mail, event));
  };

  const settled = (mail: JoinedMail): void => {
    const { trigger } = mail;
    const account = mail.message.account as KnownAccount | null;
    if (trigger !== null && account !== null && account.sites.length > 1) history.addOfSite(trigger.site, mail.message.time);
    for (const run of mailRuns) claimAll(run.onMail(mail));
    onJoined?.(mail);
    const message = mail.message as OpenMessage;
    message.joined = mail;
    for (const event of message.early ?? []) outcome(mail, event);
    message.early = null;
  };

  const join = createTriggerJoin({ settled, vote: votes.vote });

  const trails: TrafficView["trails"] = (account, site) => {
    const sites = account === null ? [] : (account as KnownAccount).sites;
    const known = site as KnownSite | null;
    return join.trailsOf(known === null || sites.includes(known) ? sites : [...sites, known]);
  };

  const view: TrafficView = {
    periodStart: () => start,
    hasMailLog,
    ownerOf: (site: Site) => site.account,
    siteTally: (site) => intake.trafficOf(site as KnownSite)?.tally ?? noTally,
    siteVisitors: (site) => intake.trafficOf(site as KnownSite)?.visitors ?? noVisitors,
    sourceTally: (site, source) => {
      const { pages, assets, writes } = sources.visits(source, site);
      return { requests: pages + assets + writes, writes, assets };
    },
    accountMessages: (account: Account) => history.total(account),
    accountMessagesBetween: (account, from, to) => history.between(account, from, to),
    messagesElsewhere: (account, site, { from, to }) =>
      (account as KnownAccount).sites.reduce((sum, one) => (one === site ? sum : sum + history.ofSite(one, to, from)), 0),
    sitesOf: (account) => {
      const { sites } = account as KnownAccount;
      return { sites: sites.length, unseenSites: sites.filter((site) => intake.trafficOf(site) === null).length };
    },
    scriptReads: (site, path, isOwn) => intake.scriptReads(site.id, path, isOwn),
    mailboxMessages: history.ofMailbox,
    siteOfFile: createFileSites(directory),
    trails,
  };

  const isAbroad = (address: string): boolean | null => {
    const { origin } = geo.place(address);
    return origin === "unknown" ? null : origin === "foreign";
  };

  runs = detectors.map((detector) => detector.start({ traffic: view, home: geo.home, isAbroad, place: geo.place }));
  requestRuns = runs.filter(({ onRequest }) => onRequest !== blindRun.onRequest);
  mailRuns = runs.filter(({ onMail }) => onMail !== blindRun.onMail);
  outcomeRuns = runs.filter(({ onOutcome }) => onOutcome !== blindRun.onOutcome);

  const onAccess = (event: ReadRequest): void => {
    pass(event.time);
    // The text is decoded from the line: only for somebody who wants it.
    if (onVisit !== undefined) onVisit(event.source.address, event.userAgent ?? "");
    const request = intake.accept(event);
    if (request === null) {
      const called = event.isScript ? intake.calledScript(event) : null;
      if (called !== null) join.request(called);
      return;
    }
    join.request(request);
    for (const run of requestRuns) claimAll(run.onRequest(request));
  };

  const onSubmitted = (event: MailEvent & { readonly kind: "submitted" }): void => {
    const { message } = event;
    if (message.mailbox !== null) history.addMailbox(message.mailbox);
    if (message.account !== null) {
      const account = message.account as KnownAccount;
      history.add(account, message.time);
      if (message.submission === "local" && message.messageId !== null) votes.voteByMessageId(message.messageId, account);
    }
    join.submitted(message);
  };

  const onMail = (event: MailEvent): void => {
    if (event.kind === "submitted") return onSubmitted(event);
    const message = event.message as OpenMessage;
    if (message.joined !== null) return outcome(message.joined, event);
    if (message.early === null) message.early = [event];
    else if (message.early.length < earlyOutcomes) message.early.push(event);
  };

  const finish = (): void => {
    join.finish();
    claimAll(running());
  };

  const running = (): readonly Detection[] => runs.flatMap((run) => run.finish());

  const onLoginFailed = (failure: LoginFailure): void => {
    for (const run of runs) claimAll(run.onLoginFailed(failure));
  };

  const onForwarded = (event: ForwardedMail): void => {
    for (const run of runs) claimAll(run.onForwarded(event));
  };

  const period = () => ({ from: start, to: end });
  return { onAccess, onMail, onLoginFailed, onForwarded, pass, period, finish, running, history, intake };
};
