import type { AbuseClass } from "../domain/abuse-class.ts";
import type { Case, CaseState } from "../domain/case/case.ts";
import type { Containment } from "../domain/case/containment.ts";
import type { DeskFact, PurgeCounts } from "../domain/case/desk-fact.ts";
import type { DeskSettings } from "../domain/case/desk-settings.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { Entry } from "../domain/case/entry.ts";
import type { Fact } from "../domain/case/fact.ts";
import type { Retention } from "../domain/case/retention.ts";
import type { TimerKind } from "../domain/case/timer.ts";
import type { WaitingFor } from "../domain/case/waiting-for.ts";

/** What one fact did to a case, as `advance` gave it. */
export interface CaseChange {
  readonly fact: Fact;
  /** The case after the fact; its timers replace those stored. */
  readonly case: Case;
  readonly entries: readonly Entry[];
  /** Those of kind `timer` are left to `case.timers` and put in no outbox. */
  readonly effects: readonly Effect[];
  /** `version` of the case that the fact was taken in on; null for a case that is not stored yet. */
  readonly expectedVersion: number | null;
}

/** A fact that belongs to no case. */
export interface DeskChange {
  readonly fact: DeskFact;
}

/**
 * `committed`: durable, even through a power cut; `seq` is its place in the chain, from 1. `already`: a fact with this id is stored, nothing was
 * changed. `conflict`: the case has another version by now (null: it does not exist), or another open case has its key; load anew, advance
 * again.
 */
export type CommitResult =
  | { readonly kind: "committed"; readonly seq: number }
  | { readonly kind: "already"; readonly caseId: string | null }
  | { readonly kind: "conflict"; readonly version: number | null };

/** An effect that is to be carried out. */
export interface DueEffect {
  readonly effect: Exclude<Effect, { readonly kind: "timer" }>;
  readonly caseId: string;
  /** Failures so far. */
  readonly attempts: number;
}

/** An effect that failed too often and waits for a person. */
export interface DeadEffect extends DueEffect {
  readonly error: string;
  /** When it was given up, epoch ms. */
  readonly at: number;
}

/** A timer whose moment has come. Whoever rings it gives the fact an id made of `timer`, so that a second ring does nothing. */
export interface DueTimer {
  readonly caseId: string;
  readonly timer: string;
  readonly kind: TimerKind;
  readonly at: number;
}

/** Which cases to list; a field left out does not narrow. Lists are "one of these". */
export interface CaseFilter {
  readonly states?: readonly CaseState[];
  readonly classes?: readonly AbuseClass[];
  readonly host?: string;
  readonly account?: string;
  readonly site?: string;
  readonly waitingFor?: readonly WaitingFor[];
  /** True: closed and dismissed only; false: all others. */
  readonly isOver?: boolean;
}

/** A page of cases. `newest`: opened last first; `due`: what is due first first, what has no time last. */
export interface CaseQuery {
  readonly filter: CaseFilter;
  readonly order: "newest" | "due";
  /** 1 to 1,000. */
  readonly limit: number;
  /** `next` of the page before; null for the first. */
  readonly after: string | null;
}

/** One case of a list. */
export interface ListedCase {
  readonly case: Case;
  readonly waitingFor: WaitingFor | null;
  readonly dueAt: number | null;
}

/** Which measures that hold or may come to hold to list, ordered last first. */
export interface StandingQuery {
  /** The site that the measure is on; for one that is on no site, its case's. */
  readonly site?: string;
  /** 1 to 1,000. */
  readonly limit: number;
  /** `next` of the page before; null for the first. */
  readonly after: string | null;
}

/** A measure that holds or may come to hold, with its case, which may be over: a dismissed one's lift may still hang. */
export interface StandingContainment {
  readonly case: Case;
  readonly containment: Containment;
}

/** One fact as it is stored, with what it did. Personal parts that were erased are empty texts and lists. */
export interface RecordedFact {
  readonly seq: number;
  readonly hash: string;
  readonly fact: Fact | DeskFact;
  readonly entries: readonly Entry[];
  readonly effects: readonly Effect[];
  /** Whether something personal was erased of it. */
  readonly isErased: boolean;
}

/** What the audit found. `broken` names the first entry that is not as it was written. */
export type AuditResult =
  | {
      readonly kind: "whole";
      /** Entries that were checked; the chain begins at `from` (1, later where the beginning was purged) and ends with this hash. */
      readonly entries: number;
      readonly from: number;
      readonly hash: string;
      /** Personal parts that are there and match, and those that were erased as recorded. */
      readonly parts: { readonly matched: number; readonly erased: number };
      /** `none`: no head is kept apart, so entries cut off at the end cannot be noticed. */
      readonly head: "matches" | "none";
    }
  | {
      readonly kind: "broken";
      readonly seq: number;
      /**
       * `entry`: changed, or put elsewhere; `missing`: deleted in between or at the beginning; `cut-off`: the head kept apart has seen more or other
       * entries; `part`: personal data changed, or removed without a record; `head`: the head kept apart is damaged, missing or not signed by our key.
       */
      readonly what: "entry" | "missing" | "cut-off" | "part" | "head";
      readonly detail: string;
    };

