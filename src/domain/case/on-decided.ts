import { isOtherPerson } from "../people.ts";
import { type Case, type CaseState, isOver } from "./case.ts";
import { orderMeasure, standing } from "./containing.ts";
import type { Release } from "./containment.ts";
import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { Decision } from "./fact.ts";
import { onChecked } from "./on-checked.ts";
import { dismissCase, liftAgain, releaseCase } from "./releasing.ts";
import { settleTask, settleTasks } from "./staff.ts";
import type { TaskKind } from "./staff-task.ts";
import { tell, tellAgain, tellNow } from "./telling.ts";
import { dropTimers, setTimerIn } from "./timing.ts";

type Of<Verb extends Decision["verb"]> = Extract<Decision, { readonly verb: Verb }>;

const refuse = (draft: Draft, why: string): void => draft.note("refused", { why });

/** Four eyes: a second person, who is not the first. */
const hasEnoughPeople = (draft: Draft, second: string | null): boolean => {
  const { by } = draft.fact;
  if (draft.now().terms.release.people === 1) return true;
  return second !== null && by.kind === "person" && isOtherPerson(by.name, second);
};

const releaseOf = (draft: Draft, second: string | null, reason: string): Release => ({
  by: draft.fact.by,
  second,
  reason,
  at: draft.fact.at,
});

const decideRelease = (draft: Draft, { second }: Of<"release">, reason: string): void => {
  const { state } = draft.now();
  const holds = standing(draft.now()).some((one) => one.state !== "lifting");
  if (isOver({ state }) || state === "released") {
    if (!holds) refuse(draft, "released-already");
    else if (!hasEnoughPeople(draft, second)) refuse(draft, "second-person-missing");
    else liftAgain(draft, releaseOf(draft, second, reason));
  } else if (!hasEnoughPeople(draft, second)) refuse(draft, "second-person-missing");
  else releaseCase(draft, releaseOf(draft, second, reason));
};

const decideDismissal = (draft: Draft, { second }: Of<"dismiss">, reason: string): void => {
  if (!hasEnoughPeople(draft, second)) refuse(draft, "second-person-missing");
  else dismissCase(draft, releaseOf(draft, second, reason));
};

const watchedStates = new Set<CaseState>(["verified", "watched", "released"]);

/** A person who contains a case on its way out takes it back to its beginning. */
const backToOpen = (draft: Draft): void => {
  dropTimers(draft, "watch", "close");
  draft.change({ watch: null });
  enter(draft, "open");
  setTimerIn(draft, "recheck", draft.now().terms.recheckMinutes);
};

const decideContainment = (draft: Draft, { verb: _, ...act }: Of<"contain">, reason: string): void => {
  settleTasks(draft, "approve-measure", "look-at-case", "harm-goes-on", "approve-release");
  if (watchedStates.has(draft.now().state)) backToOpen(draft);
  orderMeasure(draft, act, { by: draft.fact.by, reason });
};

const attest = (draft: Draft, { requirement, proof }: Of<"attest">): void => {
  if (proof.trim() === "") {
    refuse(draft, "proof-missing");
    return;
  }
  settleTask(draft, draft.now().tasks.find((task) => task.kind === "attest-unknown" && task.detail === requirement)?.id ?? "");
  draft.note("attested", { requirement, proof });
  onChecked(draft, [{ requirement, state: "met", check: "person", code: "attested", detail: { proof }, at: draft.fact.at }]);
};

const tellByPerson = (draft: Draft): void => {
  const { untold, notices } = draft.now();
  settleTasks(draft, "look-at-case");
  if (untold.length > 0) tellNow(draft, true);
  else if (notices.length === 0) tell(draft, "detected", true);
  else tellAgain(draft);
};

/** What only a decision ends: ticking it off would leave the case waiting for nobody. */
const needsDecision = new Set<TaskKind>(["approve-release", "attest-unknown"]);

/** A measure that should be gone and is not. */
const isStuck = ({ containments }: Case, kind: TaskKind): boolean =>
  kind === "measure-failed" && containments.some(({ state, release }) => state === "in-force" && release !== null);

const finishTask = (draft: Draft, id: string): void => {
  const task = draft.now().tasks.find((one) => one.id === id);
  if (task === undefined) refuse(draft, "unknown-task");
  else if (needsDecision.has(task.kind) || isStuck(draft.now(), task.kind)) refuse(draft, "task-needs-decision");
  else {
    // Whoever ticks it off reached the customer in another way.
    if (task.kind === "nobody-to-tell") draft.change({ untold: [] });
    settleTask(draft, id);
  }
};

/** No more of a list than a line of a timeline takes; the fact has all. */
const domainsNoted = 5;

const endHeld = (draft: Draft, { verb, held, left }: Of<"deliver-held" | "delete-held">): void => {
  if (held.count === 0) return refuse(draft, "nothing-held");
  if (verb === "deliver-held" && held.fates.caused > 0) return refuse(draft, "held-caused");
  const { count, from, to, domains } = held;
  const told = domains.slice(0, domainsNoted).join(", ");
  draft.note(verb === "deliver-held" ? "held-delivered" : "held-deleted", { count, from, to, domains: told });
  if (left === 0) settleTasks(draft, "held-mail");
};

/** The one thing that a customer may decide: that mail of their own, which certainly is none of the abuse's, need not wait. */
const isCustomers = (decision: Decision): boolean =>
  decision.verb === "deliver-held" && decision.held.fates["not-caused"] === decision.held.count;

/** A case that is over may still have a lift that failed, a notice that waits, a task that is open, mail on hold. */
const mayStillBeDecided = new Set<Decision["verb"]>(["release", "tell", "finish-task", "deliver-held", "delete-held"]);

/** What a person decided. What they may not is refused, and that is on record as well. */
export const onDecided = (draft: Draft, decision: Decision, reason: string): void => {
  const { kind } = draft.fact.by;
  if (kind !== "person" && !(kind === "customer" && isCustomers(decision))) return refuse(draft, "not-a-person");
  if (isOver(draft.now()) && !mayStillBeDecided.has(decision.verb)) return refuse(draft, "case-is-over");
  if (reason.trim() === "") return refuse(draft, "reason-missing");
  switch (decision.verb) {
    case "contain":
      return decideContainment(draft, decision, reason);
    case "release":
      return decideRelease(draft, decision, reason);
    case "dismiss":
      return decideDismissal(draft, decision, reason);
    case "attest":
      return attest(draft, decision);
    case "tell":
      return tellByPerson(draft);
    case "finish-task":
      return finishTask(draft, decision.task);
    case "deliver-held":
    case "delete-held":
      return endHeld(draft, decision);
  }
};
