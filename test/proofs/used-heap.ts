import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects garbage, also where Node was not started with --expose-gc. */
const collect = (): void => {
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  if (typeof gc !== "function") throw new Error("no garbage collector at hand");
  // What the first round frees may hold other things; the second takes those.
  gc();
  gc();
};

/** MiB of live objects and buffers, garbage collected before. */
export const usedMiB = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 ** 2;
};
