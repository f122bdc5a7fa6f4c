import type { Detection } from "../domain/detection.ts";
import { type ProposedExceptions, type RegularSource, regularDays } from "../domain/regular-source.ts";
import { dayMs } from "../kit/time-units.ts";
import { type AddressBlock, blockOfAddress, blockText } from "./address-block.ts";
import type { WritingDays } from "./writing-days.ts";

export interface ExceptionParts {
  /** The site's networks from abroad that came back. */
  readonly networks: ReadonlyMap<AddressBlock, WritingDays>;
  /** When the site's log began; null where none was read. */
  readonly logStart: number | null;
  readonly iso: (epochMs: number) => string;
}

const mostProposed = 10;

const dayOf = (time: number): number => Math.floor(time / dayMs);

/**
 * Who wrote regularly from abroad before the first harm: first at least 14 days before its day, and on at least 10 of these. No network that has
 * a source of the wave. Null where no log of the site was read.
 */
export const proposeExceptions = (
  detection: Pick<Detection, "firstSeen" | "lastSeen" | "sources">,
  { networks, logStart, iso }: ExceptionParts,
): ProposedExceptions | null => {
  const { firstSeen, lastSeen, sources } = detection;
  if (logStart === null) return null;
  if (logStart > firstSeen - regularDays.looked * dayMs) return { isPastLongEnough: false, sources: [] };
  const harmDay = dayOf(firstSeen);
  const first = harmDay - regularDays.looked;
  const harmful = new Set(sources.map(({ address }) => blockOfAddress(address)));
  const found = [...networks].flatMap(([block, of]): readonly RegularSource[] => {
    const { days } = of.between(first, harmDay - 1);
    if (of.firstDay > first || days < regularDays.least || harmful.has(block)) return [];
    const [only] = of.addresses;
    const cidr = of.addresses.size === 1 && only !== undefined ? only : blockText(block);
    const { requests } = of.between(Number.NEGATIVE_INFINITY, dayOf(lastSeen));
    const endpoints = of.endpoints.map(({ method, path, query }) => ({ method, path, query }));
    return [{ cidr, addresses: [...of.addresses], days, requests, firstSeen: iso(of.firstDay * dayMs), endpoints }];
  });
  const ordered = found.sort((a, b) => b.days - a.days || b.requests - a.requests || (a.cidr < b.cidr ? -1 : 1));
  return { isPastLongEnough: true, sources: ordered.slice(0, mostProposed) };
};
