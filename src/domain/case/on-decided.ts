import { isOver } from "./case.ts";
import { liftAll, orderMeasure, standing } from "./containing.ts";
import type { Release } from "./containment.ts";
import type { Draft } from "./draft.ts";
import type { Decision } from "./fact.ts";
import { onChecked } from "./on-checked.ts";
import { dismissCase, releaseCase } from "./releasing.ts";
import { settleTask, settleTasks } from "./staff.ts";
import { tell, tellNow } from "./telling.ts";

type Of<Verb extends Decision["verb"]> = Extract<Decision, { readonly verb: Verb }>;

const refuse = (draft: Draft, why: string): void => draft.note("refused", { why });

/** Four eyes: a second person, who is not the first. */
const hasEnoughPeople = (draft: Draft, second: string | null): boolean => {
  const { by } = draft.fact;
  if (draft.now().terms.release.people === 1) return true;
  return second !== null && by.kind === "person" && second !== by.name;
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
    else liftAll(draft, releaseOf(draft, second, reason));
  } else if (!hasEnoughPeople(draft, second)) refuse(draft, "second-person-missing");
  else releaseCase(draft, releaseOf(draft, second, reason));
};

const decideDismissal = (draft: Draft, { second }: Of<"dismiss">, reason: string): void => {
  if (!hasEnoughPeople(draft, second)) refuse(draft, "second-person-missing");
  else dismissCase(draft, releaseOf(draft, second, reason));
};

const decideContainment = (draft: Draft, { measure, target }: Of<"contain">, reason: string): void => {
  settleTasks(draft, "approve-measure", "look-at-case", "harm-goes-on");
  orderMeasure(draft, { measure, target }, { by: draft.fact.by, reason });
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
};

/** A case that is over may still have a lift that failed, a notice that waits, a task that is open. */
const mayStillBeDecided = new Set<Decision["verb"]>(["release", "tell", "finish-task"]);

/** What a person decided. What they may not is refused, and that is on record as well. */
export const onDecided = (draft: Draft, decision: Decision, reason: string): void => {
  if (draft.fact.by.kind !== "person") return refuse(draft, "not-a-person");
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
      return settleTask(draft, decision.task);
  }
};
