import { shortenAddresses } from "../../kit/short-addresses.ts";
import type { Case } from "./case.ts";
import type { ClaimedAbuse } from "./claimed-abuse.ts";
import { withoutMailboxes } from "./mailboxes.ts";

/** A claim without its quoted lines and without who came regularly. */
export const claimWithoutEvidence = ({ proposedExceptions: _, ...claim }: ClaimedAbuse): ClaimedAbuse => ({ ...claim, evidence: [] });

/** A case without its quoted lines. */
export const withoutEvidence = (one: Case): Case => ({ ...one, claim: claimWithoutEvidence(one.claim) });

/** A case without what the customer wrote, without what mail servers said of people's addresses, and without mailboxes and networks. */
export const withoutReplies = (one: Case): Case => {
  const bare = withoutMailboxes(one);
  return {
    ...bare,
    requirements: bare.requirements.map((each) => (each.claim === null ? each : { ...each, claim: { ...each.claim, text: "" } })),
    notices: bare.notices.map((notice) => ({ ...notice, detail: null })),
  };
};

const shortRegulars = ({ proposedExceptions: proposed }: ClaimedAbuse): Pick<ClaimedAbuse, "proposedExceptions"> =>
  proposed === undefined
    ? {}
    : {
        proposedExceptions: {
          ...proposed,
          sources: proposed.sources.map((one) => ({ ...one, cidr: shortenAddresses(one.cidr), addresses: [] })),
        },
      };

/** A case whose quoted lines, and whose regular visitors, name networks instead of addresses. */
export const withShortAddresses = (one: Case): Case => ({
  ...one,
  claim: {
    ...one.claim,
    ...shortRegulars(one.claim),
    evidence: one.claim.evidence.map((shown) => ({ ...shown, line: shortenAddresses(shown.line) })),
  },
});
