import type { HeldMessage } from "../src/domain/held-mail.ts";
import { OperationError } from "../src/domain/operation-error.ts";
import type { HeldEnd, HeldMail, HeldOwner } from "../src/ports/held-mail.ts";

const nameOf = (owner: HeldOwner): string => ("account" in owner ? owner.account : owner.mailbox);

/** A message that a server holds, as the server tells it: without a word on whose it is. */
export const heldMessage = (queueId: string, more: Partial<HeldMessage> = {}): HeldMessage => ({
  ...{ queueId, owner: "u10123", arrivedAt: 1_000, size: 300, recipients: 1, recipientDomains: ["a.example"], fate: "unknown" },
  ...more,
});

/** Held mail in memory, with what was done to it. */
export const createMemoryHeldMail = (messages: readonly HeldMessage[] = []) => {
  const held = new Map(messages.map((one) => [one.queueId, one]));
  const done: HeldEnd[] = [];
  let failure: string | null = null;
  const end =
    (outcome: "delivered" | "deleted") =>
    async (owner: HeldOwner, queueIds: readonly string[]): Promise<readonly HeldEnd[]> => {
      if (failure !== null) throw new OperationError("enforcer-unreachable", failure);
      const ends = queueIds.map((queueId): HeldEnd => {
        const one = held.get(queueId);
        if (one === undefined) return { queueId, outcome: "not-held" };
        if (one.owner !== nameOf(owner)) return { queueId, outcome: "not-theirs" };
        held.delete(queueId);
        return { queueId, outcome };
      });
      done.push(...ends);
      return ends;
    };
  const port: HeldMail = {
    list: async (owner) => [...held.values()].filter((one) => one.owner === nameOf(owner)),
    ...{ deliver: end("delivered"), delete: end("deleted") },
  };
  return {
    ...{ port, done, ids: () => [...held.keys()], add: (one: HeldMessage) => held.set(one.queueId, one) },
    /** From here on nothing can be ended, for this reason; null: again. */
    fail: (why: string | null) => {
      failure = why;
    },
  };
};
