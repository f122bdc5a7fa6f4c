import type { Site } from "../domain/account.ts";
import { siteProgram } from "../domain/site-program.ts";
import type { EndpointUse, WriteRequest } from "../domain/write-request.ts";
import { dayMs } from "../kit/time-units.ts";
import { type AddressBlock, noBlock } from "./address-block.ts";
import type { KnownSource } from "./known-source.ts";
import { Newcomers } from "./newcomers.ts";
import { WritingDays } from "./writing-days.ts";

/**
 * Networks from abroad that write to a site on more than one day. Bounded: of a network that wrote on one day only that day is remembered, in a table of fixed size over
 * all sites; of those that came back 32 a site, and one that comes on most days never gives way to one that came later. So no flood, from however many
 * addresses, pushes out who has been coming for long.
 */
export interface RegularWriters {
  /** A write from abroad that was answered, of nobody whom the operator vouches for. */
  readonly add: (write: WriteRequest, source: KnownSource) => void;
  readonly of: (site: Site) => ReadonlyMap<AddressBlock, WritingDays>;
}

const mostOfSite = 32;
/** Who writes on fewer of the days since they came than this gives way, as does who stayed away for so long. */
const leastShare = 0.5;
const mostDaysAway = 30;
/** Over a weekend at most: whoever comes more rarely at first would give way at once. */
const mostDaysBetween = 3;

/** Where guessers and spammers come each day. */
const isTried = (endpoint: EndpointUse): boolean => {
  const program = siteProgram(endpoint);
  return program !== "other" && program !== "administration";
};

const none: ReadonlyMap<AddressBlock, WritingDays> = new Map();

const shareOf = ({ distinct, firstDay }: WritingDays, today: number): number => distinct / (today - firstDay + 1);

/** The network that gives way, if any: who stayed away, then who comes most rarely. */
const givesWay = (networks: ReadonlyMap<AddressBlock, WritingDays>, today: number): AddressBlock | null => {
  let [least, found] = [leastShare, null as AddressBlock | null];
  for (const [block, days] of networks) {
    const share = today - days.lastDay > mostDaysAway ? 0 : shareOf(days, today);
    if (share < least) [least, found] = [share, block];
  }
  return found;
};

/** The networks of one site, and the last day on which none of them gave way, which holds for that whole day. */
interface SiteNetworks {
  readonly known: Map<AddressBlock, WritingDays>;
  fullOn: number;
}

const hasRoom = (networks: SiteNetworks, today: number): boolean => {
  if (networks.known.size < mostOfSite) return true;
  if (networks.fullOn === today) return false;
  const leaving = givesWay(networks.known, today);
  if (leaving === null) networks.fullOn = today;
  return leaving !== null && networks.known.delete(leaving);
};

export const createRegularWriters = (): RegularWriters => {
  const bySite: (SiteNetworks | undefined)[] = [];
  const newcomers = new Newcomers();

  const meet = ({ site, endpoint }: WriteRequest, { block, address }: KnownSource, day: number): void => {
    const before = newcomers.note(site.id, block, day);
    if (before === null || day - before.day > mostDaysBetween) return;
    bySite[site.id] ??= { known: new Map(), fullOn: -1 };
    const networks = bySite[site.id] as SiteNetworks;
    if (!hasRoom(networks, day)) return;
    const days = new WritingDays(before.day, before.writes);
    days.add(day, address, endpoint);
    networks.known.set(block, days);
    networks.fullOn = -1;
  };

  return {
    add: (write, source) => {
      const { site, endpoint, time } = write;
      const { block } = source;
      if (block === noBlock || isTried(endpoint)) return;
      const day = Math.floor(time / dayMs);
      const days = bySite[site.id]?.known.get(block);
      if (days === undefined) meet(write, source, day);
      else days.add(day, source.address, endpoint);
    },
    of: (site) => bySite[site.id]?.known ?? none,
  };
};
