import type { Draft } from "./draft.ts";
import { enter } from "./entering.ts";
import type { CustomerClaim } from "./fact.ts";
import type { Requirement } from "./requirement.ts";
import { askStaff } from "./staff.ts";
import { prompt } from "./telling.ts";
import { dropTimers } from "./timing.ts";

interface Answer {
  readonly claims: readonly CustomerClaim[];
  readonly text: string;
  readonly lawful: boolean;
}

const withClaim = (requirement: Requirement, claims: readonly CustomerClaim[], at: number): Requirement => {
  const said = claims.findLast((claim) => claim.requirement === requirement.id);
  return said === undefined ? requirement : { ...requirement, claim: { kind: said.claim, text: said.text, at } };
};

/** What was claimed is to be answered by a result, be it the same as before. */
const untell = (draft: Draft, claims: readonly CustomerClaim[]): void => {
  const claimed = new Set<string>(claims.map(({ requirement }) => requirement));
  draft.change({ told: Object.fromEntries(Object.entries(draft.now().told).filter(([id]) => !claimed.has(id))) });
};

const mayAnswer = new Set(["open", "contained", "notified"]);

/** The customer's word: it adds claims and speeds the checks, and never decides anything. */
export const onAnswered = (draft: Draft, { claims, text, lawful }: Answer): void => {
  const { requirements, state } = draft.now();
  draft.change({ requirements: requirements.map((one) => withClaim(one, claims, draft.fact.at)) });
  untell(draft, claims);
  draft.note("answered", { claims: claims.length, lawful: lawful ? 1 : 0 });
  dropTimers(draft, "remind", "notice-deadline");
  if (lawful || claims.some(({ claim }) => claim === "was-ours")) askStaff(draft, "review-lawful-claim");
  if (claims.length === 0 && text !== "" && !lawful) askStaff(draft, "answer-customer");
  if (claims.some(({ claim }) => claim === "need-help")) askStaff(draft, "answer-customer");
  if (mayAnswer.has(state)) enter(draft, "answered");
  draft.want({ kind: "check", id: draft.nextId(), requirements: requirements.map(({ id }) => id) });
  prompt(draft, "received");
};
