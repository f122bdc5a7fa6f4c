import { createRecentMap } from "../kit/recent-map.ts";
import type { OpenMessage } from "./open-messages.ts";

/**
 * Follows a message through a server that hands it to itself under a new queue id: sendmail's two queues, Postfix with
 * a content filter. Told by the message-id and a client on the server itself.
 */
export interface MailHops {
  /** Notes a local message, or finds the local message that this one carries on. Call when its message-id is known. */
  readonly follow: (message: OpenMessage) => void;
}

/** A second hop follows within moments; more would keep messages alive that nobody asks for. */
const hopsKept = 512;

const isLoopback = (client: string | null): boolean => client === null || /^(127\.|::1$|localhost$)/.test(client);

export const createMailHops = (): MailHops => {
  const localById = createRecentMap<string, OpenMessage>(hopsKept);
  const follow = (message: OpenMessage): void => {
    if (message.messageId === null) return;
    if (message.submission === "local") localById.set(message.messageId, message);
    else if (message.submission === "smtp" && isLoopback(message.client)) {
      const first = localById.get(message.messageId);
      if (first?.hostId === message.hostId) message.firstHop = first;
    }
  };
  return { follow };
};
