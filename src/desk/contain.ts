import type { AbuseClass } from "../domain/abuse-class.ts";
import type { Actor } from "../domain/case/actor.ts";
import type { Case } from "../domain/case/case.ts";
import { claimByPerson } from "../domain/case/claim-by-person.ts";
import type { ClaimedAbuse, MeasureTarget } from "../domain/case/claimed-abuse.ts";
import type { Measure } from "../domain/measure.ts";
import type { Imposition, PlannedFile } from "../ports/enforcer.ts";
import { type Decided, decide } from "./decide.ts";
import type { DeskParts } from "./desk-parts.ts";
import type { TakenClaim } from "./take-claim.ts";

/** What a person wants contained. Without a case of the account or site that is open, one is opened under `class`. */
export interface ContainRequest {
  readonly of: {
    readonly case: string | null;
    /** Null: whichever host the case is of; a new one is of `local`. */
    readonly host: string | null;
    readonly account: string | null;
    readonly site: string | null;
    readonly mailbox: string | null;
    readonly class: AbuseClass | null;
  };
  readonly measure: Measure;
  readonly target: MeasureTarget;
  readonly reviewBy: number | null;
  readonly by: Extract<Actor, { readonly kind: "person" }>;
  readonly reason: string;
}

/**
 * `several`: the person has to say which. `class-missing`: no case is open, and what it would be was not said. `no-enforcer`: nothing here could put it
 * in force, so that nothing is ordered and no case opened.
 */
export type Contained =
  | { readonly kind: "decided"; readonly caseId: string; readonly decided: Decided }
  | { readonly kind: "several"; readonly cases: readonly string[] }
  | { readonly kind: "class-missing" }
  | { readonly kind: "no-enforcer" }
  | { readonly kind: "no-case" };

/** What would lie on the server before and after. */
export interface Rehearsed {
  readonly before: readonly PlannedFile[];
  readonly after: readonly PlannedFile[];
}

const mostCases = 100;

const openCases = async (
  { store }: DeskParts,
  { case: id, host, account, site, mailbox }: ContainRequest["of"],
): Promise<readonly Case[]> => {
  if (id !== null) {
    const one = await store.caseById(id);
    return one === null ? [] : [one];
  }
  const filter = site !== null ? { site } : account !== null ? { account } : {};
  const { cases } = await store.list({ filter: { isOver: false, ...filter }, order: "newest", limit: mostCases, after: null });
  return cases
    .map(({ case: one }) => one)
    .filter(({ claim }) => (host === null || claim.host === host) && (mailbox === null || claim.cause.mailbox === mailbox));
};

/** Puts a measure in force by a person's recorded decision. */
export const contain = async (
  parts: DeskParts,
  takeClaim: (claim: ClaimedAbuse, by: Actor) => Promise<TakenClaim>,
  request: ContainRequest,
): Promise<Contained> => {
  const { of, measure, target, reviewBy, by, reason } = request;
  if (!parts.enforcers.some(({ fits }) => fits({ measure, target }))) return { kind: "no-enforcer" };
  const open = await openCases(parts, of);
  if (open.length > 1) return { kind: "several", cases: open.map(({ id }) => id) };
  let caseId = open[0]?.id ?? null;
  if (caseId === null) {
    if (of.case !== null) return { kind: "no-case" };
    if (of.class === null) return { kind: "class-missing" };
    caseId = (await takeClaim(claimByPerson({ ...of, host: of.host ?? "local", class: of.class, at: parts.clock.now() }), by)).caseId;
    if (caseId === null) return { kind: "no-case" };
  }
  const decision = { verb: "contain", measure, target, ...(reviewBy === null ? {} : { reviewBy }) } as const;
  return { kind: "decided", caseId, decided: await decide(parts, { caseId, by, reason, decision }) };
};

/** What a measure would write, without writing it; null where no enforcer of the server knows it. */
export const rehearseMeasure = async (
  { enforcers }: DeskParts,
  { measure, target, of }: Pick<ContainRequest, "measure" | "target" | "of">,
): Promise<Rehearsed | null> => {
  const enforcer = enforcers.find(({ fits }) => fits({ measure, target }));
  if (enforcer === undefined) return null;
  const standing = await enforcer.standing();
  const planned: Imposition = { id: "planned", caseId: of.case ?? "planned", measure, target };
  return { before: enforcer.plan(standing), after: enforcer.plan([...standing, planned]) };
};
