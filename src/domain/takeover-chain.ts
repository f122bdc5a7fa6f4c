import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import { neighbourhood } from "./admin-people.ts";
import type { Detection } from "./detection.ts";
import { type IntruderSigns, judgeIntruder } from "./intruder-signs.ts";
import type { JoinedMail } from "./joined-mail.ts";
import { type KeptMail, keptMail } from "./kept-mail.ts";
import type { RecipientOutcome } from "./mail-event.ts";
import { isOddPlace, scriptPlace } from "./script-place.ts";
import { type AdminAction, adminAction } from "./site-program.ts";
import type { Source } from "./source.ts";
import type { Wave } from "./wave.ts";
import type { WaveView } from "./wave-context.ts";
import type { WriteRequest } from "./write-request.ts";

/** What a stranger does with a password may lie this far apart. Source: the contract's chain, "days apart". */
export const chainMs = 14 * dayMs;

const limits = {
  /** An hour with so many messages that no visitor explains, and so many times the usual, is the intruder's. */
  mailPerHour: 20,
  /** So soon after a call of a planted program fewer will do. */
  mailAfterCall: 5,
  afterCallMs: 15 * minuteMs,
  /** What comes through an address of the intruder's that loads style sheets as well may be anybody's so long after. */
  sharedMs: hourMs,
  mailOverUsual: 6,
  settled: 0.8,
} as const;

/** Bounds of one chain besides its wave. */
const addressesKept = 256;
const pathsKept = 64;
const pendingKept = 64;
const messagesKept = 8_192;

/** Strength of what can be done. */
const strength = { media: 1, people: 2, code: 3 } as const;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** How a takeover began. */
export interface TakeoverStart {
  readonly signs: IntruderSigns;
  /** The log-in; null where no log shows it. */
  readonly entry: WriteRequest | null;
  /** Time of the log-in, or of what was done first. */
  readonly succeededAt: number;
  readonly traffic: WaveView;
}

/** A site in a stranger's hands: everything from the wrong passwords to the mail, as one wave. At most about 1 MB besides the wave. */
export class TakeoverChain {
  readonly wave: Wave;
  readonly succeededAt: number;
  private readonly path: string | null;
  private readonly signs: IntruderSigns;
  private readonly traffic: WaveView;
  private readonly addresses = new Set<string>();
  private readonly networks = new Set<string>();
  private readonly planted = new Map<string, number>();
  private readonly messages = new Set<number>();
  private pending: KeptMail[] = [];
  private hour = 0;
  private inHour = 0;
  private action: AdminAction | null;
  private plantedCalls = 0;
  private lastCall = Number.NEGATIVE_INFINITY;
  private lastHarm: number;

  constructor(wave: Wave, { entry, signs, succeededAt, traffic }: TakeoverStart) {
    this.wave = wave;
    this.path = entry?.endpoint.path ?? null;
    this.signs = signs;
    this.succeededAt = succeededAt;
    this.traffic = traffic;
    this.action = signs.action;
    this.lastHarm = succeededAt;
  }

  isOver(now: number): boolean {
    return now - this.lastHarm > chainMs && this.wave.isOver(now);
  }

  /** Whether an address is one of the intruder's. */
  isIntruder(source: Source): boolean {
    return this.addresses.has(source.address);
  }

  /** Whether a request is the intruder's. Through an address that visitors share it is only for a while. */
  takes({ before, source, time }: WriteRequest): boolean {
    return this.isIntruder(source) && (before.assets === 0 || time - this.lastHarm < limits.sharedMs);
  }

  /** Whether it comes from one of the intruder's networks. */
  isNear(source: Source): boolean {
    return this.networks.has(neighbourhood(source));
  }

  /** `isCounted`: the wave holds the request already, as a try of the attack before. */
  addIntruder(request: WriteRequest, { isCounted } = { isCounted: false }): void {
    if (this.addresses.size < addressesKept) this.addresses.add(request.source.address);
    if (this.networks.size < addressesKept) this.networks.add(neighbourhood(request.source));
    const action = request.status < 400 ? adminAction(request.endpoint) : null;
    if (action !== null && (this.action === null || strength[action] > strength[this.action])) this.action = action;
    this.lastHarm = Math.max(this.lastHarm, request.time);
    if (!isCounted) this.wave.addRequest(request);
  }

