import { dayMs, hourMs } from "../kit/time-units.ts";
import type { Burst } from "./burst.ts";
import { burstRecipients } from "./burst-recipients.ts";
import type { CauseKind } from "./detection.ts";
import type { MailStream } from "./mail-stream.ts";
import { calledPlace, isNoForm, type ScriptPlace, scriptPlace } from "./script-place.ts";
import { share } from "./share.ts";
import { type SignUpFeatures, signUpFeatures } from "./sign-up-features.ts";
import type { Placement } from "./source.ts";
import { sigmoid, strangeness } from "./strangeness.ts";
import type { WriteRequest } from "./write-request.ts";

/** What a burst of one stream looks like. Shares are 0 to 1, and 0 where there is nothing to share; rates are per hour. */
export interface MailFeatures extends SignUpFeatures {
  readonly way: CauseKind;
  readonly messages: number;
  readonly perHour: number;
  readonly usualPerHour: number;
  /** Nats by which a burst explains the messages better than the usual rate. */
  readonly surprise: number;
  /** Hours for which the logs had been read when the burst began: what runs from their start on may always run. */
  readonly watchedHours: number;
  /** Days of past that the stream had before the burst. */
  readonly pastDays: number;
  /** Distinct recipients among the sampled outcomes, and how many outcomes those are. */
  readonly recipients: number;
  readonly outcomes: number;
  /** Outcomes of third parties: a recipient that gets a third of all, as an owner gets his copies, left out. */
  readonly thirdOutcomes: number;
  /** One relay took the mail for many domains: a smart host, which bounces later and elsewhere. */
  readonly hidesBounces: boolean;
  /** Outcomes that went to the most frequent recipient. */
  readonly mostToOneShare: number;
  /** Outcomes whose recipient the account had first mailed at least half a day before the burst; 0 without such a past. */
  readonly knownRecipientShare: number;
  /** Whether the account had mailed anybody on an earlier day. */
  readonly hasRecipientPast: boolean;
  readonly bouncedShare: number;
  /** Recipients whose first outcome was anything but a delivery: refused or put off by the other side. */
  readonly putOffShare: number;
  readonly bounced: number;
  /** Recipients under a country-code domain abroad, among the recipients. */
  readonly foreignRecipientShare: number;
  /** Messages with a request right before them, and the requests behind those. */
  readonly triggeredShare: number;
  readonly triggers: number;
  readonly mailsPerTrigger: number;
  readonly triggerSources: number;
  /** Triggers that went straight to a file which no page of the site sends a form to. */
  readonly noFormShare: number;
  /** Mean probability that a stranger's program sent the trigger. */
  readonly strangerShare: number;
  /** Triggers whose source had fetched the site's pages and assets. */
  readonly visitorShare: number;
  /** Those of them that came from a page of the site. */
  readonly refererVisitorShare: number;
  readonly foreignTriggerShare: number;
  /** Where the script lies; null when neither a log nor a request names one. */
  readonly script: ScriptPlace | null;
  /** The file is named by a log, not concluded from a request. */
  readonly isScriptLogged: boolean;
  /** Client networks of authenticated sessions. */
  readonly networks: number;
  /** Messages from networks that the mailbox had not used before the burst. */
  readonly newNetworkShare: number;
  readonly foreignClientShare: number;
  /** Groups of messages that begin within five seconds of a full minute; chance gives 0.1. */
  readonly onTheMinuteShare: number;
  readonly groups: number;
  /** The site's own clock (WP-Cron) ran shortly before the burst; somebody at home worked in the administration in the hour before. */
  readonly afterOwnClock: boolean;
  readonly afterAdministration: boolean;
}

/** What is known of a stream's account besides its mail. */
export interface Surroundings {
  readonly home: string | null;
  /** First event of the run, epoch ms. */
  readonly startedAt: number;
  readonly place: (address: string) => Placement;
  readonly afterOwnClock: boolean;
  readonly afterAdministration: boolean;
}

/** Pause that ends a group of messages. */
const groupPauseMs = 20_000;
const onTheMinuteMs = 5_000;

/** Network of a client: the autonomous system, else the neighbourhood of the address. */
export const networkOf = (address: string, place: Surroundings["place"]): string => {
  const { network } = place(address);
  if (network !== null) return network;
  return address.includes(":") ? address.split(":").slice(0, 3).join(":") : address.split(".").slice(0, 3).join(".");
};

const isVisitor = ({ before }: WriteRequest): boolean => before.assets > 0 && before.pages > 0;

