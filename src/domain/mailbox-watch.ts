import { createRecentMap, type RecentMap } from "../kit/recent-map.ts";
import { dayMs } from "../kit/time-units.ts";
import type { Account } from "./account.ts";
import type { LoginFailure } from "./login-failure.ts";
import { type TryBurst, TryPast } from "./try-past.ts";

/** Passwords guessed at a mail server: at one mailbox from anywhere, or by one client at many mailboxes. */
export interface MailboxAttack {
  /** The mailbox that is guessed at, or the one of the many that was tried most. */
  readonly mailbox: string;
  readonly account: Account | null;
  readonly isByOneClient: boolean;
  readonly burst: TryBurst;
  /** The tries behind the first sight of it, oldest first. */
  readonly first: readonly LoginFailure[];
}

const limits = {
  /** One client at many mailboxes: twice what one mailbox has to see, since one client may serve an office. */
  clientShare: 2,
  leastMailboxes: 5,
  judgeFrom: 40,
} as const;

/** Over all servers: 4,096 mailboxes and 2,048 clients of each generation, at most 192 tries of each of them (150 bytes); idle ones some hundred bytes. */
const mailboxesKept = 2_048;
const clientsKept = 1_024;
const triesKept = 192;
const keptMs = 3 * dayMs;

interface TryState {
  readonly past: TryPast;
  tries: LoginFailure[];
}

const remember = (state: TryState, failure: LoginFailure): void => {
  state.tries.push(failure);
  const oldest = state.tries[0] as LoginFailure;
  if (state.tries.length < triesKept && oldest.time > failure.time - keptMs) return;
  const young = state.tries.filter(({ time }) => time > failure.time - keptMs);
  state.tries = young.length < triesKept ? young : young.slice(triesKept / 4);
};

/** A name without a domain that is nobody's account is tried at every server of the world. */
const isMailbox = (failure: LoginFailure): failure is LoginFailure & { readonly mailbox: string } =>
  failure.mailbox !== null && (failure.account !== null || failure.mailbox.includes("@"));

/** Watches the log-ins of all mail servers. */
export class MailboxWatch {
  private readonly mailboxes: RecentMap<string, TryState> = createRecentMap(mailboxesKept);
  private readonly clients: RecentMap<string, TryState> = createRecentMap(clientsKept);
  private readonly periodStart: () => number;

  constructor(periodStart: () => number) {
    this.periodStart = periodStart;
  }

  /** The attack that this failure makes visible, or null. Afterwards its tries count anew. */
  note(failure: LoginFailure): MailboxAttack | null {
    if (!isMailbox(failure)) return null;
    const { client, host, mailbox } = failure;
    const ofMailbox = this.noted(this.mailboxes, `${host} ${mailbox}`, failure);
    if (ofMailbox !== null) return { ...ofMailbox, mailbox, account: failure.account, isByOneClient: false };
    if (client === null) return null;
    const ofClient = this.noted(this.clients, `${host} ${client}`, failure, limits.clientShare);
    return ofClient === null ? null : mostTried(ofClient);
  }

  private noted(states: RecentMap<string, TryState>, key: string, failure: LoginFailure, share = 1) {
    const state = states.get(key) ?? { past: new TryPast(this.periodStart()), tries: [] };
    states.set(key, state);
    state.past.add(failure.time, 1);
    remember(state, failure);
    if (state.tries.length < limits.judgeFrom || state.tries.length % 4 !== 0) return null;
    const burst = state.past.burst(failure.time, share);
    if (burst === null) return null;
    const first = state.tries.filter(({ time }) => time > failure.time - burst.windowMs);
    state.past.forgive(failure.time - burst.windowMs);
    return { burst, first };
  }
}

const mostTried = ({ burst, first }: Pick<MailboxAttack, "burst" | "first">): MailboxAttack | null => {
  const byMailbox = Map.groupBy(first, ({ mailbox }) => mailbox ?? "");
  if (byMailbox.size < limits.leastMailboxes) return null;
  const all = [...byMailbox].sort((a, b) => b[1].length - a[1].length);
  const [mailbox, tries] = all.find(([, [one]]) => one?.account !== null) ?? (all[0] as [string, LoginFailure[]]);
  return { mailbox, account: tries[0]?.account ?? null, isByOneClient: true, burst, first };
};
