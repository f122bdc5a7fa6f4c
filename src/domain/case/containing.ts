import type { Actor } from "./actor.ts";
import type { Case } from "./case.ts";
import type { Rung } from "./case-terms.ts";
import type { MeasureTarget, ProposedMeasure } from "./claimed-abuse.ts";
import { type Containment, isStanding, type Release } from "./containment.ts";
import { type Draft, policyOf } from "./draft.ts";
import { askStaff } from "./staff.ts";

type Act = Pick<ProposedMeasure, "measure" | "target"> & { readonly reviewBy?: number };

const keyOf = ({ measure, target }: { readonly measure: string; readonly target: MeasureTarget }): string =>
  JSON.stringify([measure, Object.entries(target).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** What holds, or may come to hold. */
export const standing = ({ containments }: Case): readonly Containment[] => containments.filter(isStanding);

/** Writes down what became of one containment. */
export const replaceContainment = (draft: Draft, id: string, part: Partial<Containment>): void => {
  draft.change({ containments: draft.now().containments.map((one) => (one.id === id ? { ...one, ...part } : one)) });
};

/** Orders a measure: nothing is in force before the receipt says so. The same measure on the same target is not ordered twice. */
export const orderMeasure = (draft: Draft, act: Act, why: { readonly by: Actor; readonly reason: string }): void => {
  const { claim, containments } = draft.now();
  if (standing(draft.now()).some((one) => keyOf(one) === keyOf(act) && one.state !== "lifting")) return;
  const id = draft.nextId();
  const { measure, target } = act;
  const { at } = draft.fact;
  const made: Containment = {
    ...{ id, measure, target, state: "ordered", decidedBy: why.by, reason: why.reason, orderedAt: at },
    ...{ provenAt: null, proof: null, driftedAt: null, release: null, liftOrder: null },
    ...(act.reviewBy === undefined ? {} : { reviewBy: act.reviewBy }),
  };
  draft.change({ containments: [...containments, made] });
  draft.note("ordered", { containment: id, measure, reason: why.reason }, why.by);
  draft.want({ kind: "order", id, verb: "apply", containment: id, host: claim.host, measure, target });
};

const ending: ReadonlySet<Case["state"]> = new Set<Case["state"]>(["released", "dismissed", "closed"]);

/**
 * Whether the end of a measure by this order is still wanted: it is under way, or it was given up and the decision behind it still stands. A case
 * that came back wants its measure.
 */
export const wantsLift = ({ state }: Case, one: Containment, order: string): boolean =>
  one.liftOrder === order && (one.state === "lifting" || (one.state === "in-force" && one.release !== null && ending.has(state)));

/** Orders the end of all that stands. Nothing else in the desk lifts anything: there is no lift without a release. */
export const liftAll = (draft: Draft, release: Release): void => {
  for (const { id, measure, target, state } of standing(draft.now())) {
    if (state === "lifting") continue;
    const liftOrder = draft.nextId();
    replaceContainment(draft, id, { state: "lifting", release, liftOrder });
    draft.note("lift-ordered", { containment: id, measure, reason: release.reason }, release.by);
    draft.want({ kind: "order", id: liftOrder, verb: "lift", containment: id, host: draft.now().claim.host, measure, target });
  }
};

const isUntried = (containments: readonly Containment[], rung: Rung): boolean =>
  !containments.some((one) => keyOf(one) === keyOf(rung) && one.state !== "lifted");

/** The narrowest rung that was not tried yet. */
const nextRung = ({ terms, containments }: Case): Rung | null => terms.ladder.find((rung) => isUntried(containments, rung)) ?? null;

/**
 * The narrowest untried rung that may go by itself now. One that waits for a person does not hold up those after it: mail is held while
 * somebody decides whether a file that visitors need may be taken away.
 */
const automaticRung = (draft: Draft): Rung | null => {
  const { terms, claim, containments } = draft.now();
  if (!draft.fact.automatic || terms.mode !== "act" || claim.verdict !== "abuse") return null;
  return terms.ladder.find((rung) => rung.waitsFor === null && isUntried(containments, rung)) ?? null;
};

/** Imposes the next rung where the policy may; else says what it would do, and why it waits. Returns whether something was ordered. */
export const climb = (draft: Draft, reason: string): boolean => {
  const rung = automaticRung(draft);
  if (rung !== null) {
    orderMeasure(draft, rung, { by: policyOf(draft), reason });
    return true;
  }
  const would = nextRung(draft.now());
  if (would === null) return false;
  const waitsFor = draft.fact.automatic ? would.waitsFor : "paused";
  draft.note("would-contain", { measure: would.measure, waitsFor, reason }, policyOf(draft));
  if (draft.now().terms.mode !== "observe") askStaff(draft, "approve-measure", would.measure);
  return false;
};
