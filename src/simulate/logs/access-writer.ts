import type { Chance } from "../chance.ts";
import type { Hit, LogGap, Site } from "../model.ts";
import type { Truth } from "../truth.ts";
import { RotatingFile } from "./rotating-file.ts";
import { clfStamp } from "./stamps.ts";

/** Access logs in the combined format, one a site. Loses lines as a real log does, and tells the truth about it. */

const isIn = (gaps: readonly LogGap[], at: number): boolean => gaps.some(({ from, to }) => at >= from && at < to);

/** The address that the log shows: behind a delivery network, one of its own; the same visitor keeps it. */
const loggedSource = ({ site, source }: Hit): string => {
  if (site.cdn === "none" || source === site.account.host.address) return source;
  let hash = 0;
  for (let at = 0; at < source.length; at++) hash = (hash * 31 + source.charCodeAt(at)) >>> 0;
  return site.cdnAddresses[hash % site.cdnAddresses.length] ?? source;
};

const requestText = ({ method, target, protocol }: Hit): string => (method === "" ? target : `${method} ${target} ${protocol}`);

const lineOf = (hit: Hit, source: string): string =>
  `${source} - ${hit.user} [${clfStamp(hit.at)}] "${requestText(hit)}" ${hit.status} ${hit.bytes === 0 ? "-" : hit.bytes} "${hit.referer}" "${hit.agent}"\n`;

/** Seconds by which a line may stand behind its neighbours: servers write when a request ends. */
const disorder = (hit: Hit, chance: Chance): number => hit.at + (chance.bool(0.004) ? chance.int([500, 3000]) : 0);

export interface AccessWriter {
  /** Writes the hits of one site and day; returns how many lines. */
  readonly write: (site: Site, day: number, hits: readonly Hit[]) => number;
  readonly finish: () => void;
}

export interface AccessWriterParts {
  readonly directory: string;
  readonly endDay: number;
  readonly chance: Chance;
  readonly truth: Truth;
}

export const accessLogName = (site: Site): string => `${site.domain}.access.log`;

export const createAccessWriter = ({ directory, endDay, chance, truth }: AccessWriterParts): AccessWriter => {
  const files = new Map<Site, RotatingFile>();
  const fileOf = (site: Site): RotatingFile => {
    const known = files.get(site);
    if (known !== undefined) return known;
    const made = new RotatingFile({ directory, name: accessLogName(site), rotation: site.rotation, endDay });
    files.set(site, made);
    return made;
  };
  const write = (site: Site, day: number, hits: readonly Hit[]): number => {
    const part = chance.fork("access", site.id, day);
    const sorted = hits.map((hit) => ({ hit, key: disorder(hit, part) })).sort((a, b) => a.key - b.key);
    let text = "";
    let lines = 0;
    for (const { hit } of sorted) {
      const source = loggedSource(hit);
      const isLost = !site.hasAccessLog || part.bool(site.lostShare) || isIn(site.gaps, hit.at);
      truth.noteHit(hit, source, isLost);
      if (isLost) continue;
      text += lineOf(hit, source);
      lines++;
    }
    truth.endSiteDay(site, day);
    if (site.hasAccessLog && text !== "") fileOf(site).append(day, text);
    return lines;
  };
  const finish = (): void => {
    for (const file of files.values()) file.finish();
  };
  return { write, finish };
};
