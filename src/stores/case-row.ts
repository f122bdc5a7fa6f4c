import { type Case, isOver } from "../domain/case/case.ts";
import { mailboxesOf } from "../domain/case/mailboxes.ts";
import { waitingFor } from "../domain/case/waiting-for.ts";
import type { CaseTable } from "./tables.ts";

const hasReplies = (one: Case): boolean => {
  const { requirements, notices, claim } = one;
  return (
    requirements.some((one) => (one.claim?.text ?? "") !== "") ||
    notices.some(({ detail }) => (detail ?? "") !== "") ||
    mailboxesOf(one).length > 0 ||
    (claim.cause.networks?.length ?? 0) > 0
  );
};

/** The row of a case: the whole of it, and what lists are sorted and narrowed by. */
export const caseRow = (one: Case): CaseTable => {
  const { who, dueAt } = waitingFor(one);
  const { claim } = one;
  return {
    id: one.id,
    key: one.key,
    version: one.version,
    state: one.state,
    is_over: isOver(one) ? 1 : 0,
    class: claim.class,
    host: claim.host,
    account: claim.account,
    site: claim.site,
    since: one.since,
    opened_at: one.openedAt,
    closed_at: one.closedAt,
    waiting_for: who,
    due_at: dueAt,
    evidence_at: claim.evidence.length > 0 ? claim.lastSeen : null,
    has_replies: hasReplies(one) ? 1 : 0,
    snapshot: JSON.stringify(one),
  };
};

/** The case of a row. */
export const caseOf = ({ snapshot }: Pick<CaseTable, "snapshot">): Case => JSON.parse(snapshot) as Case;
