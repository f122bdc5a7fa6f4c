import { verdictOf } from "../../domain/abuse-class.ts";
import type { Account } from "../../domain/account.ts";
import type { Detection } from "../../domain/detection.ts";
import { asFormWave } from "../../domain/form-wave.ts";
import type { ForwardedMail } from "../../domain/forwarded-mail.ts";
import type { JoinedMail } from "../../domain/joined-mail.ts";
import { judgeClasses } from "../../domain/judge-mail.ts";
import type { RecipientOutcome } from "../../domain/mail-event.ts";
import { mailFeatures, networkOf, type Surroundings } from "../../domain/mail-features.ts";
import { MailStream } from "../../domain/mail-stream.ts";
import { bulkSubject, forwardSubject, mailWay } from "../../domain/mail-way.ts";
import { RecipientPast } from "../../domain/recipient-past.ts";
import { forgetOldest, newStream, type StreamState } from "../../domain/stream-state.ts";
import { StreamWave } from "../../domain/stream-wave.ts";
import { SweepClock } from "../../domain/sweep-clock.ts";
import { quietMs } from "../../domain/wave.ts";
import type { WaveSubject } from "../../domain/wave-context.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { hourMs, minuteMs } from "../../kit/time-units.ts";
import type { ClassJudge } from "../../ports/class-judge.ts";
import { blindRun, type Detector, type DetectorContext, type DetectorRun, type DetectorState } from "../../ports/detector.ts";

/**
 * Mail of an account, parted by the way it came in (a mailbox's log-in, a script, a form, nothing that the logs show), each
 * way against its own past. A burst is judged by every class that the way allows; the strongest claims it.
 */

const none: readonly Detection[] = [];

const thresholds = {
  /** Fewer messages are told apart from a busy hour only by luck. */
  messages: 8,
  /** Nats, as for form-relay: every message is a new look at every stretch that ends with it. */
  surprise: 11,
  /** Abuse is claimed from here on; what is benign needs no decision and may be told a little less surely. */
  confidence: { abuse: 0.85, nuisance: 0.8, benign: 0.8 },
  /** Judged again after so many messages or outcomes, and always when a tenth was added. */
  judgeEvery: 4,
  /** What was weighed without a claim is weighed again when so large a part was added; a stream without any burst less often yet. */
  weighedPart: 8,
  quietPart: 24,
  /** WP-Cron, or somebody in the administration, was there this long before. */
  clockMs: 2 * minuteMs,
  administrationMs: 2 * hourMs,
} as const;

/** Streams of one account: mailboxes and scripts are many only under attack, addresses that pass mail on where every name does. */
const streamsPerAccount = 64;
const forwardsPerAccount = 32;

interface AccountState {
  readonly streams: Map<string, StreamState>;
  /** Mailboxes that pass mail on, apart from the account's own mail. */
  readonly forwards: Map<string, StreamState>;
  readonly recipients: RecipientPast;
  ownClockAt: number;
  administrationAt: number;
}

/** A file that a log names is one stream, whichever of its messages have a request. */
const keyOf = (subject: WaveSubject): string => {
  // Most mail comes so: a constant is no new text to hash for each message.
  if (subject === bulkSubject) return "bulk  ";
  const { causeKind, causeName, site, file } = subject;
  return `${causeKind} ${causeName} ${file === null ? (site?.id ?? "") : ""}`;
};

const isAdministration = ({ endpoint, source, before }: WriteRequest): boolean =>
  source.origin !== "foreign" && before.pages > 0 && /\/(wp-)?admin(istrator)?\//.test(endpoint.path);

interface BurstsState {
  readonly sweep: SweepClock;
  readonly accounts: Map<string, AccountState>;
}

/** Messages until the stream is judged again: few while it is small, a tenth more when it is large. */
const stepOf = ({ stream, wave, weighed }: StreamState): number => {
  const running = wave?.isPaused === false ? wave.wave.messages / 10 : 0;
  const { judgeEvery, weighedPart, quietPart } = thresholds;
  return Math.max(judgeEvery, Math.floor(Math.max(running, weighed / weighedPart, stream.recent.length / quietPart)));
};