  /** A call of a program that was not there, or that nobody had called, before the log-in. */
  addPlanted(request: WriteRequest): void {
    const { path } = request.endpoint;
    if (!this.planted.has(path) && this.planted.size >= pathsKept) return;
    this.planted.set(path, (this.planted.get(path) ?? 0) + 1);
    this.plantedCalls++;
    this.lastCall = request.time;
    this.lastHarm = request.time;
    this.wave.addRequest(request);
  }

  isPlanted(path: string): boolean {
    return this.planted.has(path);
  }

  /** True when the message is the intruder's. */
  addMail(mail: JoinedMail): boolean {
    if (this.isOwn(mail)) {
      this.takeMail(mail);
      return true;
    }
    return this.isUnexplained(mail) && this.addUnexplained(mail);
  }

  addOutcome(mail: JoinedMail, outcome: RecipientOutcome): void {
    if (this.messages.has(mail.message.id)) this.wave.addOutcome(mail, outcome);
  }

  private takeMail(mail: KeptMail): void {
    if (this.messages.size < messagesKept) this.messages.add(mail.message.id);
    this.lastHarm = Math.max(this.lastHarm, mail.message.time);
    this.wave.addMail(mail);
  }

  /** From a planted program, or right after a request of the intruder's. */
  private isOwn({ message, trigger }: JoinedMail): boolean {
    if (message.time < this.succeededAt) return false;
    if (trigger !== null && (this.isPlanted(trigger.endpoint.path) || this.addresses.has(trigger.source.address))) return true;
    const script = message.script;
    return script !== null && [...this.planted.keys()].some((path) => script.endsWith(path) || isBeside(script, path));
  }

  /** Whether it is a takeover even without mail: a newsletter after somebody's odd visit proves nothing. */
  private get isSettled(): boolean {
    return this.plantedCalls > 0 || this.judgeAs(0).confidence >= limits.settled;
  }

  private isUnexplained({ message, trigger }: JoinedMail): boolean {
    if (message.submission !== "local" || message.time < this.succeededAt || !this.isSettled) return false;
    if (message.script !== null && isOddPlace(scriptPlace(message.script))) return true;
    return trigger === null || (trigger.agent !== "self" && trigger.before.assets === 0 && !trigger.trusted && isToScript(trigger));
  }

  private addUnexplained(mail: JoinedMail): boolean {
    const { account, time } = mail.message;
    const hour = Math.floor(time / hourMs);
    if (hour !== this.hour) {
      this.hour = hour;
      this.inHour = 0;
      this.pending = [];
    }
    this.inHour++;
    if (this.pending.length < pendingKept) this.pending.push(keptMail(mail));
    const least = time - this.lastCall < limits.afterCallMs ? limits.mailAfterCall : limits.mailPerHour;
    if (account === null || this.inHour < least) return false;
    const from = this.traffic.periodStart();
    const pastHours = Math.max(24, (this.succeededAt - from) / hourMs);
    const usual = this.traffic.accountMessagesBetween(account, from, this.succeededAt) / pastHours;
    if (this.inHour < usual * limits.mailOverUsual) return false;
    const all = this.inHour > this.pending.length ? [keptMail(mail)] : this.pending;
    for (const one of all) if (!this.messages.has(one.message.id)) this.takeMail(one);
    return true;
  }

  /** The program that was called most, as a URL path. */
  private get mostCalled(): string | null {
    return (
      [...this.planted].reduce<[string, number] | null>((best, one) => (best !== null && best[1] >= one[1] ? best : one), null)?.[0] ?? null
    );
  }

  judge() {
    return this.judgeAs(this.wave.messages);
  }

  private judgeAs(messages: number) {
    return judgeIntruder({ ...this.signs, action: this.action, plantedCalls: this.plantedCalls, messages });
  }

  toDetection(at: number): Detection {
    const intrusion = { at: this.succeededAt, path: this.path, planted: this.mostCalled };
    return this.wave.toDetection({ class: "account-takeover", ...this.judge(), at, intrusion });
  }
}

/** A script in the folder that a planted program lies in, or below it, unless that is a folder of everybody's. */
const isBeside = (script: string, path: string): boolean => {
  const folder = folderOf(path);
  return /\/wp-content\/(plugins|themes|mu-plugins)\/[^/]+\//.test(folder) && script.includes(folder);
};

const isToScript = ({ endpoint }: WriteRequest): boolean => scriptPlace(endpoint.path) !== "program";
