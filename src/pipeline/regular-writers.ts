import type { Site } from "../domain/account.ts";
import { siteProgram } from "../domain/site-program.ts";
import type { EndpointUse, WriteRequest } from "../domain/write-request.ts";
import { createRecentMap } from "../kit/recent-map.ts";
import { dayMs } from "../kit/time-units.ts";
import { blockOfAddress } from "./address-block.ts";
import type { KnownSource } from "./known-source.ts";
import { type FirstDay, WritingDays } from "./writing-days.ts";

/**
 * Networks from abroad that write to a site on more than one day. Bounded: of a network that wrote on one day only that day is remembered, in two generations over all
 * sites; of those that came back 32 a site, and one that comes on most days never gives way to one that came later. So no flood, from however many
 * addresses, pushes out who has been coming for long.
 */
export interface RegularWriters {
  /** A write from abroad that was answered, of nobody whom the operator vouches for. */
  readonly add: (write: WriteRequest, source: KnownSource) => void;
  /** By network, as CIDR. */
  readonly of: (site: Site) => ReadonlyMap<string, WritingDays>;
}

const newcomersKept = 32_768;
const mostOfSite = 32;
/** Who writes on fewer of the days since they came than this gives way, as does who stayed away for so long. */
const leastShare = 0.5;
const mostDaysAway = 30;

interface Newcomer extends FirstDay {
  requests: number;
}

/** Where guessers and spammers come each day. */
const isTried = (endpoint: EndpointUse): boolean => {
  const program = siteProgram(endpoint);
  return program !== "other" && program !== "administration";
};

const none: ReadonlyMap<string, WritingDays> = new Map();

const shareOf = ({ distinct, firstAt }: WritingDays, today: number): number => distinct / (today - Math.floor(firstAt / dayMs) + 1);

/** The network that gives way, if any: who stayed away, then who comes most rarely. */
const givesWay = (networks: ReadonlyMap<string, WritingDays>, today: number): string | null => {
  let [least, found] = [leastShare, null as string | null];
  for (const [block, days] of networks) {
    const share = today - days.lastDay > mostDaysAway ? 0 : shareOf(days, today);
    if (share < least) [least, found] = [share, block];
  }
  return found;
};

export const createRegularWriters = (): RegularWriters => {
  const bySite: (Map<string, WritingDays> | undefined)[] = [];
  const newcomers = createRecentMap<string, Newcomer>(newcomersKept);

  const settle = (site: Site, block: string, days: WritingDays): void => {
    bySite[site.id] ??= new Map();
    const networks = bySite[site.id] as Map<string, WritingDays>;
    if (networks.size >= mostOfSite) {
      const leaving = givesWay(networks, days.lastDay);
      if (leaving === null) return;
      networks.delete(leaving);
    }
    networks.set(block, days);
  };

  const meet = ({ site, source, endpoint, time }: WriteRequest, block: string, day: number): void => {
    const key = `${site.id} ${block}`;
    const known = newcomers.get(key);
    if (known === undefined) newcomers.set(key, { at: time, day, address: source.address, endpoint, requests: 1 });
    else if (known.day === day) known.requests++;
    else {
      const days = new WritingDays(known);
      days.add(day, source.address, endpoint);
      newcomers.delete(key);
      settle(site, block, days);
    }
  };

  return {
    add: (write, source) => {
      const { site, endpoint, time } = write;
      if (isTried(endpoint)) return;
      if (source.block === "") source.block = blockOfAddress(source.address);
      if (source.block === null) return;
      const day = Math.floor(time / dayMs);
      const days = bySite[site.id]?.get(source.block);
      if (days === undefined) meet(write, source.block, day);
      else days.add(day, source.address, endpoint);
    },
    of: (site) => bySite[site.id] ?? none,
  };
};
