import type { Enforcer, Imposition } from "../../ports/enforcer.ts";
import type { OrderClient } from "./order-client.ts";
import { unexpected } from "./unexpected-answer.ts";

/** An enforcer whose server is touched by a process of its own: what it plans is worked out here, what it does goes there, signed. */
export const createRemoteEnforcer = (plug: Enforcer, { give }: OrderClient): Enforcer => {
  const order = async (verb: "apply" | "lift", imposition: Imposition): Promise<void> => {
    const answer = await give(verb, imposition);
    if (answer.kind !== "done") throw unexpected(answer);
  };
  return {
    name: plug.name,
    measures: plug.measures,
    fits: plug.fits,
    plan: plug.plan,
    apply: (imposition) => order("apply", imposition),
    lift: (imposition) => order("lift", imposition),
    probe: async (imposition) => {
      const answer = await give("probe", imposition);
      if (answer.kind !== "done" || answer.probe === null) throw unexpected(answer);
      return answer.probe;
    },
    // What the process answers counts, not what the plug here can: an older one knows no such order, and then nobody can tell.
    stopped: async (imposition) => {
      const answer = await give("stopped", imposition);
      if (answer.kind !== "stopped") throw unexpected(answer);
      if (answer.stopped === null) return null;
      const { isLeast, ...stopped } = answer.stopped;
      return isLeast === true ? { ...stopped, isLeast } : stopped;
    },
    standing: async () => {
      const answer = await give("state", null);
      if (answer.kind !== "state") throw unexpected(answer);
      return answer.standing.filter((one) => plug.fits(one)).map(({ id, caseId, measure, target }) => ({ id, caseId, measure, target }));
    },
  };
};
