import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import type { AbuseClass } from "./abuse-class.ts";
import type { Account } from "./account.ts";
import { caseKey, type Detection, type EndpointTrail, type Intrusion, type SiteTally } from "./detection.ts";
import { Excerpt, evidencePerSide } from "./excerpt.ts";
import type { JoinedMail } from "./joined-mail.ts";
import type { KeptMail, KeptOutcome } from "./kept-mail.ts";
import type { LinePlace } from "./line-place.ts";
import type { LoginFailure } from "./login-failure.ts";
import type { MailMessage } from "./mail-event.ts";
import type { Gap, ReasonReport } from "./scan-report.ts";
import type { Origin, Placement, Source } from "./source.ts";
import { type SourceCount, tallyOf, toWaveSource } from "./source-count.ts";
import type { Suspect } from "./suspect.ts";
import { visitorKind } from "./visitor-kind.ts";
import { VisitorTally } from "./visitor-tally.ts";
import type { WaveContext, WaveSubject } from "./wave-context.ts";
import { reachOf } from "./wave-reach.ts";
import { WaveRecipients } from "./wave-recipients.ts";
import type { EndpointUse, WriteRequest } from "./write-request.ts";

/** A judgement on a wave. */
export interface WaveClaim {
  readonly class: AbuseClass;
  readonly confidence: number;
  readonly at: number;
  readonly reasons: readonly ReasonReport[];
  readonly intrusion?: Intrusion;
}

/** Bounds of one wave's memory: about 20 MB in the worst case. */
const sourcesKept = 50_000;
const minutesKept = 4_096;
/** Of one wave's endpoints, pages and others' endpoints; what a scanner invents beyond that is only counted in the whole. */
const endpointsKept = 512;
const hoursKept = 4_096;

/** Quiet of this much event time ends a case. Source: the contract. */
export const quietMs = 72 * hourMs;

/** Requests and mail of one way in: the growing body of one case. */
export class Wave {
  readonly subject: WaveSubject;
  account: Account | null = null;
  firstSeen = Number.POSITIVE_INFINITY;
  lastSeen = 0;
  requests = 0;
  refused = 0;
  messages = 0;
  private lastMailAt: number | null = null;
  private foreignRequests = 0;
  private unplacedRequests = 0;
  private bounced = 0;
  private readonly sources = new Map<string, SourceCount>();
  private readonly endpoints = new Map<number, { readonly endpoint: EndpointUse; requests: number; messages: number }>();
  private readonly formPages = new Set<string>();
  private readonly recipients: WaveRecipients;
  private readonly minutes = new Set<number>();
  private readonly hours = new Map<number, number>();
  private readonly requestLines = new Excerpt();
  private readonly refusedLines = new Excerpt();
  private readonly mailLines = new Excerpt();
  private readonly rivalMailLines = new Excerpt();
  private readonly others = new Map<number, number>();
  private readonly context: WaveContext;
  /** Totals of the site and the account as they were at the wave's last event. */
  private lastTriggerId = -1;
  private readonly siteVisitors = new VisitorTally();
  private readonly ownVisitors = new VisitorTally();
  private siteTally: SiteTally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
  private accountTotal = 0;
  private mailboxTotal = 0;

  constructor(subject: WaveSubject, context: WaveContext) {
    this.subject = subject;
    this.context = context;
    this.recipients = new WaveRecipients(context);
  }

  isOver(now: number): boolean {
    return now - this.lastSeen > quietMs;
  }

  /** Whether a request belongs here: to an endpoint that sends, from a source that took part, or from the form's own page. */
  takes(request: WriteRequest): boolean {
    if ((this.endpoints.get(request.endpoint.id)?.messages ?? 0) > 0 || this.has(request.source)) return true;
    return request.refererPath !== null && this.formPages.has(request.refererPath);
  }

  /** Whether a source took part. */
  has(source: Source): boolean {
    return this.sources.has(source.address);
  }

  addresses(): Iterable<string> {
    return this.sources.keys();
  }

  /** Where most of its requests came from: who is elsewhere is more likely a visitor. Behind a proxy nobody is anywhere. */
  get mostOrigin(): Origin {
    if (this.foreignRequests * 2 > this.requests) return "foreign";
    return this.unplacedRequests * 2 > this.requests ? "unknown" : "home";
  }

