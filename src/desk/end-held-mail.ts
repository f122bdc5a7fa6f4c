import type { Actor } from "../domain/case/actor.ts";
import type { Case } from "../domain/case/case.ts";
import {
  deletableOf,
  deliverableOf,
  type HeldAsker,
  type HeldMessage,
  type HeldSummary,
  heldRecord,
  type MailFate,
  summarizeHeld,
} from "../domain/held-mail.ts";
import type { HeldEnd } from "../ports/held-mail.ts";
import { type Decided, decide } from "./decide.ts";
import type { DeskParts } from "./desk-parts.ts";
import { type HeldOfCase, lookOf } from "./held-of-case.ts";
import { isAutomatic, record } from "./record.ts";
import { type HeldAsked, type HeldNotFound, type HeldSight, heldMailOf, seeHeld } from "./see-held.ts";

/** Somebody's wish that held mail ends. */
interface HeldWish extends HeldAsked {
  readonly reason: string;
}

/** To have it delivered; of a customer, what is certainly genuine alone. */
export interface DeliverRequest extends HeldWish {
  readonly by: Extract<Actor, { readonly kind: "person" | "customer" }>;
}

/** To have it deleted, which is for staff alone. */
export interface DeleteRequest extends HeldWish {
  readonly by: Extract<Actor, { readonly kind: "person" }>;
}

/** What is on hold. `look`: what a deletion has to carry, so that it is of exactly what was shown. */
export type HeldListed =
  | HeldNotFound
  | {
      readonly kind: "listed";
      readonly caseId: string;
      readonly messages: readonly HeldMessage[];
      readonly summary: HeldSummary;
      readonly deletable: { readonly count: number; readonly look: string };
    };

/** What was done; `kept`: what was asked for and stays on hold, by fate. `look-again`: it is not what was shown. */
export type HeldDone =
  | HeldNotFound
  | {
      readonly kind: "done";
      readonly caseId: string;
      readonly ends: readonly HeldEnd[];
      readonly kept: Readonly<Record<MailFate, number>>;
    }
  | { readonly kind: "look-again"; readonly shown: string | null; readonly now: HeldSummary }
  | { readonly kind: "refused"; readonly why: string; readonly kept: Readonly<Record<MailFate, number>> };

const askerOf = ({ queueIds, by }: HeldAsked & { readonly by?: Actor }): HeldAsker => {
  if (by?.kind === "customer") return "customer";
  return queueIds === null ? "staff-by-case" : "staff-by-id";
};

const messagesOf = (held: readonly HeldOfCase[]): readonly HeldMessage[] => held.map(({ message }) => message);

const keeping = (held: readonly HeldOfCase[], messages: readonly HeldMessage[]): readonly HeldOfCase[] =>
  held.filter(({ message }) => messages.includes(message));

const fatesOf = (held: readonly HeldOfCase[]) => summarizeHeld(messagesOf(held)).fates;

/** Shows what is on hold, before anybody decides. */
export const listHeld = async (parts: DeskParts, asked: HeldAsked): Promise<HeldListed> => {
  const sight = await seeHeld(parts, asked);
  if (sight.kind !== "seen") return sight;
  const messages = messagesOf(sight.chosen);
  const deletable = keeping(sight.chosen, deletableOf(messages, askerOf(asked)));
  return {
    ...{ kind: "listed", caseId: sight.case.id, messages, summary: summarizeHeld(messages) },
    deletable: { count: deletable.length, look: lookOf(deletable) },
  };
};

interface Ending {
  readonly case: Case;
  readonly going: readonly HeldOfCase[];
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The decision stays on record; that it was not carried out is there beside it, and somebody is asked. */
const noteNotEnded = async (parts: DeskParts, caseId: string, count: number, why: string): Promise<void> => {
  const automatic = await isAutomatic(parts);
  const [id, at] = [`held-not-ended:${parts.newId()}`, parts.clock.now()];
  await record(parts, caseId, () => ({ id, at, by: { kind: "desk" }, automatic, kind: "held-not-ended", count, why }));
};

const carryOut = async (
  parts: DeskParts,
  { case: { id: caseId }, going }: Ending,
  verb: "deliver" | "delete",
): Promise<readonly HeldEnd[]> => {
  const heldMail = heldMailOf(parts);
  const ends: HeldEnd[] = [];
  try {
    for (const held of Map.groupBy(going, ({ owner }) => JSON.stringify(owner)).values()) {
      const ids = held.map(({ message }) => message.queueId);
      for (const { owner } of held.slice(0, 1)) ends.push(...(await heldMail[verb](owner, ids)));
    }
  } catch (error) {
    await noteNotEnded(parts, caseId, going.length - ends.length, textOf(error));
    throw error;
  }
  const failed = ends.filter(({ outcome }) => outcome === "failed").length;
  if (failed > 0) await noteNotEnded(parts, caseId, failed, "");
  return ends;
};

const verbs = { deliver: "deliver-held", delete: "delete-held" } as const;

/** The decision is on record, with what exactly it is about, before anything is done. */
const end = async (
  parts: DeskParts,
  { request, sight, going }: { readonly request: DeliverRequest; readonly sight: HeldSight; readonly going: readonly HeldOfCase[] },
  verb: "deliver" | "delete",
): Promise<HeldDone> => {
  const { by, reason } = request;
  const kept = fatesOf(sight.chosen.filter((one) => !going.includes(one)));
  const decision = { verb: verbs[verb], held: heldRecord(messagesOf(going)), left: sight.all.length - going.length };
  const decided: Decided = await decide(parts, { caseId: sight.case.id, by, reason, decision });
  if (decided.kind === "refused") return { kind: "refused", why: decided.why, kept };
  if (decided.kind !== "done") return { kind: "no-case" };
  return { kind: "done", caseId: sight.case.id, ends: await carryOut(parts, { case: sight.case, going }, verb), kept };
};

/** Lets go of what may go. What the abuse caused is refused where it is named, and stays where a whole case is. */
export const deliverHeld = async (parts: DeskParts, request: DeliverRequest): Promise<HeldDone> => {
  const sight = await seeHeld(parts, request);
  if (sight.kind !== "seen") return sight;
  const { queueIds } = request;
  const going = queueIds === null ? keeping(sight.chosen, deliverableOf(messagesOf(sight.chosen), askerOf(request))) : sight.chosen;
  return end(parts, { request, sight, going }, "deliver");
};

/** Deletes exactly what a person was shown under `look`; asks them to look again where it is not what is on hold now. */
export const deleteHeld = async (parts: DeskParts, request: DeleteRequest, look: string | null): Promise<HeldDone> => {
  const sight = await seeHeld(parts, request);
  if (sight.kind !== "seen") return sight;
  const going = keeping(sight.chosen, deletableOf(messagesOf(sight.chosen), askerOf(request)));
  if (look !== lookOf(going)) return { kind: "look-again", shown: look, now: summarizeHeld(messagesOf(going)) };
  return end(parts, { request, sight, going }, "delete");
};
