import type { MailLineStatus } from "../../src/ports/log-format.ts";
import type { MailReading } from "../samples/mail-sample.ts";

/** One file of postfix-grok-patterns' tests. */
export interface GrokCase {
  readonly name: string;
  readonly pattern: string;
  readonly data: string;
  readonly results: Readonly<Record<string, string | number>>;
}

/** Patterns of a part of a message, not of a whole one: nothing a log would hold by itself. */
const parts = ["command_counter_data", "delays", "relay", "tls_features"];

const statuses: Readonly<Record<string, MailLineStatus>> = {
  sent: "sent",
  deferred: "deferred",
  bounced: "bounced",
  expired: "expired",
  undeliverable: "bounced",
  "undeliverable-but-not-cached": "bounced",
  deliverable: "sent",
};

/** `key=value` pairs in the words of our record; angle brackets and port taken off. Written apart from the code it checks. */
const pairs = (text: string): Partial<MailReading> => {
  const value = (key: string): string | undefined =>
    new RegExp(`(?:^|[ ,])${key}=(?:<([^>]*)>|([^ ,]*))`)
      .exec(text)
      ?.slice(1)
      .find((part) => part !== undefined);
  const relay = /^([^[]*)(?:\[([^\]]*)\])?/.exec(value("relay") ?? "");
  const client = /\[([^\]]*)\]/.exec(value("client") ?? "")?.[1];
  const found = {
    recipient: value("to"),
    sender: value("from"),
    size: value("size"),
    recipientCount: value("nrcpt"),
    uid: value("uid"),
    mailbox: value("sasl_username"),
    client,
    relayHost: relay?.[1] === "none" || relay?.[1] === "" ? undefined : relay?.[1],
    relayAddress: relay?.[2]?.includes("/") ? undefined : relay?.[2],
  };
  const numbers = ["size", "recipientCount", "uid"];
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, text]) => (text === undefined ? [] : [[name, numbers.includes(name) ? Number(text) : text]])),
  );
};

/** What a case expects of the fields that are read here, and the daemon whose message it is; `daemon: null` for a part of a message. */
export const grokExpectation = ({
  name,
  pattern,
  results,
}: GrokCase): { readonly daemon: string | null; readonly fields: Partial<MailReading> } => {
  const family = name.replace(/_\d+$/, "");
  if (parts.includes(family)) return { daemon: null, fields: {} };
  const text = (key: string): string | undefined => (results[key] === undefined ? undefined : String(results[key]));
  const keyValues = pairs(text("postfix_keyvalue_data") ?? "");
  const isPickup = keyValues.uid !== undefined;
  const queueId = text("postfix_queueid");
  const status = text("postfix_status");
  const { sender, ...others } = keyValues;
  const direct = {
    queueId: queueId === "NOQUEUE" ? undefined : queueId,
    newQueueId: text("postfix_bounce_queueid"),
    messageId: text("postfix_message-id"),
    client: text("postfix_client_ip"),
    relayHost: text("postfix_relay_hostname"),
    relayAddress: text("postfix_relay_ip"),
    sender: text("postfix_from") ?? (isPickup ? undefined : sender),
    user: isPickup ? sender : undefined,
    status: status === undefined ? undefined : statuses[status],
  };
  const defined = Object.fromEntries(Object.entries(direct).filter(([, value]) => value !== undefined));
  const daemon = /POSTFIX_([A-Z]+)/.exec(pattern)?.[1]?.toLowerCase() ?? family;
  return { daemon, fields: { ...others, ...defined } };
};
