import type { Detection } from "../../domain/detection.ts";
import type { LoginFailure } from "../../domain/login-failure.ts";
import { type LoginAttack, LoginWatch } from "../../domain/login-watch.ts";
import { type MailboxAttack, MailboxWatch } from "../../domain/mailbox-watch.ts";
import type { ReasonReport } from "../../domain/scan-report.ts";
import { SweepClock } from "../../domain/sweep-clock.ts";
import type { TryBurst } from "../../domain/try-past.ts";
import { Wave } from "../../domain/wave.ts";
import { siteSubject } from "../../domain/wave-context.ts";
import { reason, weigh } from "../../domain/weigh.ts";
import type { WriteRequest } from "../../domain/write-request.ts";
import { createRecentMap, type RecentMap } from "../../kit/recent-map.ts";
import { dayMs } from "../../kit/time-units.ts";
import { blindRun, type Detector, type DetectorContext, type DetectorRun, type DetectorState } from "../../ports/detector.ts";

/**
 * Passwords being guessed: at a site's log-ins, or at a mail server. Every site sees tens of tries a day from scanners of the whole
 * internet; told is only what is far above the site's own past, however many or few addresses it comes from. A nuisance: whether a
 * password was found is another class's matter.
 */

const none: readonly Detection[] = [];
/** Mailboxes under attack at once. */
const mailboxesKept = 256;
/** So many of the last tries at a mailbox must have come within a day. */
const paceOver = 16;

interface Attack {
  readonly wave: Wave;
  readonly burst: TryBurst;
  /** What the sources of the first tries say. */
  readonly sources: readonly ReasonReport[];
  tellAt: number;
  /** When the last tries at a mailbox came. */
  readonly times: number[];
}

const sourcesOf = (addresses: readonly string[]): ReasonReport => {
  const counts = Map.groupBy(addresses, (address) => address);
  const most = Math.max(...[...counts.values()].map(({ length }) => length)) / addresses.length;
  // One address that goes on and on, or very many that come once: both are programs. In between lies an office, or a class of pupils.
  if (most > 0.4) return reason("same-client", 0.8, { value: most });
  const once = [...counts.values()].filter(({ length }) => length <= 3).length / counts.size;
  return reason("one-shot-sources", counts.size < 20 ? 0 : once, { value: once });
};

const judge = ({ wave, burst, sources }: Attack) =>
  weigh(-2.2, [
    reason("more-than-usual", Math.min(3.5, 0.9 * Math.log(burst.tries / burst.expected)), { value: burst.tries, usual: burst.expected }),
    reason("failed-logins", Math.min(2, 0.8 * Math.log(Math.max(burst.tries, wave.requests) / 80)), { value: wave.requests }),
    ...sources,
  ]);

const claimOf = (attack: Attack, at: number): Detection => attack.wave.toDetection({ class: "login-attack", ...judge(attack), at });

const tell = (attack: Attack, at: number): readonly Detection[] => {
  attack.tellAt = attack.wave.requests * 2;
  return [claimOf(attack, at)];
};

const asTheyStand = (attacks: Iterable<Attack>): readonly Detection[] =>
  [...attacks].map((attack) => claimOf(attack, attack.wave.lastSeen));

const webSources = ({ first }: LoginAttack): readonly ReasonReport[] => {
  const noAssets = first.filter(({ before }) => before.assets === 0).length / first.length;
  return [sourcesOf(first.map(({ source }) => source.address)), reason("fetched-no-assets", (noAssets - 0.5) * 1.6, { value: noAssets })];
};

interface WebState {
  readonly sweep: SweepClock;
  readonly watch: LoginWatch;
  readonly attacks: Map<number, Attack>;
}

interface MailState {
  readonly watch: MailboxWatch;
  readonly attacks: Map<string, Attack>;
  /** Clients that tried many mailboxes, with the mailbox that their case is named for. */
  readonly clients: RecentMap<string, string>;
}

interface LoginState {
  readonly web: WebState;
  readonly mail: MailState;
}

