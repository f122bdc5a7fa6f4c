/**
 * Kinds of personal data in a recorded fact, by how long they are kept. `evidence`: quoted lines with visitors' addresses, and who came regularly; `reply`: what a
 * customer wrote; `contact`: mail addresses of people and mailboxes, and networks.
 */
export const personalKinds = ["evidence", "reply", "contact"] as const;

/** One of {@link personalKinds}. */
export type PersonalKind = (typeof personalKinds)[number];

/**
 * Which parts of a record are personal; `[]` stands for every item. Paths that a record does not have are passed over, so one table serves
 * all kinds of fact. What stands here is kept beside the chain and can be erased without breaking it; everything else is there for as long as
 * the audit. A new field with an address or a text of a stranger's needs a line here.
 */
export const personalParts: Readonly<Record<PersonalKind, readonly string[]>> = {
  evidence: ["fact.claim.evidence", "fact.claim.proposedExceptions"],
  reply: ["fact.text", "fact.note", "fact.claims[].text", "entries[].detail.text"],
  contact: [
    "fact.by.address",
    "fact.network",
    // What a mail server said of a notice names the recipient.
    "fact.detail",
    // Names the mailbox where that is the way in.
    "fact.claim.key",
    "fact.claim.cause.mailbox",
    "fact.claim.cause.networks",
    "fact.claim.measures[].target.mailbox",
    "fact.claim.measures[].target.cidrs",
    "fact.terms.ladder[].target.mailbox",
    "fact.terms.ladder[].target.cidrs",
    "fact.decision.target.mailbox",
    "fact.decision.target.cidrs",
    "entries[].by.address",
    "entries[].detail.address",
    "entries[].detail.detail",
    "entries[].detail.mailbox",
    "effects[].target.mailbox",
    "effects[].target.cidrs",
  ],
};
