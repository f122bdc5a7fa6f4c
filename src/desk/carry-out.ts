import type { Case } from "../domain/case/case.ts";
import type { Effect } from "../domain/case/effect.ts";
import type { Fact } from "../domain/case/fact.ts";
import { minuteMs } from "../kit/time-units.ts";
import type { DueEffect } from "../ports/case-store.ts";
import { carryOutOrder } from "./carry-out-order.ts";
import type { DeskParts } from "./desk-parts.ts";
import { isAutomatic, record } from "./record.ts";
import { verify } from "./verify.ts";

const atOnce = 50;

/** So many of all kinds are looked through for those of one. */
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
const isWanted = ({ containments }: Case, { id, verb, containment }: Order): boolean =>
  containments.some((one) =>
    verb === "apply" ? one.id === containment && one.state === "ordered" : one.liftOrder === id && one.state === "lifting",
  );

/**
 * What was given up says so in its case, so that staff look: a measure that nobody knows the state of, a notice that never went out. `now` is in
 * the id, because what is tried again may be given up again. A check that is given up is due again by its timer.
 */
const giveUp = async (parts: DeskParts, { effect, caseId }: DueEffect, error: string): Promise<void> => {
  const one = await parts.store.caseById(caseId);
  if (one === null) return;
  const at = parts.clock.now();
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
  await tell(
    parts,
    due,
    { kind: "agent", server: effect.host },
    {
      ...{ kind: "receipt", order: effect.id, outcome, proof },
      ...(stopped === undefined ? {} : { stopped }),
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

const task = async (parts: DeskParts, { effect, caseId }: DueEffect): Promise<Done> => {
  const one = await parts.store.caseById(caseId);
  if (one !== null) await parts.callStaff(one, effect.id);
  return { kind: "done" };
};

const verbs = { order, notice, check, task } as const;

/** What is carried out side by side, so that a site or a mail server that does not answer holds up nothing else. */
export type OutboxKind = keyof typeof verbs;

export const outboxKinds = Object.keys(verbs) as readonly OutboxKind[];

/** Carries out one of the outbox and notes what came of it. */
export const carryOutOne = async (parts: DeskParts, due: DueEffect): Promise<void> => {
  const { store, clock } = parts;
  const { effect, attempts } = due;
  const done = await verbs[effect.kind](parts, due).catch((error: unknown): Done => ({ kind: "again", error: String(error) }));
  if (done.kind === "done") await store.settleEffect(effect.id, clock.now());
  else if (!(await store.putOff(effect.id, { error: done.error, now: clock.now(), until: clock.now() + backOffMs(attempts) })))
    await giveUp(parts, due, done.error);
};

/**
 * Carries out what waits in the outbox of one kind, one after the other. At least once: what was done and not yet noted when the machine stopped
 * is done again, and each doer does nothing the second time. Returns how many were tried.
 */
export const carryOut = async (parts: DeskParts, kind: OutboxKind): Promise<number> => {
  const all = await parts.store.dueEffects(parts.clock.now(), mostDue);
  const due = all.filter(({ effect }) => effect.kind === kind).slice(0, atOnce);
  for (const one of due) await carryOutOne(parts, one);
  return due.length;
};
