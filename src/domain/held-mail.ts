/** Whether a held message belongs to the abuse, by the case's join of mail and requests. */
export type MailFate = "caused" | "not-caused" | "unknown";

/** A message on hold, as far as anybody may see it: no address, no subject, no content. */
export interface HeldMessage {
  readonly queueId: string;
  /** The account or the mailbox that it was handed in by. */
  readonly owner: string;
  /** Epoch ms. */
  readonly arrivedAt: number;
  /** Bytes. */
  readonly size: number;
  /** Who have not got it yet. */
  readonly recipients: number;
  /** Of those, sorted. */
  readonly recipientDomains: readonly string[];
  readonly fate: MailFate;
}

/** What is shown before anybody decides on held mail. */
export interface HeldSummary {
  readonly count: number;
  readonly recipients: number;
  /** Epoch ms; null where nothing is held. */
  readonly from: number | null;
  readonly to: number | null;
  /** The most frequent first, so many messages each. */
  readonly domains: readonly { readonly domain: string; readonly messages: number }[];
  readonly fates: Readonly<Record<MailFate, number>>;
}

/** How many domains are told; the rest is in the count. */
const domainsTold = 20;

/** Count, period, recipient domains and fates of held messages. */
export const summarizeHeld = (messages: readonly HeldMessage[]): HeldSummary => {
  const domains = new Map<string, number>();
  const fates = { caused: 0, "not-caused": 0, unknown: 0 };
  let from: number | null = null;
  let to: number | null = null;
  for (const { arrivedAt, recipientDomains, fate } of messages) {
    for (const domain of recipientDomains) domains.set(domain, (domains.get(domain) ?? 0) + 1);
    fates[fate]++;
    from = Math.min(from ?? arrivedAt, arrivedAt);
    to = Math.max(to ?? arrivedAt, arrivedAt);
  }
  const sorted = [...domains].map(([domain, count]) => ({ domain, messages: count }));
  sorted.sort((a, b) => b.messages - a.messages || (a.domain < b.domain ? -1 : 1));
  const recipients = messages.reduce((sum, one) => sum + one.recipients, 0);
  return { count: messages.length, recipients, from, to, domains: sorted.slice(0, domainsTold), fates };
};

/** Who wants held mail to end, and how it was named: `release` = a case's release, with nobody looking at the mail. */
export type HeldAsker = "release" | "customer" | "staff-by-case" | "staff-by-id";

const deliverable: Readonly<Record<HeldAsker, readonly MailFate[]>> = {
  release: ["not-caused"],
  customer: ["not-caused"],
  "staff-by-case": ["not-caused"],
  "staff-by-id": ["not-caused", "unknown"],
};

/** Which of these may be let go: what the abuse caused never, what nobody can tell only when a person of staff names it. */
export const deliverableOf = (messages: readonly HeldMessage[], asker: HeldAsker): readonly HeldMessage[] =>
  messages.filter(({ fate }) => deliverable[asker].includes(fate));

const deletable: Readonly<Record<HeldAsker, readonly MailFate[]>> = {
  release: [],
  customer: [],
  "staff-by-case": ["caused"],
  "staff-by-id": ["caused", "not-caused", "unknown"],
};

/** Which of these may be deleted: by staff alone; of a whole case what the abuse caused, anything else when a person names it. */
export const deletableOf = (messages: readonly HeldMessage[], asker: HeldAsker): readonly HeldMessage[] =>
  messages.filter(({ fate }) => deletable[asker].includes(fate));

/**
 * What several cases say of one message, as one: what any of them laid to its abuse is the abuse's, and what any of them cannot tell nobody can.
 */
export const worstFate = (fates: readonly MailFate[]): MailFate => {
  if (fates.includes("caused")) return "caused";
  return fates.length === 0 || fates.includes("unknown") ? "unknown" : "not-caused";
};

/** A decision on held mail as it is kept for as long as the audit: how many, from when, to which domains. No address, no content. */
export interface HeldRecord extends Omit<HeldSummary, "domains"> {
  readonly domains: readonly string[];
  readonly queueIds: readonly string[];
}

/** What is put on record of these messages. */
export const heldRecord = (messages: readonly HeldMessage[]): HeldRecord => {
  const { domains, ...summary } = summarizeHeld(messages);
  return { ...summary, domains: domains.map(({ domain }) => domain), queueIds: messages.map(({ queueId }) => queueId) };
};

/** What became of held mail when the measure that held it was lifted: let go, and left on hold by what is known of it. */
export interface HeldAtLift {
  readonly delivered: number;
  readonly left: Readonly<Record<MailFate, number>>;
  /** Its server would not tell what is on hold: nothing was let go, and a person has to look. */
  readonly isUnseen?: true;
}
