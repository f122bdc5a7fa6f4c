import { isOver } from "./case.ts";
import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { CustomerClaim, Fact } from "./fact.ts";
import type { Requirement } from "./requirement.ts";
import { askStaff } from "./staff.ts";
import { prompt } from "./telling.ts";
import { dropTimers } from "./timing.ts";

interface Answer {
  readonly claims: readonly CustomerClaim[];
  readonly text: string;
  readonly lawful: boolean;
}

/** Whether an answer is the customer's own, and what speaks against it. Staff write down what they heard themselves. */
const genuineness = ({ by }: Fact): { readonly verified: boolean; readonly why: readonly string[] } =>
  by.kind === "customer" && !by.verified ? { verified: false, why: by.why ?? [] } : { verified: true, why: [] };

const withClaim = (requirement: Requirement, claims: readonly CustomerClaim[], fact: Fact): Requirement => {
  const said = claims.findLast((claim) => claim.requirement === requirement.id);
  return said === undefined
    ? requirement
    : { ...requirement, claim: { kind: said.claim, text: said.text, at: fact.at, ...genuineness(fact) } };
};

/** What is claimed anew is to be answered by a result, be it the same as before; what was claimed before was. */
const untell = (draft: Draft, before: readonly Requirement[], claims: readonly CustomerClaim[]): boolean => {
  const isNew = ({ requirement, claim }: CustomerClaim): boolean => before.find(({ id }) => id === requirement)?.claim?.kind !== claim;
  const claimed = new Set<string>(claims.filter(isNew).map(({ requirement }) => requirement));
  draft.change({ told: Object.fromEntries(Object.entries(draft.now().told).filter(([id]) => !claimed.has(id))) });
  return claimed.size > 0;
};

const mayAnswer = new Set(["open", "contained", "notified"]);

/** The customer's word: it adds claims and speeds the checks, and never decides anything. */
export const onAnswered = (draft: Draft, { claims, text, lawful }: Answer): void => {
  const { requirements, state } = draft.now();
  if (isOver({ state })) {
    draft.note("answered", { claims: claims.length, lawful: lawful ? 1 : 0 });
    askStaff(draft, "answer-customer");
    return;
  }
  draft.change({ requirements: requirements.map((one) => withClaim(one, claims, draft.fact)) });
  const isAnsweredByCheck = untell(draft, requirements, claims);
  const { verified: isTheirs, why } = genuineness(draft.fact);
  const doubts = isTheirs ? {} : { doubts: why.join(" ") };
  draft.note("answered", { claims: claims.length, lawful: lawful ? 1 : 0, verified: isTheirs ? 1 : 0, ...doubts });
  // Who only writes in the customer's name stops no clock.
  if (isTheirs) dropTimers(draft, "remind", "notice-deadline");
  else askStaff(draft, "answer-customer");
  if (lawful || claims.some(({ claim }) => claim === "was-ours")) askStaff(draft, "review-lawful-claim");
  if (claims.length === 0 && text !== "" && !lawful) askStaff(draft, "answer-customer");
  if (claims.some(({ claim }) => claim === "need-help")) askStaff(draft, "answer-customer");
  if (mayAnswer.has(state)) enter(draft, "answered");
  draft.want({ kind: "check", id: draft.nextId(), requirements: requirements.map(({ id }) => id) });
  if (!isAnsweredByCheck) prompt(draft, "received");
};
