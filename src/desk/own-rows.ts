import { createHash } from "node:crypto";
import type { OwnRowsState } from "../domain/deny-list.ts";
import { type DenyRow, enforcedNetworks, ownRowsCase } from "../domain/deny-row.ts";
import { OperationError } from "../domain/operation-error.ts";
import type { DenyRowStore } from "../ports/deny-rows.ts";
import type { Enforcer, Imposition } from "../ports/enforcer.ts";
import { createTurns } from "./turns.ts";

/** Whether a site's own rows hold, and what was said of it. */
export interface OwnRowsSight {
  readonly state: OwnRowsState;
  readonly detail: string | null;
}

export interface OwnRowsParts {
  readonly rows: DenyRowStore;
  readonly enforcers: readonly Enforcer[];
  /** Tells the operator; a line each. */
  readonly say: (line: string) => void;
}

/** Customers' own rows on the servers. Each site's are one imposition, which the next one replaces. */
export interface OwnRows {
  /** Brings the servers to what the rows say, of one site or of all. Never rejects for what a server says: that is a site's sight. */
  readonly reconcile: (only?: string) => Promise<void>;
  readonly sightOf: (site: string) => Promise<OwnRowsSight>;
  /** Why the site's server could not take these rows; null where it could, or cannot be asked. */
  readonly whyNot: (site: string, rows: readonly Pick<DenyRow, "network">[]) => Promise<string | null>;
}

const longestName = 48;

/** Servers take ids of 60 signs at most; a longer domain is told by its digest. */
const idOf = (site: string): string => {
  const name = site.length <= longestName ? site : `${site.slice(0, 30)}.${createHash("sha256").update(site).digest("hex").slice(0, 16)}`;
  return `${ownRowsCase}.${name}`;
};

const imposed = (site: string, cidrs: readonly string[]): Imposition => ({
  ...{ id: idOf(site), caseId: ownRowsCase, measure: "deny-network" },
  target: { site, cidrs },
});

const wantedOf = (site: string, rows: readonly Pick<DenyRow, "network">[]): Imposition | null =>
  rows.length === 0 ? null : imposed(site, enforcedNetworks(rows));

const isOwn = ({ caseId }: Imposition): boolean => caseId === ownRowsCase;
const siteOf = ({ target }: Imposition): string => String(target.site);
const cidrsOf = ({ target }: Imposition): string => (Array.isArray(target.cidrs) ? [...target.cidrs].sort().join(" ") : "");

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const waiting = (detail: string): OwnRowsSight => ({ state: "waiting", detail });

/** What one server has of our rows by its own notes; `null` where it did not answer. */
interface Standing {
  readonly enforcer: Enforcer;
  readonly own: readonly Imposition[] | null;
  readonly said: string | null;
}

const standingOf = async (enforcer: Enforcer): Promise<Standing> => {
  try {
    return { enforcer, own: (await enforcer.standing()).filter(isOwn), said: null };
  } catch (error) {
    return { enforcer, own: null, said: said(error) };
  }
};

/** Applies what is not there as wanted, and again what is there and does not hold. */
const impose = async (enforcer: Enforcer, wanted: Imposition, stands: boolean): Promise<OwnRowsSight> => {
  if (!stands) await enforcer.apply(wanted);
  let probe = await enforcer.probe(wanted);
  if (stands && probe.state === "not-in-force") {
    await enforcer.apply(wanted);
    probe = await enforcer.probe(wanted);
  }
  return probe.state === "in-force" ? { state: "in-force", detail: null } : waiting(probe.proof);
};

const liftStrays = async (site: string, standings: readonly Standing[], kept: Enforcer | undefined): Promise<void> => {
  for (const { enforcer, own } of standings)
    for (const one of own ?? []) if (siteOf(one) === site && (enforcer !== kept || one.id !== idOf(site))) await enforcer.lift(one);
};

