import { parentPort } from "node:worker_threads";
import { type ReplyTerms, readReply } from "./read-reply.ts";

// The thread that reads one received mail, and is thrown away: whatever the mail does to it ends with it.

const port = parentPort;
port?.on("message", ({ bytes, terms }: { bytes: Uint8Array; terms: ReplyTerms }) => {
  readReply(bytes, terms).then(
    (reading) => port.postMessage(reading),
    () => port.postMessage({ problem: "unreadable" }),
  );
});
port?.postMessage("ready");
