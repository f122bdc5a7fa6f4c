import { randomUUID } from "node:crypto";
import type { AgentMessage } from "../domain/case/agent-message.ts";
import type { DeskClient } from "./desk-client.ts";

/** The intake takes so many messages at once, and the API a body of 1 MiB. */
const mostMessages = 200;
const mostBytes = 700_000;

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** A message as JSON has it: moments as ISO 8601. */
const documentOf = (message: AgentMessage): object => {
  if (message.kind === "reading") {
    const { host, mailReadTo, accessReadTo } = message.reading;
    return { kind: "reading", reading: { host, mailReadTo: isoOrNull(mailReadTo), accessReadTo: isoOrNull(accessReadTo) } };
  }
  if (message.kind === "fates") return message;
  const { claim } = message;
  const moments = { firstSeen: iso(claim.firstSeen), lastSeen: iso(claim.lastSeen), lastHarmAt: isoOrNull(claim.lastHarmAt) };
  return { kind: "claim", claim: { ...claim, ...moments } };
};

/** Messages in order, in as few requests as the desk's limits allow. */
const batchesOf = (messages: readonly object[]): readonly (readonly object[])[] => {
  const batches: object[][] = [];
  let bytes = mostBytes;
  for (const message of messages) {
    const own = Buffer.byteLength(JSON.stringify(message)) + 1;
    const last = batches.at(-1);
    if (last === undefined || last.length >= mostMessages || bytes + own > mostBytes) {
      batches.push([message]);
      bytes = own;
    } else {
      last.push(message);
      bytes += own;
    }
  }
  return batches;
};

/** Sends messages to a running desk as one source of its ordered intake: numbered from 1 on, each call after the one before. */
export const createSender = ({ ask }: Pick<DeskClient, "ask">): ((messages: readonly AgentMessage[]) => Promise<void>) => {
  const source = randomUUID();
  let sequence = 0;
  return async (messages) => {
    const numbered = messages.map((message) => ({ sequence: ++sequence, ...documentOf(message) }));
    for (const batch of batchesOf(numbered)) await ask("POST", "/deliveries", { source, messages: batch });
  };
};
