import { createHash } from "node:crypto";
import { type Advanced, begin } from "../domain/case/advance.ts";
import { type Case, isOver } from "../domain/case/case.ts";
import type { CaseTerms } from "../domain/case/case-terms.ts";
import type { ClaimedAbuse } from "../domain/case/claimed-abuse.ts";
import type { Fact } from "../domain/case/fact.ts";
import { actingModeOf } from "../domain/policy/acting-mode-of.ts";
import { isShown, termsFor } from "../domain/policy/terms-for.ts";
import { canonicalJson } from "../kit/canonical-json.ts";
import { dayMs, hourMs } from "../kit/time-units.ts";
import type { DeskParts } from "./desk-parts.ts";
import type { ImposedLately } from "./imposed-lately.ts";
import { isAutomatic, record } from "./record.ts";

/** What became of a claim. `not-shown`: not sure enough to be a case; `settled`: it belongs to a wave that a case was closed or dismissed for. */
export type TakenClaim =
  | { readonly kind: "opened" | "joined" | "already"; readonly caseId: string }
  | { readonly kind: "not-shown" | "settled"; readonly caseId: string | null };

type Detected = Extract<Fact, { readonly kind: "detected" }>;

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

const isRepeat = (one: Case, claim: ClaimedAbuse, from: number): boolean =>
  one.key !== claim.key && one.state !== "dismissed" && one.claim.verdict === "abuse" && one.openedAt >= from;

/** Takes in what detectors claim: opens a case, or adds to the one that is open. */
export const createTakeClaim = (parts: DeskParts, imposed: ImposedLately) => {
  const { store, clock, policy, hasContact } = parts;

  const earlierCases = async (claim: ClaimedAbuse, closed: Case | null): Promise<number> => {
    if (claim.account === null) return 0;
    const from = clock.now() - policy().repeat.withinDays * dayMs;
    const all = await store.casesOfAccount(claim.host, claim.account);
    const others = all.filter((one) => isRepeat(one, claim, from)).length;
    return others + (closed !== null && closed.state === "closed" && closed.claim.verdict === "abuse" && closed.openedAt >= from ? 1 : 0);
  };

  const terms = async (claim: ClaimedAbuse, known: Case | null, closed: Case | null): Promise<CaseTerms> =>
    termsFor(policy(), claim, {
      mode: actingModeOf(policy(), claim.class, claim.host),
      isPaused: !(await isAutomatic(parts)),
      imposed: imposed.count(claim.host, clock.now()),
      earlierCases: await earlierCases(claim, closed),
      isShared: claim.sharesAccount,
      hasContact: hasContact(claim.host, claim.account),
      isWatched: known !== null && ["verified", "watched", "released"].includes(known.state),
    });

  const factOf = async (claim: ClaimedAbuse, known: Case | null, closed: Case | null): Promise<Omit<Detected, "caseId">> => ({
    id: idOf(claim),
    at: clock.now(),
    by: { kind: "agent", server: claim.host },
    automatic: await isAutomatic(parts),
    kind: "detected",
    claim,
    terms: await terms(claim, known, closed),
    previous: closed?.id ?? null,
  });

  const open = async (claim: ClaimedAbuse, closed: Case | null): Promise<TakenClaim> => {
    const base = await factOf(claim, null, closed);
    let advanced: Advanced | null = null;
    const result = await store.open(new Date(clock.now()).getUTCFullYear(), (caseId) => {
      const fact: Detected = { ...base, caseId };
      advanced = begin(fact);
      return { fact, ...advanced, expectedVersion: null };
    });
    const made = advanced as Advanced | null;
    if (result.kind === "conflict" || made === null) return takeClaim(claim);
    if (result.kind === "already") return { kind: "already", caseId: result.caseId ?? "" };
    imposed.remember(made.case, made.effects);
    return { kind: "opened", caseId: made.case.id };
  };

  const join = async (claim: ClaimedAbuse, known: Case): Promise<TakenClaim> => {
    const fact: Detected = { ...(await factOf(claim, known, null)), caseId: known.id };
    const done = await record(parts, known.id, () => fact);
    if (done.kind !== "recorded") return { kind: "already", caseId: known.id };
    imposed.remember(done.advanced.case, done.advanced.effects);
    return { kind: "joined", caseId: known.id };
  };

  const takeClaim = async (claim: ClaimedAbuse): Promise<TakenClaim> => {
    const known = await store.openCaseByKey(claim.key);
    if (known !== null) return join(claim, known);
    if (!isShown(policy(), claim)) return { kind: "not-shown", caseId: null };
    const last = await store.latestCaseByKey(claim.key);
    if (last !== null && answers(last, claim)) return { kind: "settled", caseId: last.id };
    return open(claim, last);
  };

  return takeClaim;
};