const noTriggers = {
  ...signUpFeatures([]),
  triggeredShare: 0,
  triggers: 0,
  mailsPerTrigger: 0,
  noFormShare: 0,
  triggerSources: 0,
  strangerShare: 0,
  visitorShare: 0,
  refererVisitorShare: 0,
  foreignTriggerShare: 0,
};

const triggersOf = (members: readonly (WriteRequest | null)[]) => {
  const triggered = members.filter((trigger) => trigger !== null);
  if (triggered.length === 0) return noTriggers;
  const triggers = [...new Map(triggered.map((trigger) => [trigger.id, trigger])).values()];
  const placed = triggers.filter(({ source }) => source.origin !== "unknown");
  return {
    triggeredShare: share(triggered.length, members.length),
    triggers: triggers.length,
    ...signUpFeatures(triggers),
    mailsPerTrigger: share(triggered.length, triggers.length),
    noFormShare: share(triggers.filter(({ endpoint }) => isNoForm(endpoint.path)).length, triggers.length),
    triggerSources: new Set(triggers.map(({ source }) => source.address)).size,
    strangerShare: share(
      triggers.reduce((sum, one) => sum + sigmoid(strangeness(one)), 0),
      triggers.length,
    ),
    visitorShare: share(triggers.filter(isVisitor).length, triggers.length),
    refererVisitorShare: share(triggers.filter((one) => isVisitor(one) && one.referer === "own-page").length, triggers.length),
    foreignTriggerShare: share(placed.filter(({ source }) => source.origin === "foreign").length, placed.length),
  };
};

const noClients = { networks: 0, newNetworkShare: 0, foreignClientShare: 0 };

const clientsOf = (
  members: readonly (string | null)[],
  from: number,
  { stream, place }: { readonly stream: MailStream; readonly place: Surroundings["place"] },
) => {
  const clients = members.filter((client) => client !== null);
  if (clients.length === 0) return noClients;
  const places = clients.map((client) => ({ ...place(client), asNetwork: networkOf(client, place) }));
  return {
    networks: new Set(places.map(({ asNetwork }) => asNetwork)).size,
    newNetworkShare: share(places.filter(({ asNetwork }) => !stream.knewNetwork(asNetwork, from)).length, places.length),
    foreignClientShare: share(places.filter(({ origin }) => origin === "foreign").length, places.length),
  };
};

const rhythmOf = (times: readonly number[]) => {
  let groups = 0;
  let onTheMinute = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time - last > groupPauseMs) {
      groups++;
      if (time % 60_000 < onTheMinuteMs) onTheMinute++;
    }
    last = time;
  }
  return { groups, onTheMinuteShare: share(onTheMinute, groups) };
};

const scriptOf = (triggers: readonly (WriteRequest | null)[], stream: MailStream): Pick<MailFeatures, "script" | "isScriptLogged"> => {
  const { file } = stream.subject;
  if (file !== null) return { script: scriptPlace(file), isScriptLogged: true };
  const path = triggers.find((trigger) => trigger !== null)?.endpoint.path;
  return { script: path === undefined ? null : calledPlace(path), isScriptLogged: false };
};

/** Sums up a burst of a stream. Pure: only what is remembered of the stream counts. */
export const mailFeatures = (stream: MailStream, burst: Burst, around: Surroundings): MailFeatures => {
  const { recent } = stream;
  const times = recent.times.slice(burst.from);
  const triggers = recent.triggers.slice(burst.from);
  const from = times[0] ?? 0;
  const to = times.at(-1) ?? from;
  const messages = times.length;
  return {
    way: stream.subject.causeKind,
    messages,
    perHour: (messages / Math.max(60_000, to - from)) * hourMs,
    usualPerHour: Math.max(stream.usualPerMs(to) * hourMs, stream.pastMs(from) < dayMs ? stream.perHourBefore(from) : 0),
    surprise: burst.surprise,
    watchedHours: Math.max(0, from - around.startedAt) / hourMs,
    pastDays: stream.pastMs(from) / (24 * hourMs),
    hasRecipientPast: stream.recipients.size > 8,
    ...burstRecipients(recent, burst.from, around.home),
    ...triggersOf(triggers),
    ...clientsOf(recent.clients.slice(burst.from), from, { stream, place: around.place }),
    ...rhythmOf(times),
    ...scriptOf(triggers, stream),
    afterOwnClock: around.afterOwnClock,
    afterAdministration: around.afterAdministration,
  };
};
