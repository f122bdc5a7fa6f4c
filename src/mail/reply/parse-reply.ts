import { Worker } from "node:worker_threads";
import { mailLimits } from "./mail-limits.ts";
import { refusalOf } from "./mail-text.ts";
import type { ReplyReading, ReplyTerms } from "./read-reply.ts";

/** Built, it is JavaScript; from the working tree Node reads the TypeScript itself. */
const workerFile = new URL(import.meta.url.endsWith(".ts") ? "./reply-worker.ts" : "./reply-worker.js", import.meta.url);

const limits = { maxOldGenerationSizeMb: mailLimits.megabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/**
 * Reads a received mail within the limits of {@link mailLimits}, in a thread of its own: text only, attachments unopened. A mail that
 * breaks a limit is a returned problem; the caller keeps it and tells staff.
 */
export const parseReply = (bytes: Uint8Array, terms: ReplyTerms): Promise<ReplyReading> => {
  const refusal = refusalOf(bytes);
  if (refusal !== null) return Promise.resolve({ problem: refusal });
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, { resourceLimits: limits, env: {}, stdout: true, stderr: true });
    let clock: NodeJS.Timeout | null = null;
    const end = (reading: ReplyReading): void => {
      if (clock) clearTimeout(clock);
      resolve(reading);
      void worker.terminate();
    };
    worker.on("message", (message: "ready" | ReplyReading) => {
      if (message !== "ready") return end(message);
      // From here on the mail decides how long it takes; loading the thread was ours.
      clock = setTimeout(() => end({ problem: "too-slow" }), mailLimits.milliseconds);
      return worker.postMessage({ bytes, terms });
    });
    // Out of memory is the mail's doing as much as out of time.
    worker.on("error", (error: NodeJS.ErrnoException) =>
      end({ problem: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "too-slow" : "unreadable" }),
    );
    worker.on("exit", () => end({ problem: "unreadable" }));
  });
};
