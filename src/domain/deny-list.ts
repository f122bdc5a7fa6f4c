import type { AbuseClass } from "./abuse-class.ts";
import type { Case } from "./case/case.ts";
import type { Containment, ContainmentState } from "./case/containment.ts";
import type { DenyRow } from "./deny-row.ts";
import type { Measure } from "./measure.ts";

/** What a system row turns away: every request, those that may change something, or those to one script. */
export type DenyCover = "everything" | "writes" | "path";

/** A row that the desk stands behind: a measure in force on the site. It ends with its case and by nothing else. */
export interface SystemRow {
  /** The containment's id; the rows of one measure on several networks share it. */
  readonly id: string;
  readonly caseId: string;
  /** `all`, or a network. */
  readonly network: string;
  /** Whether visitors from the operator's own country are let through. */
  readonly isFromAbroad: boolean;
  readonly covers: DenyCover;
  /** The script; null unless `covers` is `path`. */
  readonly path: string | null;
  readonly measure: Measure;
  /** Why: what the case is about. */
  readonly class: AbuseClass;
  readonly state: ContainmentState;
  /** When it was ordered, epoch ms. */
  readonly since: number;
}

/**
 * Whether a site's own rows hold. `none`: there are none; `waiting`: the server does not have them as they stand here, and is asked again each minute;
 * `no-enforcer`: no server that Sekisho acts on serves the site.
 */
export type OwnRowsState = "none" | "in-force" | "waiting" | "no-enforcer";

/** A site's deny list: what the system has in force above what its customer added. */
export interface DenyList {
  readonly site: string;
  readonly system: readonly SystemRow[];
  /** Oldest first. */
  readonly own: readonly DenyRow[];
  readonly ownState: OwnRowsState;
  /** What the server or the desk said of `ownState`; null where there is nothing to say. */
  readonly ownDetail: string | null;
}

/** What each measure on a whole site turns away. What is not here closes no site to anybody. */
const covers: Readonly<Partial<Record<Measure, readonly [cover: DenyCover, isFromAbroad: boolean]>>> = {
  "deny-foreign": ["everything", true],
  "challenge-foreign": ["everything", true],
  "deny-foreign-writes": ["writes", true],
  "deny-writes": ["writes", false],
  "deny-network": ["everything", false],
  "deny-path": ["path", false],
};

/** The rows of one measure on this site; none for a measure on mail or on another site. */
export const systemRowsOf = (site: string, one: Case, { id, measure, target, state, orderedAt }: Containment): readonly SystemRow[] => {
  const cover = covers[measure];
  if (cover === undefined || target.site !== site) return [];
  const [what, isFromAbroad] = cover;
  const networks = measure === "deny-network" && Array.isArray(target.cidrs) ? target.cidrs.map(String) : ["all"];
  const path = typeof target.path === "string" ? target.path : null;
  return networks.map((network) => ({
    ...{ id, caseId: one.id, network, isFromAbroad, covers: what, path, measure },
    ...{ class: one.claim.class, state, since: orderedAt },
  }));
};

const iso = (at: number): string => new Date(at).toISOString();

/** The list as JSON, system rows first. */
export const denyListDocument = ({ site, system, own, ownState, ownDetail }: DenyList) => ({
  ...{ site, ownState, ownDetail },
  rows: [
    ...system.map(({ since, ...row }) => ({ kind: "system" as const, locked: true as const, ...row, since: iso(since) })),
    ...own.map(({ id, network, note, addedBy, addedAt }) => ({
      ...{ kind: "own" as const, locked: false as const, id, network, note },
      ...{ addedBy, addedAt: iso(addedAt) },
    })),
  ],
});

/** The list as JSON has it. */
export type DenyListDocument = ReturnType<typeof denyListDocument>;
