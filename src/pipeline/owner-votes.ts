import type { Directory, KnownAccount, KnownSite } from "./directory.ts";

/**
 * Concludes who owns a site that no config names: by ties in time between the account's mail and the site's
 * requests, and by message-ids under the site's domain. A conclusion is always said as such.
 */
export interface OwnerVotes {
  readonly vote: (site: KnownSite, account: KnownAccount) => void;
  /** A local message whose message-id is `<…@domain>`. */
  readonly voteByMessageId: (messageId: string, account: KnownAccount) => void;
}

const votesNeeded = 5;
const shareNeeded = 0.8;

export const createOwnerVotes = (directory: Directory): OwnerVotes => {
  const votes = new Map<KnownSite, Map<KnownAccount, number>>();

  const vote = (site: KnownSite, account: KnownAccount): void => {
    if (site.account !== null) return;
    const counts = votes.get(site) ?? new Map<KnownAccount, number>();
    votes.set(site, counts);
    const own = (counts.get(account) ?? 0) + 1;
    counts.set(account, own);
    if (own < votesNeeded) return;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (own >= all * shareNeeded) directory.concludeOwner(site, account);
  };

  const voteByMessageId = (messageId: string, account: KnownAccount): void => {
    const end = messageId.endsWith(">") ? messageId.length - 1 : messageId.length;
    const domain = messageId.slice(messageId.lastIndexOf("@") + 1, end).toLowerCase();
    const site = directory.findSite(domain);
    if (site !== null) vote(site, account);
  };

  return { vote, voteByMessageId };
};
