import { shortenAddresses } from "../../kit/short-addresses.ts";
import type { Case } from "./case.ts";
import { withoutMailboxes } from "./mailboxes.ts";

/** A case without its quoted lines. */
export const withoutEvidence = (one: Case): Case => ({ ...one, claim: { ...one.claim, evidence: [] } });

/** A case without what the customer wrote, without what mail servers said of people's addresses, and without mailboxes and networks. */
export const withoutReplies = (one: Case): Case => {
  const bare = withoutMailboxes(one);
  return {
    ...bare,
    requirements: bare.requirements.map((each) => (each.claim === null ? each : { ...each, claim: { ...each.claim, text: "" } })),
    notices: bare.notices.map((notice) => ({ ...notice, detail: null })),
  };
};

/** A case whose quoted lines name networks instead of addresses. */
export const withShortAddresses = (one: Case): Case => ({
  ...one,
  claim: { ...one.claim, evidence: one.claim.evidence.map((shown) => ({ ...shown, line: shortenAddresses(shown.line) })) },
});