  addSuspect(suspect: Suspect): void {
    this.addRequest(suspect.request);
    for (const mail of suspect.mails) {
      this.addMail(mail);
      for (const outcome of suspect.outcomes) if (outcome.message.id === mail.message.id) this.addOutcome(mail, outcome);
    }
  }

  addRequest(request: WriteRequest): void {
    this.requests++;
    if (request.source.origin === "foreign") this.foreignRequests++;
    if (request.source.origin === "unknown") this.unplacedRequests++;
    if (request.refused) this.refused++;
    // Attempts after a measure do not keep a wave alive; one that was only ever refused lives by them.
    if (!request.refused || this.refused === this.requests) this.seen(request.time);
    if (!request.refused) {
      if (this.minutes.size < minutesKept) this.minutes.add(Math.floor(request.time / minuteMs));
    }
    this.firstSeen = Math.min(this.firstSeen, request.time);
    if (request.endpoint.method !== "GET") this.ownVisitors.addWrite(visitorKind(request, false), request.source.origin === "foreign");
    this.endpointOf(request.endpoint).requests++;
    (request.refused ? this.refusedLines : this.requestLines).offer(request.place, request.time);
    this.addSource(request.source.address, request.source, request);
  }

  /** The request behind a message, once however many messages it sent. */
  addTrigger(request: WriteRequest): void {
    if (request.id <= this.lastTriggerId) return;
    this.lastTriggerId = request.id;
    this.addRequest(request);
  }

  /** Whether a message of its stream is part of it, by its time. */
  holds({ time }: Pick<MailMessage, "time">): boolean {
    return time >= this.firstSeen && time <= this.lastSeen;
  }

  private addSource(address: string, placement: Placement, request: WriteRequest | null): void {
    const writes = request?.before.writes ?? 0;
    const known = this.sources.get(address);
    if (known !== undefined) {
      known.requests++;
      known.lastWrites = writes;
    } else if (this.sources.size < sourcesKept) {
      const source = request?.source ?? null;
      this.sources.set(address, { address, placement, source, requests: 1, firstWrites: writes, lastWrites: writes });
    }
  }

  /** A source that only the mail log names: the client of an authenticated session. */
  addClient(address: string): void {
    const known = this.sources.get(address);
    this.addSource(address, known?.placement ?? this.context.place(address), null);
  }

  /** A password that a mail server turned away. */
  addLoginFailure({ time, client, account, place }: LoginFailure): void {
    this.requests++;
    this.refused++;
    this.firstSeen = Math.min(this.firstSeen, time);
    this.account ??= account;
    this.seen(time);
    if (client !== null) this.addClient(client);
    this.refusedLines.offer(place, time);
  }