/** The web side: one attack a site. */
const startWeb = (context: DetectorContext, { sweep, watch, attacks }: WebState) => {
  const open = (began: LoginAttack, request: WriteRequest): readonly Detection[] => {
    const wave = new Wave(siteSubject(request.site, "login"), context);
    wave.account = context.traffic.ownerOf(request.site);
    for (const one of began.first) wave.addRequest(one);
    const attack: Attack = { wave, burst: began.burst, sources: webSources(began), tellAt: 0, times: [] };
    attacks.set(request.site.id, attack);
    return tell(attack, request.time);
  };

  const endIfOver = (siteId: number, time: number): readonly Detection[] => {
    const attack = attacks.get(siteId);
    if (attack === undefined || !attack.wave.isOver(time)) return none;
    attacks.delete(siteId);
    watch.end(siteId);
    return tell(attack, time);
  };

  const onRequest = (request: WriteRequest): readonly Detection[] => {
    const { site, time } = request;
    // Attacks that are over end also where nothing more happens.
    const ended = sweep.isDue(time) ? [...attacks.keys()].flatMap((id) => endIfOver(id, time)) : endIfOver(site.id, time);
    const { began, isPart } = watch.note(request);
    if (began !== null) return [...ended, ...open(began, request)];
    const attack = isPart ? attacks.get(request.site.id) : undefined;
    if (attack === undefined) return ended;
    attack.wave.addRequest(request);
    return attack.wave.requests >= attack.tellAt ? [...ended, ...tell(attack, request.time)] : ended;
  };

  return { onRequest, finish: () => asTheyStand(attacks.values()) };
};

/** The mail side: one attack a mailbox. */
const startMail = (context: DetectorContext, { watch, attacks, clients }: MailState) => {
  const keyOf = (host: string, mailbox: string): string => `${host} ${mailbox}`;

  const open = ({ mailbox, account, first, burst, isByOneClient }: MailboxAttack, failure: LoginFailure): readonly Detection[] => {
    const key = keyOf(failure.host, mailbox);
    if (isByOneClient && failure.client !== null) clients.set(keyOf(failure.host, failure.client), key);
    if (attacks.has(key) || attacks.size >= mailboxesKept) return none;
    const wave = new Wave({ site: null, causeKind: "login", causeName: mailbox, file: null, mailbox }, context);
    wave.account = account;
    for (const one of first) wave.addLoginFailure(one);
    const addresses = first.map(({ client }) => client).filter((client) => client !== null);
    const attack: Attack = { wave, burst, sources: addresses.length === 0 ? [] : [sourcesOf(addresses)], tellAt: 0, times: [] };
    attacks.set(key, attack);
    return tell(attack, failure.time);
  };

  const endOver = (now: number): readonly Detection[] => {
    const over = [...attacks].filter(([, { wave }]) => wave.isOver(now));
    for (const [key] of over) attacks.delete(key);
    return over.flatMap(([, attack]) => tell(attack, now));
  };

  /** Takes on a try while they come more often than a handful a day, as every mailbox sees them. */
  const goOn = (attack: Attack, failure: LoginFailure): readonly Detection[] => {
    const pace = attack.times.push(failure.time) > paceOver ? (attack.times.shift() as number) : failure.time;
    if (failure.time - pace > dayMs) return none;
    attack.wave.addLoginFailure(failure);
    return attack.wave.requests >= attack.tellAt ? tell(attack, failure.time) : none;
  };

  const onLoginFailed: DetectorRun["onLoginFailed"] = (failure) => {
    const ended = endOver(failure.time);
    const { client, host, mailbox } = failure;
    const own = mailbox === null ? undefined : attacks.get(keyOf(host, mailbox));
    const running = own ?? (client === null ? undefined : attacks.get(clients.get(keyOf(host, client)) ?? ""));
    if (running !== undefined) return [...ended, ...goOn(running, failure)];
    const began = watch.note(failure);
    return began === null ? ended : [...ended, ...open(began, failure)];
  };

  return { onLoginFailed, finish: () => asTheyStand(attacks.values()) };
};

const freshState = ({ traffic }: DetectorContext): LoginState => ({
  web: { sweep: new SweepClock(), watch: new LoginWatch(traffic.periodStart), attacks: new Map() },
  mail: { watch: new MailboxWatch(traffic.periodStart), attacks: new Map(), clients: createRecentMap(mailboxesKept) },
});

const startRun = (context: DetectorContext, saved?: DetectorState): DetectorRun => {
  const state = (saved as LoginState | undefined) ?? freshState(context);
  const web = startWeb(context, state.web);
  const mail = startMail(context, state.mail);
  return {
    ...blindRun,
    state,
    onRequest: web.onRequest,
    onLoginFailed: mail.onLoginFailed,
    finish: () => [...web.finish(), ...mail.finish()],
  };
};

export const loginAttack: Detector = { name: "login-attack", classes: ["login-attack"], start: startRun };
