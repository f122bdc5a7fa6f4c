import type { GraphClass } from "../kit/graph-snapshot.ts";
import { TwoGenerations } from "../kit/recent-map.ts";
import { AdminPeople } from "./admin-people.ts";
import { Excerpt } from "./excerpt.ts";
import type { IntruderSigns } from "./intruder-signs.ts";
import { LinePlaces } from "./line-places.ts";
import { LoginWatch } from "./login-watch.ts";
import { MailAnswers } from "./mail-answers.ts";
import { MailStream } from "./mail-stream.ts";
import { MailboxWatch } from "./mailbox-watch.ts";
import { RecentMail } from "./recent-mail.ts";
import { RecentOutcomes } from "./recent-outcomes.ts";
import { RecipientPast } from "./recipient-past.ts";
import { StreamWave } from "./stream-wave.ts";
import { SuspectRing } from "./suspect.ts";
import { SweepClock } from "./sweep-clock.ts";
import { TakeoverChain } from "./takeover-chain.ts";
import { TryPast } from "./try-past.ts";
import { VisitorTally } from "./visitor-tally.ts";
import { Wave } from "./wave.ts";
import type { WaveContext, WaveSubject, WaveView } from "./wave-context.ts";
import { WaveRecipients } from "./wave-recipients.ts";

/** A world in which nothing happens: a sample only shows which fields its class has. */
const traffic: WaveView = {
  periodStart: () => 0,
  siteTally: () => ({ requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 }),
  sourceTally: () => ({ requests: 0, writes: 0, assets: 0 }),
  accountMessages: () => 0,
  accountMessagesBetween: () => 0,
  messagesElsewhere: () => 0,
  siteVisitors: () => new VisitorTally(),
  sitesOf: () => ({ sites: 0, unseenSites: 0 }),
  scriptReads: () => ({ own: 0, others: 0 }),
  mailboxMessages: () => 0,
  trails: () => [],
};
const context: WaveContext = {
  home: null,
  isAbroad: () => null,
  place: () => ({ country: null, network: null, origin: "unknown" }),
  traffic,
};
const subject: WaveSubject = { site: null, causeKind: "bulk", causeName: "", file: null, mailbox: null };

const signs: IntruderSigns = {
  failures: 0,
  isUnderAttack: false,
  isAttacker: false,
  origin: "unknown",
  isKnown: false,
  isShared: false,
  isNewCountry: false,
  hasAssets: null,
  isTool: false,
  hasSucceeded: false,
  action: null,
  plantedCalls: 0,
  messages: 0,
};

const sampleStream = (): MailStream =>
  new MailStream(subject, { account: { name: "sample", host: "local", uid: null }, recipients: new RecipientPast() });

/**
 * Every class whose instances a detector may hold in its state. A snapshot carries the fields of each, and is refused once they have
 * changed: a class that remembers anything is listed here with a sample. No `#private` fields: nobody could save them.
 */
export const stateClasses: readonly GraphClass[] = [
  { name: "recent-map", type: TwoGenerations, sample: () => new TwoGenerations(1) },
  { name: "admin-people", type: AdminPeople, sample: () => new AdminPeople() },
  { name: "excerpt", type: Excerpt, sample: () => new Excerpt() },
  { name: "login-watch", type: LoginWatch, sample: () => new LoginWatch(traffic.periodStart) },
  { name: "mail-answers", type: MailAnswers, sample: () => new MailAnswers(1) },
  { name: "mail-stream", type: MailStream, sample: sampleStream },
  { name: "mailbox-watch", type: MailboxWatch, sample: () => new MailboxWatch(traffic.periodStart) },
  { name: "line-places", type: LinePlaces, sample: () => new LinePlaces() },
  { name: "recent-mail", type: RecentMail, sample: () => new RecentMail() },
  { name: "recent-outcomes", type: RecentOutcomes, sample: () => new RecentOutcomes() },
  { name: "recipient-past", type: RecipientPast, sample: () => new RecipientPast() },
  { name: "stream-wave", type: StreamWave, sample: () => new StreamWave(sampleStream(), 0, context) },
  { name: "suspect-ring", type: SuspectRing, sample: () => new SuspectRing({ capacity: 1, usualPerDay: 1 }) },
  {
    name: "takeover-chain",
    type: TakeoverChain,
    sample: () => new TakeoverChain(new Wave(subject, context), { signs, entry: null, succeededAt: 0, traffic }),
  },
  { name: "sweep-clock", type: SweepClock, sample: () => new SweepClock() },
  { name: "try-past", type: TryPast, sample: () => new TryPast(0) },
  { name: "visitor-tally", type: VisitorTally, sample: () => new VisitorTally() },
  { name: "wave", type: Wave, sample: () => new Wave(subject, context) },
  { name: "wave-recipients", type: WaveRecipients, sample: () => new WaveRecipients(context) },
];