  addMail(mail: KeptMail): void {
    const { message, trigger } = mail;
    this.messages++;
    if (trigger === null) this.firstSeen = Math.min(this.firstSeen, message.time);
    this.account = message.account;
    this.lastMailAt = Math.max(this.lastMailAt ?? 0, message.time);
    this.seen(message.time);
    const hour = Math.floor(message.time / hourMs) * hourMs;
    this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1);
    if (this.hours.size > hoursKept) this.hours.delete(this.hours.keys().next().value as number);
    this.offerMailLine(mail, message.place, message.time);
    if (trigger === null) return;
    this.endpointOf(trigger.endpoint).messages++;
    if (this.formPages.size < endpointsKept) this.formPages.add(trigger.endpoint.path);
  }

  /** Quotes messages without a rival first: among several requests of one second nobody can say whose mail it is. */
  private offerMailLine(mail: KeptMail, place: LinePlace, time: number): void {
    (mail.candidates <= 1 ? this.mailLines : this.rivalMailLines).offer(place, time);
  }

  addOutcome(mail: KeptMail, outcome: KeptOutcome): void {
    this.recipients.add(outcome);
    if (outcome.status === "bounced" || outcome.status === "expired") this.bounced++;
    this.offerMailLine(mail, outcome.place, outcome.time);
  }

  private seen(time: number): void {
    this.lastSeen = Math.max(this.lastSeen, time);
    const { traffic } = this.context;
    if (this.subject.site !== null) {
      this.siteTally = { ...traffic.siteTally(this.subject.site) };
      this.siteVisitors.copyFrom(traffic.siteVisitors(this.subject.site));
    }
    if (this.subject.mailbox !== null) this.mailboxTotal = traffic.mailboxMessages(this.subject.mailbox);
    if (this.account !== null) this.accountTotal = traffic.accountMessages(this.account);
  }

  /** A message of the account, while the wave runs, after a request that is not the wave's. */
  addOther(mail: JoinedMail): void {
    if (mail.trigger === null || mail.message.time - this.lastSeen > hourMs) return;
    const { id } = mail.trigger.endpoint;
    if (this.others.has(id) || this.others.size < endpointsKept) this.others.set(id, (this.others.get(id) ?? 0) + 1);
  }

  private endpointOf(endpoint: EndpointUse): { readonly endpoint: EndpointUse; requests: number; messages: number } {
    const known = this.endpoints.get(endpoint.id);
    if (known !== undefined) return known;
    const made = { endpoint, requests: 0, messages: 0 };
    if (this.endpoints.size < endpointsKept) this.endpoints.set(endpoint.id, made);
    return made;
  }

  /** The wave as it stands, as a claim. */
  toDetection(claim: WaveClaim): Detection {
    const { account, subject, firstSeen, lastSeen } = this;
    const view = this.context.traffic;
    const trails = this.trails();
    // The account handed in none of what it only passes on.
    const passedOn = subject.causeKind === "forward" ? this.messages : 0;
    return {
      ...claim,
      ...subject,
      id: `${caseKey({ ...subject, account })} ${firstSeen}`,
      account,
      firstSeen,
      lastSeen,
      lastMailAt: this.lastMailAt,
      counts: {
        requests: this.requests,
        refusedRequests: this.refused,
        foreignRequests: this.foreignRequests,
        sources: this.sources.size,
        messages: this.messages,
        recipients: this.recipients.count,
        foreignRecipients: this.recipients.foreignCount,
        bounced: this.bounced,
      },
      accountMessages: account === null ? 0 : view.accountMessagesBetween(account, firstSeen, lastSeen) + passedOn,
      accountMessagesSinceStart: this.accountTotal + passedOn,
      usualMessagesPerMs: account === null ? null : this.usualRate(account),
      trails,
      reach: reachOf(view, {
        account,
        subject,
        planted: claim.intrusion?.planted ?? null,
        trails,
        mailboxMessages: this.mailboxTotal,
        isOwn: (address) => this.sources.has(address),
      }),
      sources: [...this.sources.values()].map(toWaveSource),
      tally: { everybody: this.siteTally, wave: tallyOf(this.sources.values(), subject.site, view) },
      visitors: { everybody: this.siteVisitors, wave: this.ownVisitors },
      gaps: this.gaps(),
      evidence: this.quoted(),
      requestMinutes: new Set(this.minutes),
      hours: new Map(this.hours),
    };
  }

  private quoted(): readonly LinePlace[] {
    const mail = [...this.mailLines.lines, ...this.rivalMailLines.lines].slice(0, evidencePerSide);
    const lines = [...this.requestLines.lines, ...this.refusedLines.lines.slice(0, 2), ...mail];
    return lines.sort((a, b) => a.time - b.time).map(({ place }) => place);
  }

  /** Sources that nobody can place (behind a proxy, private, disputed) say nothing for or against a measure by origin. */
  private gaps(): readonly Gap[] {
    const unplaced = [...this.sources.values()].filter(({ placement }) => placement.origin === "unknown").length;
    return this.context.home !== null && unplaced * 2 > this.sources.size ? [{ code: "unknown-origin", detail: null }] : [];
  }

  private usualRate(account: Account): number | null {
    const from = this.context.traffic.periodStart();
    const pastMs = this.firstSeen - from;
    return pastMs < dayMs ? null : this.context.traffic.accountMessagesBetween(account, from, this.firstSeen - 1) / pastMs;
  }

  private trails(): readonly EndpointTrail[] {
    const known = this.context.traffic.trails(this.account, this.subject.site);
    const ids = new Set(known.map(({ endpoint }) => endpoint.id));
    // What the run's bounded memory of endpoints has lost the wave still knows.
    const lost = [...this.endpoints.values()].filter(({ endpoint }) => !ids.has(endpoint.id));
    return [...known, ...lost].map((trail) => {
      const own = this.endpoints.get(trail.endpoint.id);
      const otherMessages = this.others.get(trail.endpoint.id) ?? 0;
      return { ...trail, waveRequests: own?.requests ?? 0, waveMessages: own?.messages ?? 0, otherMessages };
    });
  }
}
