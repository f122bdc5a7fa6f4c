import type { Actor } from "./actor.ts";
import type { Case } from "./case.ts";
import type { Containment } from "./containment.ts";
import type { Entry } from "./entry.ts";
import { openTasks } from "./staff.ts";
import type { StaffTask } from "./staff-task.ts";
import { waitingFor } from "./waiting-for.ts";

/** A moment as JSON has it: ISO 8601, UTC. */
export type IsoTime = string;

const iso = (at: number): IsoTime => new Date(at).toISOString();

const isoOrNull = (at: number | null): IsoTime | null => (at === null ? null : iso(at));

/** Who did something, in one word for lists and one for the name. */
export const actorDocument = (by: Actor): { readonly kind: Actor["kind"]; readonly name: string | null } => {
  switch (by.kind) {
    case "person":
      return { kind: by.kind, name: by.name };
    case "policy":
      return { kind: by.kind, name: by.version };
    case "agent":
      return { kind: by.kind, name: by.server };
    case "customer":
      return { kind: by.kind, name: by.address };
    case "desk":
      return { kind: by.kind, name: null };
  }
};

/** A containment as JSON. */
export const containmentDocument = (one: Containment) => ({
  id: one.id,
  measure: one.measure,
  target: one.target,
  state: one.state,
  decidedBy: actorDocument(one.decidedBy),
  reason: one.reason,
  orderedAt: iso(one.orderedAt),
  provenAt: isoOrNull(one.provenAt),
  proof: one.proof,
  driftedAt: isoOrNull(one.driftedAt),
  liftedAt: isoOrNull(one.liftedAt ?? null),
  stopped:
    one.stopped === null || one.stopped === undefined
      ? null
      : { count: one.stopped.count, from: iso(one.stopped.from), to: iso(one.stopped.to), isLeast: one.stopped.isLeast === true },
  held: one.held ?? null,
  release: one.release === null ? null : { ...one.release, by: actorDocument(one.release.by), at: iso(one.release.at) },
});

/** A containment. */
export type ContainmentDocument = ReturnType<typeof containmentDocument>;

/** A task for staff as JSON. */
const taskDocument = (task: StaffTask) => ({
  ...{ id: task.id, kind: task.kind, detail: task.detail, at: iso(task.at), dueAt: iso(task.dueAt) },
  doneAt: isoOrNull(task.doneAt),
  missedAt: isoOrNull(task.missedAt),
});

/** A case as one row of a list, as JSON. `until`: by when whoever it waits for has to move; null where no time is set. */
export const caseSummary = (one: Case) => {
  const { who, dueAt } = waitingFor(one);
  const { claim } = one;
  return {
    ...{ id: one.id, state: one.state, since: iso(one.since), waitingFor: who, until: isoOrNull(dueAt) },
    ...{ openedAt: iso(one.openedAt), closedAt: isoOrNull(one.closedAt) },
    ...{ class: claim.class, verdict: claim.verdict, confidence: claim.confidence },
    ...{ host: claim.host, account: claim.account, site: claim.site },
    mode: one.terms.mode,
    tasks: openTasks(one.tasks).map(({ kind, dueAt: due }) => ({ kind, dueAt: iso(due) })),
    inForce: one.containments.filter(({ state }) => state === "in-force" || state === "lifting").map(({ measure }) => measure),
  };
};

/** The row of a list. */
export type CaseSummary = ReturnType<typeof caseSummary>;

/** A whole case as JSON. */
export const caseDocument = (one: Case) => {
  const { claim, terms, watch } = one;
  return {
    ...caseSummary(one),
    ...{ key: one.key, previous: one.previous, relapses: one.relapses, version: one.version },
    claim: { ...claim, firstSeen: iso(claim.firstSeen), lastSeen: iso(claim.lastSeen), lastHarmAt: isoOrNull(claim.lastHarmAt) },
    terms: { policy: terms.version, clause: terms.clause, ladder: terms.ladder, release: terms.release, hasContact: terms.hasContact },
    containments: one.containments.map(containmentDocument),
    requirements: one.requirements.map(({ id, state, finding, claim: said }) => ({
      ...{ id, state },
      finding: finding === null ? null : { ...finding, at: iso(finding.at) },
      claim: said === null ? null : { ...said, at: iso(said.at), verified: said.verified ?? null, why: said.why ?? [] },
    })),
    notices: one.notices.map((notice) => ({ ...notice, at: iso(notice.at), settledAt: isoOrNull(notice.settledAt) })),
    tasks: one.tasks.map(taskDocument),
    watch: watch === null ? null : { from: iso(watch.from), until: iso(watch.until) },
  };
};

/** The whole case. */
export type CaseDocument = ReturnType<typeof caseDocument>;

/** Details that are moments; the rest is text and counts. */
const moments = new Set(["dueAt", "until", "from", "to"]);

/** One line of a timeline as JSON. */
export const entryDocument = ({ at, by, code, state, detail }: Entry) => ({
  ...{ at: iso(at), by: actorDocument(by), code, state },
  detail: Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, typeof value === "number" && moments.has(name) ? iso(value) : value]),
  ),
});

/** One line of a timeline. */
export type EntryDocument = ReturnType<typeof entryDocument>;
