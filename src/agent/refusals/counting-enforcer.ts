import type { Enforcer, Imposition } from "../../ports/enforcer.ts";
import type { RefusalBook } from "./refusal-book.ts";

/**
 * An enforcer that can tell what its measures turned away. No order waits for the count or fails by it: what could not be noted is noted with the
 * next look, as "at least".
 */
export const countingEnforcer = (enforcer: Enforcer, book: RefusalBook): Enforcer => {
  const underWay = new Map<string, Imposition>();
  let finished = 0;
  /** With what is being imposed this moment: the book has it already, the enforcer not yet. */
  const standing = async (): Promise<readonly Imposition[]> => {
    for (;;) {
      const before = finished;
      const all = await enforcer.standing();
      if (before === finished) return [...all, ...underWay.values()];
    }
  };
  const look = async (): Promise<readonly string[]> => {
    const all = await standing();
    return book
      .step(all)
      .catch((error: unknown) => [`what it refused is not counted: ${error instanceof Error ? error.message : String(error)}`]);
  };
  const { keep } = enforcer;
  return {
    ...enforcer,
    apply: async (imposition) => {
      underWay.set(imposition.id, imposition);
      try {
        await book.begin(imposition).catch(() => undefined);
        await enforcer.apply(imposition);
      } finally {
        underWay.delete(imposition.id);
        finished++;
      }
    },
    lift: async (imposition) => {
      await enforcer.lift(imposition);
      await look();
    },
    keep: async () => [...((await keep?.()) ?? []), ...(await look())],
    stopped: ({ id }) => book.stopped(id),
  };
};
