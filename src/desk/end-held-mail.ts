import {
  deliverableOf,
  type HeldAsker,
  type HeldMessage,
  type HeldSummary,
  type MailFate,
  summarizeHeld,
  wrongDeletion,
} from "../domain/held-mail.ts";
import type { HeldEnd, HeldMail, HeldOwner } from "../ports/held-mail.ts";

/** A person's decision on held mail, as it is put on record before it is carried out. */
export interface HeldDecision {
  readonly verb: "deliver" | "delete";
  readonly owner: HeldOwner;
  readonly queueIds: readonly string[];
  /** What was before the person. */
  readonly shown: HeldSummary;
  readonly by: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface HeldParts {
  readonly heldMail: HeldMail;
  /** On record, for good, once this returns; where it fails nothing is done. */
  readonly record: (decision: HeldDecision) => Promise<void>;
  readonly now: () => number;
}

/** Which mail, by whom and why; without ids all of the owner's. */
export interface HeldRequest {
  readonly owner: HeldOwner;
  readonly queueIds: readonly string[] | null;
  readonly asker: HeldAsker;
  readonly by: string;
  readonly reason: string;
}

/** What was done, or why not; `kept`: what was asked for and may not be let go, by fate. */
export type HeldDone =
  | { readonly kind: "done"; readonly ends: readonly HeldEnd[]; readonly kept: Readonly<Record<MailFate, number>> }
  | { readonly kind: "refused"; readonly why: string; readonly now: HeldSummary };

const chosen = async ({ heldMail }: HeldParts, { owner, queueIds }: HeldRequest): Promise<readonly HeldMessage[]> => {
  const all = await heldMail.list(owner);
  return queueIds === null ? all : all.filter(({ queueId }) => queueIds.includes(queueId));
};

const idsOf = (messages: readonly HeldMessage[]): readonly string[] => messages.map(({ queueId }) => queueId);

/** Lets go of what may go; the rest stays on hold and is counted. */
export const deliverHeld = async (parts: HeldParts, request: HeldRequest): Promise<HeldDone> => {
  const { owner, asker, by, reason } = request;
  const messages = await chosen(parts, request);
  const going = deliverableOf(messages, asker);
  const kept = summarizeHeld(messages.filter((one) => !going.includes(one))).fates;
  if (going.length === 0) return { kind: "done", ends: [], kept };
  await parts.record({ verb: "deliver", owner, queueIds: idsOf(going), shown: summarizeHeld(going), by, reason, at: parts.now() });
  return { kind: "done", ends: await parts.heldMail.deliver(owner, idsOf(going)), kept };
};

/** Deletes what a person of staff has seen as `shown`, once that is on record; refuses where it is not what is held now. */
export const deleteHeld = async (parts: HeldParts, request: HeldRequest, shown: HeldSummary | null): Promise<HeldDone> => {
  const { owner, asker, by, reason } = request;
  const messages = await chosen(parts, request);
  const now = summarizeHeld(messages);
  const why = wrongDeletion(asker, shown, now);
  if (why !== null) return { kind: "refused", why, now };
  await parts.record({ verb: "delete", owner, queueIds: idsOf(messages), shown: now, by, reason, at: parts.now() });
  return { kind: "done", ends: await parts.heldMail.delete(owner, idsOf(messages)), kept: summarizeHeld([]).fates };
};
