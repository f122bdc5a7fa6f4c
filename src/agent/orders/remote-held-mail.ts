import type { HeldEnd, HeldMail, HeldOwner } from "../../ports/held-mail.ts";
import type { OrderClient } from "./order-client.ts";
import { unexpected } from "./unexpected-answer.ts";

/** So many an order: other orders get their turn in between, and each is answered in time. */
const atOnce = 500;

/** Held mail of a server that a process of its own touches. It tells envelopes and nothing of whose fault: that is for the desk to say. */
export const createRemoteHeldMail = ({ give }: OrderClient): HeldMail => {
  const end =
    (verb: "held-deliver" | "held-delete") =>
    async (owner: HeldOwner, queueIds: readonly string[]): Promise<readonly HeldEnd[]> => {
      const ends: HeldEnd[] = [];
      for (let at = 0; at < queueIds.length; at += atOnce) {
        const answer = await give(verb, null, { owner, queueIds: queueIds.slice(at, at + atOnce) });
        if (answer.kind !== "held-ended") throw unexpected(answer);
        ends.push(...answer.ends);
      }
      return ends;
    };
  return {
    list: async (owner) => {
      const answer = await give("held-list", null, { owner, queueIds: [] });
      if (answer.kind !== "held") throw unexpected(answer);
      return answer.messages.map((one) => ({ ...one, fate: "unknown" }));
    },
    ...{ deliver: end("held-deliver"), delete: end("held-delete") },
  };
};
