import { createHash } from "node:crypto";
import { type Advanced, begin } from "../domain/case/advance.ts";
import { type Case, isOver } from "../domain/case/case.ts";
import type { CaseTerms } from "../domain/case/case-terms.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { Fact } from "../domain/case/fact.ts";
import { actingModeOf } from "../domain/policy/acting-mode-of.ts";
import { isShown, termsFor } from "../domain/policy/terms-for.ts";
import { canonicalJson } from "../kit/canonical-json.ts";
import { dayMs, hourMs, minuteMs } from "../kit/time-units.ts";
import type { DeskParts } from "./desk-parts.ts";
import type { ImposedLately } from "./imposed-lately.ts";
import { isAutomatic, record } from "./record.ts";

/**
 * What became of a claim. `not-shown`: not sure enough to be a case; `settled`: it belongs to a wave that a case was closed or dismissed for;
 * `from-the-future`: its times lie ahead of the clock, so that nothing is to be built on it.
 */
export type TakenClaim =
  | { readonly kind: "opened" | "joined" | "already"; readonly caseId: string }
  | { readonly kind: "not-shown" | "settled" | "from-the-future"; readonly caseId: string | null };

type Detected = Extract<Fact, { readonly kind: "detected" }>;

/** A claim, and whose it is: an agent's, or a person's who opens a case by hand. */
interface Said {
  readonly claim: ClaimedAbuse;
  readonly by: Detected["by"];
}

/** A wave ends with so much quiet; what comes within it is the same one. */
const quietMs = 72 * hourMs;

/** A repeated message has the same id, so that it does nothing. */
const idOf = (claim: ClaimedAbuse): string => `detected:${createHash("sha256").update(canonicalJson(claim)).digest("hex").slice(0, 32)}`;

const isSameWave = (last: Case, { firstSeen }: ClaimedAbuse): boolean => firstSeen <= last.claim.lastSeen + quietMs;

/**
 * Whether a case that is over answers a claim as well. What a person dismissed stays dismissed while its wave lasts; what was released and closed
 * does not, once there is new harm; what was no abuse does, unless it is abuse by now.
 */
const answers = (last: Case, claim: ClaimedAbuse): boolean => {
  if (!isOver(last) || !isSameWave(last, claim)) return false;
  if (last.state === "dismissed") return true;
  if (last.claim.verdict !== "abuse") return claim.verdict !== "abuse";
  return claim.lastHarmAt === null || claim.lastHarmAt <= (last.closedAt ?? 0);
};

/** The open case of the same key is no repeat of itself; those of it that were closed before are. */
const isRepeat = (one: Case, claim: ClaimedAbuse, from: number): boolean =>
  (one.key !== claim.key || one.state === "closed") && one.state !== "dismissed" && one.claim.verdict === "abuse" && one.openedAt >= from;

/** Clocks of servers differ by so much at most; a time beyond it is wrong, and would keep a wave going until then. */
const mostAheadMs = 5 * minuteMs;

const isFromTheFuture = ({ firstSeen, lastSeen, lastHarmAt }: ClaimedAbuse, now: number): boolean =>
  Math.max(firstSeen, lastSeen, lastHarmAt ?? 0) > now + mostAheadMs;

/** Takes in what detectors claim: opens a case, or adds to the one that is open. */
export const createTakeClaim = (parts: DeskParts, imposed: Pick<ImposedLately, "count">) => {
  const { store, clock, policy, hasContact } = parts;

  const earlierCases = async (claim: ClaimedAbuse): Promise<number> => {
    if (claim.account === null) return 0;
    const from = clock.now() - policy().repeat.withinDays * dayMs;
    const all = await store.casesOfAccount(claim.host, claim.account);
    return all.filter((one) => isRepeat(one, claim, from)).length;
  };

  const terms = async (claim: ClaimedAbuse, known: Case | null, by: Detected["by"]): Promise<CaseTerms> => {
    const told = termsFor(policy(), claim, {
      mode: actingModeOf(policy(), claim.class, claim.host),
      isPaused: !(await isAutomatic(parts)),
      imposed: imposed.count(claim.host, clock.now()),
      earlierCases: await earlierCases(claim),
      isShared: claim.sharesAccount,
      hasContact: hasContact(claim.host, claim.account),
      isWatched: known !== null && ["verified", "watched", "released"].includes(known.state),
    });
    // Whoever opens a case by hand decides what is done and when the customer hears of it.
    return by.kind === "person" ? { ...told, mode: "observe", tellWhileObserving: false } : told;
  };

  const factOf = async ({ claim, by }: Said, known: Case | null, closed: Case | null): Promise<Omit<Detected, "caseId">> => ({
    id: idOf(claim),
    at: clock.now(),
    by,
    automatic: await isAutomatic(parts),
    kind: "detected",
    claim,
    terms: await terms(claim, known, by),
    previous: closed?.id ?? null,
  });

  const open = async (said: Said, closed: Case | null): Promise<TakenClaim> => {
    const base = await factOf(said, null, closed);
    let advanced: Advanced | null = null;
    const result = await store.open(new Date(clock.now()).getUTCFullYear(), (caseId) => {
      const fact: Detected = { ...base, caseId };
      advanced = begin(fact);
      return { fact, ...advanced, expectedVersion: null };
    });
    const made = advanced as Advanced | null;
    if (result.kind === "conflict" || made === null) return take(said);
    if (result.kind === "already") return { kind: "already", caseId: result.caseId ?? "" };
    parts.onAdvanced?.(made);
    return { kind: "opened", caseId: made.case.id };
  };

  const join = async (said: Said, known: Case): Promise<TakenClaim> => {
    const fact: Detected = { ...(await factOf(said, known, null)), caseId: known.id };
    const done = await record(parts, known.id, () => fact);
    if (done.kind !== "recorded") return { kind: "already", caseId: known.id };
    return { kind: "joined", caseId: known.id };
  };

  const take = async (said: Said): Promise<TakenClaim> => {
    const { claim } = said;
    if (isFromTheFuture(claim, clock.now())) return { kind: "from-the-future", caseId: null };
    const known = await store.openCaseByKey(claim.key);
    if (known !== null) return join(said, known);
    if (!isShown(policy(), claim)) return { kind: "not-shown", caseId: null };
    const last = await store.latestCaseByKey(claim.key);
    if (last !== null && answers(last, claim)) return { kind: "settled", caseId: last.id };
    return open(said, last);
  };

  /** One claim after the other: what the caps allow is counted and used up in one go. */
  let before: Promise<unknown> = Promise.resolve();
  return (claim: ClaimedAbuse, by: Detected["by"] = { kind: "agent", server: claim.host }): Promise<TakenClaim> => {
    const taken = before.then(() => take({ claim, by }));
    before = taken.catch(() => undefined);
    return taken;
  };
};
