import { describe, expect, it } from "vitest";
import { runDesk } from "./run-desk.ts";

/** A piece of work that is held until it is let go. */
const heldWork = () => {
  const waiting: (() => void)[] = [];
  let calls = 0;
  return {
    work: () => {
      calls += 1;
      return new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    },
    letGo: async () => {
      for (const go of waiting.splice(0)) go();
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    calls: () => calls,
  };
};

describe("the desk's loop", () => {
  it("works off again at once when it is woken, also while it works", async () => {
    const held = heldWork();
    const loop = runDesk(held.work, () => {});
    await held.letGo();
    expect(held.calls()).toBe(1);
    loop.wake();
    await held.letGo();
    expect(held.calls()).toBe(2);
    loop.wake();
    await held.letGo();
    expect(held.calls()).toBe(3);
    loop.wake();
    loop.wake();
    await held.letGo();
    await held.letGo();
    expect(held.calls()).toBe(4);
    const stopped = loop.stop();
    await held.letGo();
    await stopped;
  });

  it("stops after what is under way, and not before", async () => {
    const held = heldWork();
    const loop = runDesk(held.work, () => {});
    let isStopped = false;
    const stopped = loop.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(isStopped).toBe(false);
    await held.letGo();
    await stopped;
    expect(held.calls()).toBe(1);
  });

  it("tells of a failure and goes on", async () => {
    const failures: unknown[] = [];
    let calls = 0;
    const loop = runDesk(
      async () => {
        calls += 1;
        if (calls === 1) throw new Error("the store is full");
      },
      (error) => failures.push(error),
    );
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    loop.wake();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    await loop.stop();
    expect([calls, failures.map(String)]).toEqual([2, ["Error: the store is full"]]);
  });
});
