import type { Actor } from "../domain/case/actor.ts";
import { type DenyList, type SystemRow, systemRowsOf } from "../domain/deny-list.ts";
import { type DenyNeighbours, type DenyRefusal, type DenyRow, mostDenyRows, readDenyNetwork } from "../domain/deny-row.ts";
import type { DenyRowStore } from "../ports/deny-rows.ts";
import type { DeskParts } from "./desk-parts.ts";
import { createOwnRows } from "./own-rows.ts";
import { standingContainments } from "./standing-containments.ts";

/** A site of the config, with whom it must not shut out. */
export interface DenySite extends DenyNeighbours {
  /** As the config writes it; the name that was asked for may be an alias. */
  readonly domain: string;
}

export interface DenyListParts extends Pick<DeskParts, "store" | "clock" | "enforcers" | "newId"> {
  readonly rows: DenyRowStore;
  readonly siteOf: (name: string) => DenySite | null;
  readonly say: (line: string) => void;
}

type Person = Extract<Actor, { readonly kind: "person" }>;

/** What came of it; `list`: as it stands after it. */
export type DenyListed =
  | { readonly kind: "listed"; readonly list: DenyList }
  | { readonly kind: "no-site" }
  | { readonly kind: "no-row" }
  /** `row`: the system row that cannot be changed. */
  | { readonly kind: "refused"; readonly why: DenyRefusal; readonly message: string; readonly row: SystemRow | null };

/** The deny lists that customers see, of each site. */
export interface DenyLists {
  readonly show: (site: string) => Promise<DenyListed>;
  readonly add: (request: {
    readonly site: string;
    readonly network: string;
    readonly note: string;
    readonly by: Person;
  }) => Promise<DenyListed>;
  readonly remove: (request: { readonly site: string; readonly id: string; readonly by: Person }) => Promise<DenyListed>;
  /** Brings the servers to what the rows say; to be called at the start and each minute. */
  readonly reconcile: () => Promise<void>;
}

const systemRows = async (store: DenyListParts["store"], site: string): Promise<readonly SystemRow[]> => {
  const found: SystemRow[] = [];
  for await (const { case: one, containment } of standingContainments(store, site)) found.push(...systemRowsOf(site, one, containment));
  return found;
};

const refused = (why: DenyRefusal, message: string): DenyListed => ({ kind: "refused", why, message, row: null });

const storedRefusals = {
  known: (network: string) => `${network} stands on the list already`,
  full: () => `the list has ${mostDenyRows} rows of its own, and takes no more`,
} as const;

export const createDenyLists = (parts: DenyListParts): DenyLists => {
  const { store, rows, clock, newId, siteOf } = parts;
  const own = createOwnRows(parts);

  const listOf = async (site: string): Promise<DenyListed> => {
    const { state, detail } = await own.sightOf(site);
    const list = { site, system: await systemRows(store, site), own: await rows.ofSite(site), ownState: state, ownDetail: detail };
    return { kind: "listed", list };
  };

  /** The row is on record before the server is asked; where the server does not take it now, it is tried again each minute. */
  const settled = async (site: string): Promise<DenyListed> => {
    await own.reconcile(site);
    return listOf(site);
  };

  const add: DenyLists["add"] = async ({ site: name, network: text, note, by }) => {
    const site = siteOf(name);
    if (site === null) return { kind: "no-site" };
    const reading = readDenyNetwork(text, site);
    if (!reading.ok) return refused(reading.why, reading.message);
    const { network } = reading;
    const row: DenyRow = { id: newId(), site: site.domain, network, note, addedBy: by.name, addedAt: clock.now() };
    const why = await own.whyNot(site.domain, [...(await rows.ofSite(site.domain)), row]);
    if (why !== null) return refused("server-cannot", why);
    const stored = await rows.add(row, mostDenyRows);
    return stored === "added" ? settled(site.domain) : refused(stored, storedRefusals[stored](network));
  };

  const remove: DenyLists["remove"] = async ({ site: name, id, by }) => {
    const site = siteOf(name);
    if (site === null) return { kind: "no-site" };
    const system = (await systemRows(store, site.domain)).find((row) => row.id === id);
    if (system !== undefined)
      return { kind: "refused", why: "system-row", message: `the row ${system.network} is the system's`, row: system };
    const isRemoved = await rows.remove({ site: site.domain, id }, { at: clock.now(), by });
    return isRemoved ? settled(site.domain) : { kind: "no-row" };
  };

  return {
    show: async (name) => {
      const site = siteOf(name);
      return site === null ? { kind: "no-site" } : listOf(site.domain);
    },
    add,
    remove,
    reconcile: () => own.reconcile(),
  };
};
