import { minuteMs } from "../../kit/time-units.ts";
import type { Case } from "./case.ts";
import { standing } from "./containing.ts";
import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { Finding, Requirement } from "./requirement.ts";
import { askStaff, settleTasks } from "./staff.ts";
import { tell } from "./telling.ts";
import { dropTimers, setTimer, setTimerIn } from "./timing.ts";

/** A person's written word stands against a check that could not run, never against one that found otherwise. */
const withFinding = (requirement: Requirement, finding: Finding | undefined): Requirement => {
  if (finding === undefined) return requirement;
  const attested = requirement.finding?.check === "person";
  if (finding.state === "unknown" && attested) return requirement;
  return { ...requirement, state: finding.state, finding };
};

/** Whether a result is news: a requirement is met that was not, or is not that was said to be. */
const isNews = ({ told, requirements }: Case): boolean =>
  requirements.some(({ id, state }) => state !== "unknown" && state !== told[id] && !(state === "not-met" && told[id] === "unknown"));

/** A check that finds the same again is a fact, and no line of the timeline. */
const isNewTo = (before: readonly Requirement[], { requirement, state, check, code }: Finding): boolean => {
  const last = before.find(({ id }) => id === requirement)?.finding;
  return last?.state !== state || last.check !== check || last.code !== code;
};

const beginWatch = (draft: Draft): void => {
  const { at } = draft.fact;
  const until = at + draft.now().terms.watchMinutes * minuteMs;
  settleTasks(draft, "attest-unknown", "customer-silent", "answer-customer");
  dropTimers(draft, "remind", "notice-deadline");
  enter(draft, "verified");
  draft.change({ watch: { from: at, until } });
  draft.note("watch-began", { until });
  setTimer(draft, "watch", until);
  tell(draft, "watching");
};

/** What was met is not any more: the watch ends, and the way to release begins again. */
const fallBack = (draft: Draft): void => {
  dropTimers(draft, "watch");
  settleTasks(draft, "approve-release");
  draft.change({ watch: null });
  enter(draft, "answered");
};

const onTheWay = new Set(["open", "contained", "notified", "answered"]);
const underWatch = new Set(["verified", "watched"]);

/** An answer that was not enough, and nothing in force: the customer's time begins again. */
const awaitMore = (draft: Draft): void => {
  const { state, timers, terms } = draft.now();
  const runs = timers.some(({ kind }) => kind === "notice-deadline");
  if (state === "answered" && !runs && standing(draft.now()).length === 0)
    setTimerIn(draft, "notice-deadline", terms.noticeDeadlineMinutes);
};

/** Only what no machine could tell is left: a person has to look and write down what they saw. */
const askForUnknown = (draft: Draft): void => {
  const unknown = draft.now().requirements.filter(({ state }) => state === "unknown");
  const rest = draft.now().requirements.filter(({ state }) => state !== "unknown");
  if (rest.every(({ state }) => state === "met")) for (const { id } of unknown) askStaff(draft, "attest-unknown", id);
};

/** What checks found, requirement by requirement. All met: the watch begins. */
export const onChecked = (draft: Draft, findings: readonly Finding[]): void => {
  const { requirements, state } = draft.now();
  draft.change({
    requirements: requirements.map((one) =>
      withFinding(
        one,
        findings.find(({ requirement }) => requirement === one.id),
      ),
    ),
  });
  const now = draft.now().requirements;
  for (const one of findings.filter((finding) => isNewTo(requirements, finding)))
    draft.note("checked", { requirement: one.requirement, state: one.state, check: one.check, code: one.code });
  const allMet = now.every((one) => one.state === "met");
  if (allMet && onTheWay.has(state)) {
    beginWatch(draft);
    return;
  }
  if (underWatch.has(state) && now.some((one) => one.state === "not-met")) fallBack(draft);
  if (!allMet && onTheWay.has(draft.now().state)) {
    askForUnknown(draft);
    awaitMore(draft);
    if (draft.now().notices.length > 0 && isNews(draft.now())) tell(draft, "checked");
  }
};
