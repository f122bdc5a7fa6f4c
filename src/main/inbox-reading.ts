import type { InboxTally } from "../desk/read-inbox.ts";
import type { InboxCounts, KeptMails } from "../ports/kept-mails.ts";
import type { ReplySecrets } from "../ports/reply-secrets.ts";

/** What the reading of mail shares with who asks about it. */
export interface InboxReading {
  readonly kept: KeptMails;
  readonly replies: ReplySecrets;
  readonly count: (tally: InboxTally) => void;
  /** Since the desk started. */
  readonly taken: () => InboxCounts;
}

export const createInboxReading = (kept: KeptMails, replies: ReplySecrets): InboxReading => {
  const taken: Record<string, number> = {};
  return {
    kept,
    replies,
    count: (tally) => {
      for (const [became, mails] of Object.entries(tally)) taken[became] = (taken[became] ?? 0) + mails;
    },
    taken: () => ({ ...taken }),
  };
};

const words: readonly (readonly [keyof InboxTally, string])[] = [
  ["answered", "taken as answers"],
  ["bounce", "bounces of notices"],
  ["automatic", "written by machines, left alone"],
  ["unreadable", "not read: put before staff with their case, and kept"],
  ["unrouted", "of no case: kept"],
  ["too-large", "too large: left in the mailbox, and listed"],
  ["dropped", "older kept ones deleted to make room"],
];

/** One line on what was read; null where nothing came. */
export const tallyLine = (tally: InboxTally): string | null => {
  const parts = words.flatMap(([became, said]) => (tally[became] === undefined ? [] : [`${tally[became]} ${said}`]));
  return parts.length === 0 ? null : `mail: ${parts.join("; ")}`;
};
