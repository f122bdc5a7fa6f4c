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

/**
 * Why held mail must not be deleted as asked, or null: a person decides, who was shown what there is now. `shown` is the summary that was
 * before them.
 */
export const wrongDeletion = (asker: HeldAsker, shown: HeldSummary | null, now: HeldSummary): string | null => {
  if (asker !== "staff-by-id" && asker !== "staff-by-case") return "only a person of staff deletes held mail";
  if (shown === null) return "count, period and recipient domains have to be shown first";
  const same = JSON.stringify(shown) === JSON.stringify(now);
  return same ? null : `what is held has changed since it was shown: ${now.count} messages now, ${shown.count} then`;
};
