import type { Actor } from "../domain/case/actor.ts";
import type { Case } from "../domain/case/case.ts";
import { isStanding } from "../domain/case/containment.ts";
import { isOtherPerson } from "../domain/people.ts";
import { peopleFor } from "../domain/policy/terms-for.ts";
import { type Decided, decide } from "./decide.ts";
import type { DeskParts } from "./desk-parts.ts";
import { standingContainments } from "./standing-containments.ts";

/** What is to be released: a case, one measure, or all of a site. */
export type ReleaseOf = { readonly case: string } | { readonly containment: string } | { readonly site: string };

/** A person's wish to end what is in force. */
export interface ReleaseRequest {
  readonly of: ReleaseOf;
  readonly by: Extract<Actor, { readonly kind: "person" }>;
  readonly second: string | null;
  readonly reason: string;
}

/** Per case what came of it. `not-alone`: the case has further measures in force, which would end too. */
export type Released =
  | { readonly kind: "unknown" }
  | { readonly kind: "not-alone"; readonly caseId: string; readonly standing: number }
  | { readonly kind: "needs-second"; readonly cases: number }
  | { readonly kind: "done"; readonly cases: readonly { readonly caseId: string; readonly decided: Decided }[] };

/** The id of a containment begins with that of its case: `2026-000123.1.2`. */
const caseOfContainment = (id: string): string => id.split(".", 1)[0] ?? id;

const casesOf = async ({ store }: DeskParts, of: ReleaseOf): Promise<readonly Case[] | Exclude<Released, { readonly kind: "done" }>> => {
  if ("site" in of) {
    const cases = new Map<string, Case>();
    for await (const { case: one } of standingContainments(store, of.site)) cases.set(one.id, one);
    return cases.size === 0 ? { kind: "unknown" } : [...cases.values()];
  }
  const one = await store.caseById("case" in of ? of.case : caseOfContainment(of.containment));
  if (one === null) return { kind: "unknown" };
  if ("case" in of) return [one];
  const standing = one.containments.filter(isStanding);
  if (!one.containments.some(({ id }) => id === of.containment)) return { kind: "unknown" };
  const isAlone = standing.every(({ id }) => id === of.containment);
  return isAlone ? [one] : { kind: "not-alone", caseId: one.id, standing: standing.length };
};

/** Ends measures by a recorded decision, each case for itself; many at once take two people, as the policy says. */
export const release = async (parts: DeskParts, { of, by, second, reason }: ReleaseRequest): Promise<Released> => {
  const cases = await casesOf(parts, of);
  if ("kind" in cases) return cases;
  if (peopleFor(parts.policy(), cases.length) === 2 && !isOtherPerson(by.name, second))
    return { kind: "needs-second", cases: cases.length };
  const done: { readonly caseId: string; readonly decided: Decided }[] = [];
  for (const { id } of cases)
    done.push({ caseId: id, decided: await decide(parts, { caseId: id, by, reason, decision: { verb: "release", second } }) });
  return { kind: "done", cases: done };
};
