import type { Case } from "../domain/case/case.ts";
import { wantsLift } from "../domain/case/containing.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { Fact } from "../domain/case/fact.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { DeadEffect, DueEffect } from "../ports/case-store.ts";
import { carryOutOrder } from "./carry-out-order.ts";
import type { DeskParts } from "./desk-parts.ts";
import { letGoAtLift } from "./let-go-at-lift.ts";
import { isAutomatic, record } from "./record.ts";
import { verify } from "./verify.ts";

const atOnce = 50;

/** So many of all lanes are looked through in a round. */
const mostDue = 2_000;

/** A minute, two, four …, an hour at most. */
const backOffMs = (attempts: number): number => Math.min(60, 2 ** attempts) * minuteMs;

/** What carrying out came to: what to put on record, or null; or that it is to be tried again. */
type Done = { readonly kind: "done" } | { readonly kind: "again"; readonly error: string };

type Order = Extract<Effect, { readonly kind: "order" }>;

type Said =
  Extract<Fact, { readonly kind: "receipt" | "notice-settled" }> extends infer One
    ? One extends Fact
      ? Omit<One, "id" | "at" | "by" | "automatic">
      : never
    : never;

const tell = async (parts: DeskParts, { effect, caseId }: DueEffect, by: Fact["by"], said: Said): Promise<void> => {
  const automatic = await isAutomatic(parts);
  const at = parts.clock.now();
  await record(parts, caseId, () => ({ id: `${said.kind}:${effect.id}`, at, by, automatic, ...said }) as Fact);
};

/** Whether the case still waits for this order. */
const isWanted = (found: Case, { id, verb, containment }: Order): boolean =>
  found.containments.some((one) => (verb === "apply" ? one.id === containment && one.state === "ordered" : wantsLift(found, one, id)));

/**
 * What was given up says so in its case, so that staff look: a measure that nobody knows the state of, a notice that never went out. `at`, when the
 * store took it for dead, is in the id: what is tried again may be given up again, and the same end is told once. A check that is given up is
 * due again by its timer.
 */
const giveUp = async (parts: DeskParts, { effect, caseId, error, at }: DeadEffect): Promise<void> => {
  const one = await parts.store.caseById(caseId);
  if (one === null) return;
  const base = { id: `unproven:${effect.id}:${at}`, at, by: { kind: "desk" } as const, automatic: await isAutomatic(parts) };
  if (effect.kind === "order" && isWanted(one, effect))
    await record(parts, caseId, () => ({ ...base, kind: "receipt", order: effect.id, outcome: "unproven", proof: error }));
  else if (effect.kind === "notice")
    await record(parts, caseId, () => ({ ...base, kind: "notice-settled", notice: effect.id, outcome: "failed", detail: error }));
};

const order = async (parts: DeskParts, due: DueEffect): Promise<Done> => {
  const { effect, caseId } = due;
  if (effect.kind !== "order") return { kind: "done" };
  const one = await parts.store.caseById(caseId);
  if (one === null || !isWanted(one, effect)) return { kind: "done" };
  const { outcome, proof, stopped } = await carryOutOrder(parts.enforcers, effect, caseId);
  if (outcome === "put-off") return { kind: "again", error: proof };
  const held = outcome === "lifted" ? await letGoAtLift(parts, one, effect) : null;
  await tell(
    parts,
    due,
    { kind: "agent", server: effect.host },
    {
      ...{ kind: "receipt", order: effect.id, outcome, proof },
      ...(stopped === undefined ? {} : { stopped }),
      ...(held === null ? {} : { held }),
    },
  );
  return { kind: "done" };
};

const notice = async (parts: DeskParts, due: DueEffect): Promise<Done> => {
  const { effect, caseId } = due;
  const one = await parts.store.caseById(caseId);
  const meant = one?.notices.find(({ id }) => id === effect.id);
  // What failed was queued again by staff; the rest was sent before the machine stopped, or was overtaken by a dismissal.
  if (one === null || meant === undefined || (meant.state !== "due" && meant.state !== "failed")) return { kind: "done" };
  const { kind, detail } = await parts.deliver(one, meant);
  if (kind === "put-off") return { kind: "again", error: detail };
  await tell(parts, due, { kind: "desk" }, { kind: "notice-settled", notice: effect.id, outcome: kind, detail });
  return { kind: "done" };
};

