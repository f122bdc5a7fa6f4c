import type { Actor } from "../domain/case/actor.ts";
import { type Case, isOver } from "../domain/case/case.ts";
import { isOtherPerson } from "../domain/people.ts";
import { peopleFor } from "../domain/policy/terms-for.ts";
import { type Decided, decide } from "./decide.ts";
import type { DeskParts } from "./desk-parts.ts";
import { standingContainments } from "./standing-containments.ts";

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

/** Cases that are not over, with a measure of automation's since then that still stands. */
const imposedSince = async ({ store }: DeskParts, since: number): Promise<readonly Case[]> => {
  const found = new Map<string, Case>();
  for await (const { case: one, containment } of standingContainments(store)) {
    if (containment.orderedAt < since) break;
    if (containment.decidedBy.kind === "policy" && !isOver(one)) found.set(one.id, one);
  }
  return [...found.values()];
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
