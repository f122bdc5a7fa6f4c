import type { Advanced } from "../../../src/domain/case/advance.ts";
import { type Case, isOver } from "../../../src/domain/case/case.ts";
import type { Effect } from "../../../src/domain/case/effect.ts";
import type { Entry } from "../../../src/domain/case/entry.ts";
import type { Fact } from "../../../src/domain/case/fact.ts";
import type { Notice } from "../../../src/domain/case/notice.ts";

/** All that came of a case so far. */
export interface Life {
  readonly case: Case;
  readonly entries: readonly Entry[];
  readonly effects: readonly Effect[];
  readonly facts: readonly Fact[];
}

/** What one fact did. */
export interface Step {
  readonly before: Case | null;
  readonly fact: Fact;
  readonly after: Advanced;
}

type Invariant = (life: Life, step: Step) => boolean;

const prompts = new Set<string>(["reminder", "received", "delayed"]);
const isPrompt = ({ tells }: Notice): boolean => tells.every((one) => prompts.has(one));
const gapOf = (notices: readonly Notice[], at: number): number =>
  (notices[at]?.at ?? 0) - (notices[at - 1]?.at ?? Number.NEGATIVE_INFINITY);
const smallestGap = (notices: readonly Notice[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...notices.map((_, at) => gapOf(notices, at)));

const openTask = (one: Case, kind: string): boolean => one.tasks.some((task) => task.kind === kind && task.doneAt === null);
const standing = (one: Case) => one.containments.filter(({ state }) => state !== "failed" && state !== "lifted");

/** Each step's new lifts rest on a decision written down in the same step. */
const liftsAreDecided: Invariant = ({ entries, case: now }, { after }) =>
  after.effects.every((effect) => {
    if (effect.kind !== "order" || effect.verb !== "lift") return true;
    const release = now.containments.find(({ id }) => id === effect.containment)?.release;
    const decided = entries.some(({ code, by }) => (code === "released" || code === "dismissed") && by.kind === release?.by.kind);
    return release !== null && release !== undefined && decided;
  });

const policyReleasesOnlyAfterQuiet: Invariant = (_, { before, fact, after }) =>
  !after.entries.some(({ code, by }) => code === "released" && by.kind === "policy") ||
  (fact.kind === "rang" &&
    fact.automatic &&
    before?.state === "verified" &&
    after.case.terms.release.byPolicy &&
    after.case.terms.release.people === 1);

const automationAsksThePolicy: Invariant = (_, { fact, after }) =>
  !after.entries.some(({ code, by }) => code === "ordered" && by.kind === "policy") ||
  (fact.automatic && after.case.claim.verdict === "abuse" && after.case.terms.mode === "act");

const fourEyes: Invariant = (_, { before, fact, after }) =>
  !after.entries.some(({ code }) => code === "released" || code === "dismissed") ||
  fact.kind !== "decided" ||
  before?.terms.release.people === 1 ||
  ((fact.decision.verb === "release" || fact.decision.verb === "dismiss") &&
    fact.decision.second !== null &&
    fact.by.kind === "person" &&
    fact.decision.second !== fact.by.name);

const effectsOnce: Invariant = ({ effects }) => new Set(effects.map(({ id }) => id)).size === effects.length;

const liftedOnlyByRelease: Invariant = ({ case: now }) =>
  now.containments.every(({ state, release }) => (state === "lifting" || state === "lifted" ? release !== null : true));

const noChangeUntold: Invariant = ({ case: now }) =>
  now.untold.length === 0 ||
  now.timers.some(({ kind }) => kind === "tell") ||
  openTask(now, "too-many-notices") ||
  openTask(now, "nobody-to-tell");

const everyNoticeIsSent: Invariant = ({ case: now, effects }) =>
  now.notices.every(({ id }) => effects.some((effect) => effect.kind === "notice" && effect.id === id));

const everyTimerIsSet: Invariant = ({ case: now, effects }) =>
  now.timers.every(({ id, at }) => effects.some((effect) => effect.kind === "timer" && effect.id === id && effect.at === at));

const fewPrompts: Invariant = ({ case: now }) => {
  const some = now.notices.filter(isPrompt);
  return some.length <= 5 && smallestGap(some) >= 24 * 3_600_000;
};

const answersCauseOneNotice: Invariant = (_, { fact, after }) =>
  fact.kind !== "answered" || after.effects.filter(({ kind }) => kind === "notice").length <= 1;

const manyNoticesByPersonOnly: Invariant = ({ case: now }, { before, fact }) =>
  now.notices.length <= Math.max(12, before?.notices.length ?? 0) || fact.by.kind === "person";

const closedHoldsNothing: Invariant = ({ case: now }) => now.state !== "closed" || (standing(now).length === 0 && now.closedAt !== null);

const containedHoldsSomething: Invariant = ({ case: now }) => now.state !== "contained" || standing(now).length > 0;

const somethingLeadsOn: Invariant = ({ case: now }) =>
  isOver(now) || now.timers.length > 0 || now.tasks.some(({ doneAt }) => doneAt === null) || standing(now).length > 0;

const countsItsFacts: Invariant = ({ case: now, facts }) => now.version === facts.length;

const restIsSilent: Invariant = (_, { before, after }) =>
  before === null || !isOver(before) || after.effects.every(({ kind }) => kind !== "check");

const policyReleasesWhatIsMet: Invariant = (_, { after }) =>
  !after.entries.some(({ code, by }) => code === "released" && by.kind === "policy") ||
  (after.case.requirements.every(({ state }) => state === "met") && after.case.relapses === 0);

const isObserved = (fact: Fact): boolean =>
  fact.kind !== "decided" && (!("terms" in fact) || (fact.terms.mode === "observe" && !fact.terms.tellWhileObserving));

const observingIsSilent: Invariant = ({ case: now, facts }) => now.notices.length === 0 || !facts.every(isObserved);

/** What holds after every fact, by name. */
export const invariants: Readonly<Record<string, Invariant>> = {
  "no lift without a decision on record": liftsAreDecided,
  "what is lifting or lifted has its release": liftedOnlyByRelease,
  "a policy releases only after a quiet watch, where it may": policyReleasesOnlyAfterQuiet,
  "a policy releases only what is met, and nothing after a relapse": policyReleasesWhatIsMet,
  "who only observes tells nobody": observingIsSilent,
  "automation contains only abuse, where acting is switched on and nothing is paused": automationAsksThePolicy,
  "four eyes are two people": fourEyes,
  "no effect twice": effectsOnce,
  "no change is left untold": noChangeUntold,
  "every notice is sent": everyNoticeIsSent,
  "every timer is set": everyTimerIsSet,
  "prompts are few": fewPrompts,
  "a received answer causes at most one notice": answersCauseOneNotice,
  "over twelve notices a person decides": manyNoticesByPersonOnly,
  "a closed case holds nothing": closedHoldsNothing,
  "a contained case holds something": containedHoldsSomething,
  "no dead end": somethingLeadsOn,
  "a case counts its facts": countsItsFacts,
  "a case that is over asks for no check": restIsSilent,
};
