import type { HeldAtLift } from "../held-mail.ts";
import { climb, replaceContainment, standing, wantsLift } from "./containing.ts";
import type { Containment, Stopped } from "./containment.ts";
import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { Outcome } from "./fact.ts";
import { tellOrAsk } from "./open-case.ts";
import { afterLifts } from "./releasing.ts";
import { askStaff, settleTasks } from "./staff.ts";
import { tell } from "./telling.ts";
import { setTimer, setTimerIn } from "./timing.ts";

interface Receipt {
  readonly order: string;
  readonly outcome: Outcome;
  readonly proof: string;
  readonly stopped?: Stopped | null;
  readonly held?: HeldAtLift;
}

const mayBecomeContained = new Set(["open", "notified", "answered"]);

/** The first measure in force contains the case; a later one widens what is there. */
const nowInForce = (draft: Draft): void => {
  const { state, containments, terms } = draft.now();
  const others = containments.filter((one) => one.state === "in-force").length > 1;
  settleTasks(draft, "approve-measure", "look-at-case", "measure-failed", "harm-goes-on", "customer-silent");
  if (others) {
    tell(draft, "widened");
    return;
  }
  if (mayBecomeContained.has(state)) enter(draft, "contained");
  tell(draft, "contained");
  setTimerIn(draft, "recheck", terms.recheckMinutes);
  setTimerIn(draft, "review", terms.reviewMinutes);
  for (const { reviewBy } of standing(draft.now())) if (reviewBy !== undefined) setTimer(draft, "review", reviewBy);
};

const applied = (draft: Draft, { id, state, measure }: Containment, proof: string): void => {
  if (state === "failed" || state === "lifted") return;
  replaceContainment(draft, id, { proof, driftedAt: null, provenAt: draft.fact.at, ...(state === "ordered" ? { state: "in-force" } : {}) });
  settleTasks(draft, "measure-drifted");
  if (state !== "ordered") return;
  draft.note("in-force", { containment: id, measure, proof });
  nowInForce(draft);
};

const failedToApply = (draft: Draft, { id, measure }: Containment, proof: string): void => {
  replaceContainment(draft, id, { state: "failed", proof });
  draft.note("order-failed", { containment: id, measure, proof });
  if (climb(draft, "measure-failed")) return;
  askStaff(draft, "measure-failed", measure);
  const { containments, notices, untold } = draft.now();
  const isUntold = notices.length + untold.length === 0;
  if (isUntold && !containments.some(({ state }) => state === "in-force" || state === "ordered")) tellOrAsk(draft);
};

const failed = (draft: Draft, one: Containment, { order, proof }: Receipt): void => {
  if (one.state === "ordered") failedToApply(draft, one, proof);
  else if (one.state === "lifting" && order === one.liftOrder) {
    replaceContainment(draft, one.id, { state: "in-force", proof });
    draft.note("order-failed", { containment: one.id, measure: one.measure, proof });
    askStaff(draft, "measure-failed", one.measure);
  }
};

/** Nobody knows: what was to be lifted is taken to hold, what was to be imposed is not taken to hold, and a person looks at the server. */
const unproven = (draft: Draft, one: Containment, { order, proof }: Receipt): void => {
  if (one.state !== "ordered" && (one.state !== "lifting" || order !== one.liftOrder)) return;
  replaceContainment(draft, one.id, { proof, ...(one.state === "lifting" ? { state: "in-force" } : {}) });
  draft.note("order-failed", { containment: one.id, measure: one.measure, proof });
  askStaff(draft, "measure-failed", one.measure);
  const { notices, untold } = draft.now();
  if (one.state === "ordered" && notices.length + untold.length === 0) tellOrAsk(draft);
};

/** What the abuse did not cause went with the lift; what it caused, or nobody can tell, stays on hold until a person decides. */
const noteHeld = (draft: Draft, { delivered, left, isUnseen }: HeldAtLift): void => {
  if (isUnseen === true) askStaff(draft, "held-mail");
  if (delivered > 0) draft.note("held-delivered", { count: delivered, from: null, to: null, domains: "" });
  const count = left.caused + left["not-caused"] + left.unknown;
  if (count === 0) return;
  draft.note("held-left", { count, caused: left.caused, unknown: left.unknown });
  askStaff(draft, "held-mail");
};

const lifted = (draft: Draft, one: Containment, { order, proof, stopped = null, held }: Receipt): void => {
  if (!wantsLift(draft.now(), one, order)) return;
  replaceContainment(draft, one.id, {
    ...{ state: "lifted", proof, liftedAt: draft.fact.at, stopped },
    ...(held === undefined ? {} : { held }),
  });
  draft.note("lifted", { containment: one.id, measure: one.measure, proof });
  if (held !== undefined) noteHeld(draft, held);
  afterLifts(draft);
};

const drifted = (draft: Draft, one: Containment, proof: string): void => {
  if (one.state !== "in-force") return;
  replaceContainment(draft, one.id, { driftedAt: draft.fact.at, proof });
  draft.note("drifted", { containment: one.id, measure: one.measure, proof });
  askStaff(draft, "measure-drifted", one.measure);
};

/** What an agent says of an order. An order that the case does not know, or that was settled before, changes nothing. */
export const onReceipt = (draft: Draft, receipt: Receipt): void => {
  const one = draft.now().containments.find(({ id, liftOrder }) => receipt.order === id || receipt.order === liftOrder);
  if (one === undefined) {
    draft.note("refused", { why: "unknown-order", order: receipt.order });
    return;
  }
  if (receipt.outcome === "applied") applied(draft, one, receipt.proof);
  else if (receipt.outcome === "failed") failed(draft, one, receipt);
  else if (receipt.outcome === "unproven") unproven(draft, one, receipt);
  else if (receipt.outcome === "lifted") lifted(draft, one, receipt);
  else drifted(draft, one, receipt.proof);
};