/** How much of each kind a purge removed, and the fact that records it; null when there was nothing to remove. */
export interface PurgeResult {
  readonly removed: PurgeCounts;
  readonly seq: number | null;
}

/** Who asks for a removal. `id` is the id of the fact that records it. Epoch ms. */
export type Removal = Pick<DeskFact, "id" | "at" | "by">;

/**
 * Where the desk keeps its cases, and the only thing that it must not lose. One transaction holds a fact, what it did and what is to be done;
 * when `commit` has answered, all of it survives a crash and a power cut, and none of it is there before.
 *
 * Rejects with an OperationError: `store-busy`, `store-damaged`, `store-full`, `store-unreachable`. After `store-full` nothing of the refused
 * commit is stored; the next one works as soon as there is room. An implementation must not ask the clock: times come with the calls.
 */
export interface CaseStore {
  /** For people: `sqlite` or `postgres`. */
  readonly name: string;

  readonly commit: (change: CaseChange | DeskChange) => Promise<CommitResult>;
  /**
   * Opens a case: gives `build` the next number of the year (`2026-000123`: for people, unique for ever, without gaps) and commits what it
   * returns, in one transaction. `build` must be pure and quick; it may be called again after a conflict between two desks.
   */
  readonly open: (year: number, build: (caseId: string) => CaseChange) => Promise<CommitResult>;

  readonly caseById: (id: string) => Promise<Case | null>;
  /** The one that is not over; there is never more than one. */
  readonly openCaseByKey: (key: string) => Promise<Case | null>;
  /** The one opened last, over or not: what a new case names as `previous`. */
  readonly latestCaseByKey: (key: string) => Promise<Case | null>;
  /** All of an account, opened last first. */
  readonly casesOfAccount: (host: string, account: string) => Promise<readonly Case[]>;
  /** An unknown `after` is a usage error (`usage-wrong`). */
  readonly list: (query: CaseQuery) => Promise<{ readonly cases: readonly ListedCase[]; readonly next: string | null }>;
  /** Kept up to date with each commit, so that no case is read in vain. An unknown `after` is a usage error (`usage-wrong`). */
  readonly standing: (
    query: StandingQuery,
  ) => Promise<{ readonly containments: readonly StandingContainment[]; readonly next: string | null }>;
  readonly countByState: () => Promise<Readonly<Record<CaseState, number>>>;

  /** One fact with the case it belongs to; null where none has this id. */
  readonly factById: (id: string) => Promise<(RecordedFact & { readonly caseId: string | null }) | null>;
  /** Everything recorded on a case, in the order in which it happened. */
  readonly factsOf: (caseId: string) => Promise<readonly RecordedFact[]>;
  /** The lines of a case's timeline, in order. */
  readonly timelineOf: (caseId: string) => Promise<readonly Entry[]>;
  /** The chain from `seq` on, at most `limit` facts: for an API, an export, another desk. */
  readonly factsFrom: (seq: number, limit: number) => Promise<readonly RecordedFact[]>;
  readonly settings: () => Promise<DeskSettings>;

  /**
   * What waits to be carried out, oldest first. Orders of one containment and notices of one case keep their order: the next is not given out
   * before the one ahead is settled or dead.
   */
  readonly dueEffects: (now: number, limit: number) => Promise<readonly DueEffect[]>;
  /** It was carried out. A second call does nothing. */
  readonly settleEffect: (id: string, now: number) => Promise<void>;
  /** It failed. Tried again from `until` on; after the most attempts it is dead, and false is returned. */
  readonly putOff: (id: string, failure: { readonly error: string; readonly now: number; readonly until: number }) => Promise<boolean>;
  readonly deadEffects: (limit: number) => Promise<readonly DeadEffect[]>;
  /** Tries a dead one again. `overtaken`: a later order on the same containment was given since, so this one must not be. */
  readonly requeue: (id: string, now: number) => Promise<"queued" | "unknown" | "overtaken">;

  /** Earliest first. A timer that its case dropped is never among them. */
  readonly dueTimers: (now: number, limit: number) => Promise<readonly DueTimer[]>;
  /** When the next timer or effect is due after `now`; null when none is. */
  readonly nextDueAt: (now: number) => Promise<number | null>;

  /** Recomputes the chain from its beginning, a page at a time, while work goes on. */
  readonly verifyAudit: () => Promise<AuditResult>;
  /** Removes what is older than `retention` allows, and records that. */
  readonly purge: (removal: Removal, retention: Retention) => Promise<PurgeResult>;
  /**
   * Erases what is personal of one case (a person's right to be forgotten), and records that: texts, addresses, mailboxes, wherever they stand. A case
   * that is not over, or of which a measure still stands, is refused: null.
   */
  readonly erase: (caseId: string, removal: Removal & { readonly reason: string }) => Promise<PurgeResult | null>;
  /** Writes a consistent copy to a file that does not exist yet (`store-occupied` else), mode 0600. Commits go on or wait meanwhile, none fails. */
  readonly backup: (to: string) => Promise<void>;

  /** Waits for what is under way, then lets go of the store; a second call does nothing. */
  readonly close: () => Promise<void>;
}
