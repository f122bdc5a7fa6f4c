import { shortenAddresses } from "../../kit/short-addresses.ts";
import type { Case } from "./case.ts";

/** A case without its quoted lines. */
export const withoutEvidence = (one: Case): Case => ({ ...one, claim: { ...one.claim, evidence: [] } });

/** A case without what the customer wrote, without what mail servers said of people's addresses, and without mailboxes and networks. Its key stays. */
export const withoutReplies = (one: Case): Case => {
  const { networks: _, ...cause } = one.claim.cause;
  return {
    ...one,
    claim: { ...one.claim, cause: { ...cause, mailbox: null }, measures: [] },
    requirements: one.requirements.map((each) => (each.claim === null ? each : { ...each, claim: { ...each.claim, text: "" } })),
    notices: one.notices.map((notice) => ({ ...notice, detail: null })),
  };
};

/** A case whose quoted lines name networks instead of addresses. */
export const withShortAddresses = (one: Case): Case => ({
  ...one,
  claim: { ...one.claim, evidence: one.claim.evidence.map((shown) => ({ ...shown, line: shortenAddresses(shown.line) })) },
});
