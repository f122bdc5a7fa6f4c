import type { Case } from "../domain/case/case.ts";
import type { HeldMessage } from "../domain/held-mail.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { HeldMail, HeldOwner } from "../ports/held-mail.ts";
import type { DeskParts } from "./desk-parts.ts";
import { type HeldOfCase, heldOfCase, ownersOf } from "./held-of-case.ts";

/** Which held mail is meant: all of a case, or these ids, of that case or of whichever open one holds them. */
export interface HeldAsked {
  readonly caseId: string | null;
  readonly queueIds: readonly string[] | null;
}

/** Why there is nothing to tell: `several` cases hold what was named, `none` does. */
export type HeldNotFound =
  | { readonly kind: "no-case" }
  | { readonly kind: "none"; readonly queueIds: readonly string[] }
  | { readonly kind: "several"; readonly cases: readonly string[] };

/** What was found of what was asked for: `all` that the case holds, and what of it is `chosen`. */
export interface HeldSight {
  readonly kind: "seen";
  readonly case: Case;
  readonly all: readonly HeldOfCase[];
  readonly chosen: readonly HeldOfCase[];
}

/** How many open cases are looked through for ids that came without one. */
const mostCases = 500;

/** Throws `target-wrong` where the desk has none. */
export const heldMailOf = ({ heldMail }: DeskParts): HeldMail => {
  if (heldMail === undefined || heldMail === null)
    throw new OperationError("target-wrong", "no mail server's held mail is in the hands of this desk (servers.postfix)");
  return heldMail;
};

const named = (all: readonly HeldOfCase[], ids: readonly string[]): readonly HeldOfCase[] =>
  all.filter(({ message }) => ids.includes(message.queueId));

const idsOf = (held: readonly HeldOfCase[]): readonly string[] => held.map(({ message }) => message.queueId);

/** The list of an owner is asked for once, however many cases it is of. */
const askedOnce = (heldMail: HeldMail): HeldMail => {
  const asked = new Map<string, Promise<readonly HeldMessage[]>>();
  const list = (owner: HeldOwner): Promise<readonly HeldMessage[]> => {
    const key = JSON.stringify(owner);
    const found = asked.get(key) ?? heldMail.list(owner);
    asked.set(key, found);
    return found;
  };
  return { ...heldMail, list };
};

const seeById = async (parts: DeskParts, queueIds: readonly string[]): Promise<HeldSight | HeldNotFound> => {
  const heldMail = askedOnce(heldMailOf(parts));
  const { cases } = await parts.store.list({ filter: { isOver: false }, order: "newest", limit: mostCases, after: null });
  const found: HeldSight[] = [];
  for (const { case: one } of cases) {
    if (ownersOf(one).length === 0) continue;
    const all = await heldOfCase(parts, heldMail, one);
    const chosen = named(all, queueIds);
    // The newest case of the owner stands for the others: they all have their word on what is caused.
    if (chosen.length > 0 && !found.some((other) => named(other.chosen, idsOf(chosen)).length === chosen.length))
      found.push({ kind: "seen", case: one, all, chosen });
  }
  const [first, ...others] = found;
  if (first === undefined) return { kind: "none", queueIds };
  return others.length === 0 ? first : { kind: "several", cases: found.map(({ case: { id } }) => id) };
};

/** What is on hold of what was asked for. Rejects with `target-wrong` where no mail server is in our hands. */
export const seeHeld = async (parts: DeskParts, { caseId, queueIds }: HeldAsked): Promise<HeldSight | HeldNotFound> => {
  if (caseId === null) return seeById(parts, queueIds ?? []);
  const one = await parts.store.caseById(caseId);
  if (one === null) return { kind: "no-case" };
  const all = await heldOfCase(parts, heldMailOf(parts), one);
  return { kind: "seen", case: one, all, chosen: queueIds === null ? all : named(all, queueIds) };
};
