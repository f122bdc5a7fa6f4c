import { climb, orderMeasure, standing } from "./containing.ts";
import { type Draft, policyOf } from "./draft.ts";
import { enter } from "./entering.ts";
import type { Requirement } from "./requirement.ts";
import { askStaff, settleTasks } from "./staff.ts";
import { tell } from "./telling.ts";
import { dropTimers, setTimerIn } from "./timing.ts";

/** What was in force last goes back in force: it was authorised for this case before, and the policy allows its narrowest rung again. */
const containAgain = (draft: Draft): void => {
  const last = draft.now().containments.findLast(({ provenAt }) => provenAt !== null);
  const mayAct = draft.fact.automatic && draft.now().terms.mode === "act";
  if (last !== undefined && mayAct) orderMeasure(draft, last, { by: policyOf(draft), reason: "relapse" });
  else if (!climb(draft, "relapse")) askStaff(draft, "harm-goes-on", "relapse");
};

/** The mail is back, and what a person saw with their own eyes is disproved by it. */
const afterRelapse = (one: Requirement): Requirement => {
  if (one.id === "harm-stopped") return { ...one, state: "not-met", finding: null };
  return one.finding?.check === "person" ? { ...one, state: "unknown", finding: null } : one;
};

/** The harm came back while it was watched for: back to contained at once, and the customer is told. */
export const relapse = (draft: Draft): void => {
  const { relapses, requirements, terms } = draft.now();
  dropTimers(draft, "watch", "close");
  settleTasks(draft, "approve-release");
  draft.change({
    watch: null,
    relapses: relapses + 1,
    requirements: requirements.map(afterRelapse),
  });
  draft.note("relapsed", { times: relapses + 1 });
  if (draft.now().containments.some(({ state }) => state === "in-force")) {
    enter(draft, "contained");
    if (!climb(draft, "relapse")) askStaff(draft, "harm-goes-on", "relapse");
  } else {
    enter(draft, "open");
    if (standing(draft.now()).every(({ state }) => state === "lifting")) containAgain(draft);
  }
  tell(draft, "relapsed");
  setTimerIn(draft, "recheck", terms.recheckMinutes);
};
