import type { Actor } from "../domain/case/actor.ts";
import type { Case } from "../domain/case/case.ts";
import { isStanding } from "../domain/case/containment.ts";
import { isOtherPerson } from "../domain/people.ts";
import { peopleFor } from "../domain/policy/terms-for.ts";
import { type Decided, decide } from "./decide.ts";
import type { DeskParts } from "./desk-parts.ts";

/** What is to be taken back: all that automation imposed since then. */
export interface UndoRequest {
  readonly since: number;
  readonly by: Extract<Actor, { readonly kind: "person" }>;
  readonly second: string | null;
  readonly reason: string;
}

/** Per case what came of it; `needs-second` where so many at once take two people. */
export type Undone =
  | { readonly kind: "needs-second"; readonly cases: number }
  | { readonly kind: "done"; readonly cases: readonly { readonly caseId: string; readonly decided: Decided }[] };

const page = 500;

const isOurs = ({ containments }: Case, since: number): boolean =>
  containments.some((one) => one.decidedBy.kind === "policy" && one.orderedAt >= since && isStanding(one));

const imposedSince = async ({ store }: DeskParts, since: number): Promise<readonly Case[]> => {
  const found: Case[] = [];
  let after: string | null = null;
  do {
    const { cases, next } = await store.list({ filter: { isOver: false }, order: "newest", limit: page, after });
    found.push(...cases.map((listed) => listed.case).filter((one) => isOurs(one, since)));
    after = next;
  } while (after !== null);
  return found;
};

/** Makes wrong measures good: dismisses each case that automation contained since then, which lifts all and tells the customers. */
export const undo = async (parts: DeskParts, { since, by, second, reason }: UndoRequest): Promise<Undone> => {
  const wrong = await imposedSince(parts, since);
  if (peopleFor(parts.policy(), wrong.length) === 2 && !isOtherPerson(by.name, second))
    return { kind: "needs-second", cases: wrong.length };
  const done: { readonly caseId: string; readonly decided: Decided }[] = [];
  for (const { id } of wrong)
    done.push({ caseId: id, decided: await decide(parts, { caseId: id, by, reason, decision: { verb: "dismiss", second } }) });
  return { kind: "done", cases: done };
};