const settle = async (site: string, wanted: Imposition | null, standings: readonly Standing[]): Promise<OwnRowsSight> => {
  const at = standings.find(({ enforcer }) => enforcer.fits(wanted ?? imposed(site, [])));
  try {
    await liftStrays(site, standings, wanted === null ? undefined : at?.enforcer);
    if (at !== undefined && at.own === null) return waiting(at.said ?? "");
    if (wanted === null) return { state: "none", detail: null };
    if (at === undefined) return { state: "no-enforcer", detail: null };
    const stands = at.own?.some((one) => one.id === wanted.id && cidrsOf(one) === cidrsOf(wanted)) ?? false;
    return await impose(at.enforcer, wanted, stands);
  } catch (error) {
    return waiting(said(error));
  }
};

const lineOf = (site: string, before: OwnRowsSight | undefined, { state, detail }: OwnRowsSight): string | null => {
  const isWell = state === "in-force" || state === "none";
  if (before?.state === state && before.detail === detail) return null;
  if (!isWell) return `${site}: the customer's own deny rows are not in force: ${detail ?? "no enforcer serves the site"}`;
  return before === undefined || before.state === "in-force" || before.state === "none"
    ? null
    : `${site}: the customer's own deny rows are as wanted again`;
};

/**
 * Keeps customers' own rows in force by comparing: what is wanted stands in the store, what is there in the server's own notes. A crash between a row and its
 * order loses nothing, since the next comparison finds it.
 */
export const createOwnRows = ({ rows, enforcers, say }: OwnRowsParts): OwnRows => {
  const able = enforcers.filter(({ measures }) => measures.includes("deny-network"));
  const sights = new Map<string, OwnRowsSight>();
  const turns = createTurns();
  // While no site has rows and no server holds any, there is nothing to ask the servers for.
  let isIdle = false;

  const see = (site: string, sight: OwnRowsSight): void => {
    const line = lineOf(site, sights.get(site), sight);
    if (line !== null) say(line);
    sights.set(site, sight);
  };

  const compare = async (only: string | undefined): Promise<void> => {
    const listed = only === undefined ? await rows.sites() : [only];
    if (isIdle && listed.length === 0) return;
    const standings: Standing[] = [];
    for (const enforcer of able) standings.push(await standingOf(enforcer));
    const held = only === undefined ? standings.flatMap(({ own }) => (own ?? []).map(siteOf)) : [];
    for (const site of new Set([...listed, ...held])) see(site, await settle(site, wantedOf(site, await rows.ofSite(site)), standings));
    isIdle = listed.length + held.length === 0 && standings.every(({ own }) => own !== null);
  };

  const look = async (site: string): Promise<OwnRowsSight> => {
    const wanted = wantedOf(site, await rows.ofSite(site));
    if (wanted === null) return { state: "none", detail: null };
    const enforcer = able.find(({ fits }) => fits(wanted));
    if (enforcer === undefined) return { state: "no-enforcer", detail: null };
    const { own, said: why } = await standingOf(enforcer);
    const stands = own?.some((one) => one.id === wanted.id && cidrsOf(one) === cidrsOf(wanted)) ?? false;
    return stands ? { state: "in-force", detail: null } : { state: "waiting", detail: why };
  };

  return {
    reconcile: (only) => turns(ownRowsCase, () => compare(only)),
    sightOf: async (site) => sights.get(site) ?? look(site),
    whyNot: async (site, given) => {
      const wanted = imposed(site, enforcedNetworks(given));
      const enforcer = able.find(({ fits }) => fits(wanted));
      if (enforcer === undefined) return null;
      const standing = await enforcer.standing().catch((): readonly Imposition[] => []);
      try {
        enforcer.plan([...standing.filter(({ id }) => id !== wanted.id), wanted]);
        return null;
      } catch (error) {
        if (error instanceof OperationError && error.code === "target-wrong") return error.message;
        throw error;
      }
    },
  };
};