const check = async (parts: DeskParts, { effect, caseId }: DueEffect): Promise<Done> => {
  if (effect.kind === "check") await verify(parts, caseId, effect.id, effect.requirements);
  return { kind: "done" };
};

const verbs = { order, notice, check } as const;

const settle = async (parts: DeskParts, due: DueEffect, done: Done): Promise<void> => {
  const { store, clock } = parts;
  const { effect, attempts } = due;
  if (done.kind === "done") await store.settleEffect(effect.id, clock.now());
  else {
    const now = clock.now();
    if (!(await store.putOff(effect.id, { error: done.error, now, until: now + backOffMs(attempts) })))
      await giveUp(parts, { ...due, error: done.error, at: now });
  }
};

/** Carries out one of the outbox and notes what came of it. */
const carryOutOne = async (parts: DeskParts, due: DueEffect, kind: keyof typeof verbs): Promise<void> => {
  const done = await verbs[kind](parts, due).catch((error: unknown): Done => ({ kind: "again", error: String(error) }));
  await settle(parts, due, done);
};

/** All that waits for staff is told at once, in whatever number of letters their doer makes of it. Returns how many were told of. */
const callStaff = async (parts: DeskParts, due: readonly DueEffect[]): Promise<number> => {
  const cases = await Promise.all(due.map(({ caseId }) => parts.store.caseById(caseId)));
  const calls = due.flatMap(({ effect }, at) => {
    const one = cases[at];
    return one === null || one === undefined ? [] : [{ case: one, task: effect.id }];
  });
  const told = await parts.callStaff(calls).catch((error: unknown): Done => ({ kind: "again", error: String(error) }));
  if (told === "later") return 0;
  for (const one of due) await settle(parts, one, told === "told" ? { kind: "done" } : told);
  return due.length;
};

/** Carries out effects of one kind and of one server, one after the other. Returns how many were tried. */
export const carryOutAll = async (parts: DeskParts, due: readonly DueEffect[]): Promise<number> => {
  const tasks = due.filter(({ effect }) => effect.kind === "task");
  for (const one of due) if (one.effect.kind !== "task") await carryOutOne(parts, one, one.effect.kind);
  return due.length - tasks.length + (tasks.length === 0 ? 0 : await callStaff(parts, tasks));
};

const mostDead = 10_000;

/**
 * Tells once more of all that was given up: the machine may have stopped between the store's last word on an effect and the case's. What its case
 * knows already changes nothing.
 */
export const tellGivenUp = async (parts: DeskParts): Promise<void> => {
  for (const dead of await parts.store.deadEffects(mostDead)) await giveUp(parts, dead);
};

/**
 * What goes one after the other: all of a kind, orders by the server that they are for. Whatever does not answer, a site, a mail server, one of
 * many servers, holds up its own lane and nothing else.
 */
const laneOf = ({ effect }: DueEffect): string => (effect.kind === "order" ? `order ${effect.host}` : effect.kind);

/**
 * Starts on what waits in the outbox, a lane beside the other, and leaves those out that are under way still. At least once: what was done and not
 * yet noted when the machine stopped is done again, and each doer does nothing the second time. Each lane ends with how many were tried.
 */
export const startLanes = async (parts: DeskParts, underWay: Map<string, Promise<number>>): Promise<void> => {
  // Before the question: what a lane is at work on may be settled by the time of the answer.
  const busy = new Set(underWay.keys());
  const due = Map.groupBy(await parts.store.dueEffects(parts.clock.now(), mostDue), laneOf);
  for (const [lane, effects] of due)
    if (!busy.has(lane))
      underWay.set(
        lane,
        carryOutAll(parts, lane === "task" ? effects : effects.slice(0, atOnce)).finally(() => underWay.delete(lane)),
      );
};