const startRun = (context: DetectorContext, judges: readonly ClassJudge[], saved?: DetectorState): DetectorRun => {
  const kept = (saved as BurstsState | undefined) ?? { sweep: new SweepClock(), accounts: new Map() };
  const { accounts } = kept;

  /** Streams of messages at hand, to save telling their way again for every outcome; no memory: it is told anew where it is lost. */
  const keys = new WeakMap<JoinedMail, string | null>();
  const keyOfMail = (mail: JoinedMail): string | null => {
    const known = keys.get(mail);
    if (known !== undefined) return known;
    const way = mailWay(mail, context.traffic.siteOfFile);
    return way === null ? null : keyOf(way);
  };

  /** States by account, to save making their key for every event; a name may change. No memory either. */
  const states = new WeakMap<Account, { readonly name: string; readonly state: AccountState }>();
  const accountState = (account: Account): AccountState => {
    const known = states.get(account);
    if (known?.name === account.name) return known.state;
    const state = stateByName(account);
    states.set(account, { name: account.name, state });
    return state;
  };

  const stateByName = ({ host, name }: Account): AccountState => {
    const key = `${host} ${name}`;
    const known = accounts.get(key);
    if (known !== undefined) return known;
    const made: AccountState = {
      streams: new Map(),
      forwards: new Map(),
      recipients: new RecipientPast(),
      ownClockAt: 0,
      administrationAt: 0,
    };
    accounts.set(key, made);
    return made;
  };

  const addStream = ({ streams, recipients }: AccountState, subject: WaveSubject, account: Account): StreamState => {
    if (streams.size >= streamsPerAccount) forgetOldest(streams);
    const made = newStream(new MailStream(subject, { account, recipients }), thresholds.messages);
    streams.set(keyOf(subject), made);
    return made;
  };

  /** Whom others write to through a mailbox of the account is nobody that the account mails. */
  const forwardState = ({ forwards }: AccountState, mailbox: string, account: Account): StreamState => {
    const known = forwards.get(mailbox);
    if (known !== undefined) return known;
    if (forwards.size >= forwardsPerAccount) forgetOldest(forwards);
    const made = newStream(new MailStream(forwardSubject(mailbox), { account, recipients: new RecipientPast() }), thresholds.messages);
    forwards.set(mailbox, made);
    return made;
  };

  const around = (of: AccountState, from: number): Surroundings => ({
    home: context.home,
    startedAt: context.traffic.periodStart(),
    place: context.place,
    afterOwnClock: from - of.ownClockAt < thresholds.clockMs,
    afterAdministration: from - of.administrationAt < thresholds.administrationMs,
  });

  const judge = (of: AccountState, state: StreamState) => {
    const { stream, wave, endedAt } = state;
    state.weighed = 0;
    state.badSince = 0;
    const burst = stream.burst(wave?.isPaused === true ? wave.lastAt : endedAt);
    if (burst === null || burst.surprise < thresholds.surprise) return null;
    if (stream.recent.length - burst.from < thresholds.messages) return null;
    state.weighed = stream.recent.length - burst.from;
    const from = stream.recent.times[burst.from] ?? 0;
    const features = mailFeatures(stream, burst, around(of, from));
    const classes = judges
      .filter(({ ways }) => ways.includes(features.way))
      .map((one) => {
        const reasons = one.weigh(features);
        return { class: one.class, reasons, sum: reasons.reduce((sum, { weight }) => sum + weight, one.base) };
      });
    const judgement = judgeClasses(classes);
    return judgement === null || judgement.confidence < thresholds.confidence[verdictOf(judgement.class)]
      ? null
      : { judgement, from: burst.from };
  };

  const asItStands = ({ wave, told }: StreamState, at: number): readonly Detection[] =>
    wave === null || told === null ? none : [asFormWave(wave.wave.toDetection({ ...told, at }))];

  const tell = (state: StreamState, at: number): readonly Detection[] => {
    if (state.wave !== null && state.told !== null) state.tellAt = state.wave.wave.messages * 2;
    return asItStands(state, at);
  };

  const consider = (of: AccountState, state: StreamState, at: number): readonly Detection[] => {
    const judged = judge(of, state);
    if (judged === null) return none;
    const isNews = state.told?.class !== judged.judgement.class;
    if (state.wave === null) state.wave = new StreamWave(state.stream, judged.from, context);
    else if (state.wave.isPaused) state.wave.resume(judged.from);
    state.told = judged.judgement;
    return isNews || state.wave.wave.messages >= state.tellAt ? tell(state, at) : none;
  };

  const endIfOver = (state: StreamState, now: number): readonly Detection[] => {
    if (state.wave === null || !state.wave.wave.isOver(now)) return none;
    const last = tell(state, now);
    state.endedAt = state.wave.lastAt;
    state.wave = null;
    state.told = null;
    return last;
  };

  /** When the stream is to be judged next: often while it is small, every tenth more when it is large. */
  const due = (state: StreamState): boolean => {
    const { total } = state.stream;
    if (total < state.judgeAt) return false;
    state.judgeAt = total + stepOf(state);
    return true;
  };

  /** Ends the waves that are over also where nothing more is sent, and forgets what is old. */
  const sweep = (now: number): readonly Detection[] =>
    [...accounts.values()].flatMap(({ streams, forwards }) =>
      [...streams.values(), ...forwards.values()].flatMap((state) => {
        state.stream.recent.forget(now - quietMs);
        return endIfOver(state, now);
      }),
    );

  const onMail = (mail: JoinedMail): readonly Detection[] => {
    const { time } = mail.message;
    return kept.sweep.isDue(time) ? [...sweep(time), ...takeMail(mail)] : takeMail(mail);
  };

  const takeMail = (mail: JoinedMail): readonly Detection[] => {
    const { account, client, time } = mail.message;
    if (account === null) return none;
    const way = mailWay(mail, context.traffic.siteOfFile);
    const key = way === null ? null : keyOf(way);
    keys.set(mail, key);
    if (way === null || key === null) return none;
    const of = accountState(account);
    const state = of.streams.get(key) ?? addStream(of, way, account);
    const ended = endIfOver(state, time);
    state.stream.add(mail, client === null ? null : networkOf(client, context.place));
    state.wave?.offer(mail);
    return due(state) ? [...ended, ...consider(of, state, mail.settledAt)] : ended;
  };

  const onOutcome = (mail: JoinedMail, outcome: RecipientOutcome): readonly Detection[] => {
    const { account } = mail.message;
    if (account === null) return none;
    const key = keyOfMail(mail);
    const of = accountState(account);
    const state = key === null ? undefined : of.streams.get(key);
    if (state === undefined) return none;
    state.stream.addOutcome(mail, outcome);
    state.wave?.addOutcome(mail, outcome);
    if (outcome.status !== "bounced" || state.told !== null || state.stream.total < thresholds.messages) return none;
    return ++state.badSince * thresholds.judgeEvery >= stepOf(state) ? consider(of, state, Math.max(mail.settledAt, outcome.time)) : none;
  };

  const onForwarded = ({ mail, outcome, isFirst }: ForwardedMail): readonly Detection[] => {
    const { account, mailbox, time } = mail.message;
    if (account === null || mailbox === null) return none;
    const of = accountState(account);
    const state = forwardState(of, mailbox, account);
    const ended = isFirst ? endIfOver(state, time) : none;
    if (isFirst) state.stream.add(mail, null);
    state.stream.addOutcome(mail, outcome);
    if (isFirst) state.wave?.offer(mail);
    state.wave?.addOutcome(mail, outcome);
    return isFirst && due(state) ? [...ended, ...consider(of, state, outcome.time)] : ended;
  };

  const onRequest = (request: WriteRequest): readonly Detection[] => {
    const { account } = request.site;
    if (account === null) return none;
    if (request.agent === "self") accountState(account).ownClockAt = request.time;
    else if (isAdministration(request)) accountState(account).administrationAt = request.time;
    return none;
  };

  const finish = (): readonly Detection[] =>
    [...accounts.values()].flatMap(({ streams, forwards }) =>
      [...streams.values(), ...forwards.values()].flatMap((state) => asItStands(state, state.wave?.wave.lastSeen ?? 0)),
    );

  return { ...blindRun, state: kept, onMail, onOutcome, onForwarded, onRequest, finish };
};

/** The detector of mail in mass, with the classes that it tells apart. */
export const mailBursts = (judges: readonly ClassJudge[]): Detector => ({
  name: "mail-bursts",
  classes: judges.map((judge) => judge.class),
  start: (context, saved) => startRun(context, judges, saved),
});
