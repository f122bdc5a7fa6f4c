import type { AccessEvent } from "../domain/access-event.ts";
import type { SiteTally } from "../domain/detection.ts";
import { isNoForm } from "../domain/script-place.ts";
import { type VisitorKind, visitorKind } from "../domain/visitor-kind.ts";
import { VisitorTally } from "../domain/visitor-tally.ts";
import { type EndpointUse, isRefusal, type RefererKind, type WriteRequest } from "../domain/write-request.ts";
import { createRecentMap, type RecentMap } from "../kit/recent-map.ts";
import type { KnownSite } from "./directory.ts";
import type { KnownSource } from "./known-source.ts";
import { createRegularWriters, type RegularWriters } from "./regular-writers.ts";
import type { Addressed, ClientTold, RefererParts } from "./request-texts.ts";
import { createScriptReads, type ScriptReads } from "./script-reads.ts";
import type { SourceBook } from "./source-book.ts";
import type { TrustedSources } from "./trusted-sources.ts";

/** Running totals of one site, and when its log began. */
export interface SiteTraffic {
  readonly site: KnownSite;
  readonly tally: { -readonly [Key in keyof SiteTally]: SiteTally[Key] };
  readonly visitors: VisitorTally;
  readonly startedAt: number;
  readonly endpoints: RecentMap<string, EndpointUse>;
  /** The same by what was worked out of a target, to save making the key. */
  readonly lately: RecentMap<Addressed, EndpointUse>;
}

/** A request with its source's row in the book. */
export interface ReadRequest extends AccessEvent {
  readonly site: KnownSite;
  readonly source: KnownSource;
  readonly row: number;
  readonly addressed: Addressed;
  readonly refererParts: RefererParts | null;
  readonly client: ClientTold;
  readonly isOldProtocol: boolean;
  /** Only reads, and the target names a program's file by its extension. */
  readonly isScript: boolean;
}

/** Endpoints of one generation per site: a scanner that invents paths pushes out only what nobody uses. */
const endpointsPerSite = 512;
const targetsPerSite = 64;

const noEndpointBefore = { sameEndpoint: 0, sameEndpointMs: 0 };

const readerKind = ({ agent, isRobot }: ClientTold): VisitorKind => {
  if (isRobot) return "robot";
  return agent === "browser" ? "reader" : "program";
};

/** Turns requests into tallies, visits and {@link WriteRequest}s. */
export interface RequestIntake {
  /** Null for a request that only reads. */
  readonly accept: (event: ReadRequest) => WriteRequest | null;
  /**
   * A read of a file that no page leads to and that may mail all the same: a mailer is called by GET as well. Null for any other read,
   * and where nothing answered. Call after accept; it counts nowhere.
   */
  readonly calledScript: (event: ReadRequest) => WriteRequest | null;
  readonly trafficOf: (site: KnownSite) => SiteTraffic | null;
  readonly scriptReads: ScriptReads["count"];
  /** Networks from abroad that write to a site day by day. */
  readonly regulars: RegularWriters["of"];
  readonly totals: () => { readonly requests: number; readonly writes: number };
}

const isOwnHost = (host: string, domain: string): boolean =>
  domain === "" || host === domain || host === `www.${domain}` || `www.${host}` === domain;

const refererKind = (parts: RefererParts | null, domain: string): RefererKind => {
  if (parts === null) return "none";
  if (parts.host === "" || !isOwnHost(parts.host, domain)) return "other-site";
  return parts.path === null ? "bare" : "own-page";
};

/** Pages of the front controller go by other names; with a parameter that selects nothing it is called for something else. */
const isOddFront = ({ addressed: { path, query }, target }: ReadRequest): boolean =>
  query === null && path.endsWith("/index.php") && target.includes("?");

const mayMail = (event: ReadRequest): boolean => isNoForm(event.addressed.path) || isOddFront(event);

/** How long the source has been writing to this one endpoint; then counts this write if it was answered. */
const noteEndpoint = (source: KnownSource, endpointId: number, { time, status }: ReadRequest) => {
  const isSame = source.endpointId === endpointId;
  const before = { sameEndpoint: isSame ? source.endpointWrites : 0, sameEndpointMs: isSame ? time - source.endpointSince : 0 };
  if (!isSame) {
    source.endpointId = endpointId;
    source.endpointWrites = 0;
    source.endpointSince = time;
  }
  if (status < 400) source.endpointWrites++;
  return before;
};

/** See {@link RequestIntake}. */
export const createRequestIntake = (book: SourceBook, trusted: TrustedSources): RequestIntake => {
  const traffic: SiteTraffic[] = [];
  const scriptReads = createScriptReads();
  const regulars = createRegularWriters();
  let requests = 0;
  let writes = 0;
  let nextId = 0;
  let endpointCount = 0;

  const trafficFor = (event: ReadRequest): SiteTraffic => {
    const tally = { requests: 0, foreignRequests: 0, writes: 0, foreignWrites: 0 };
    const made: SiteTraffic = {
      site: event.site,
      tally,
      visitors: new VisitorTally(),
      startedAt: event.time,
      endpoints: createRecentMap(endpointsPerSite),
      lately: createRecentMap(targetsPerSite),
    };
    traffic[event.site.id] = made;
    return made;
  };

  const endpointOf = (of: SiteTraffic, event: ReadRequest): EndpointUse => {
    const target = event.addressed;
    const { method } = event;
    const same = of.lately.get(target);
    if (same !== undefined && same.method === method) return same;
    const { path, query } = target;
    const known = endpointNamed(of, { method, path, query });
    of.lately.set(target, known);
    return known;
  };

  const endpointNamed = (
    of: SiteTraffic,
    name: { readonly method: string; readonly path: string; readonly query: string | null },
  ): EndpointUse => {
    const key = `${name.method} ${name.path} ${name.query ?? ""}`;
    const known = of.endpoints.get(key);
    if (known !== undefined) return known;
    const made: EndpointUse = { id: endpointCount++, site: of.site.domain, ...name };
    of.endpoints.set(key, made);
    return made;
  };

  const asWrite = (of: SiteTraffic, event: ReadRequest): WriteRequest => {
    const endpoint = endpointOf(of, event);
    const made = asRequest(of, event, endpoint);
    writes++;
    book.write(event.row, event.site, endpoint.id);
    return made;
  };

  const asRequest = (of: SiteTraffic, event: ReadRequest, endpoint: EndpointUse): WriteRequest => {
    const { source, refererParts } = event;
    const referer = refererKind(refererParts, event.site.domain);
    const { pages, assets, writes: writesBefore, endpoints } = book.visits(source, event.site);
    const { sameEndpoint, sameEndpointMs } = event.isWrite ? noteEndpoint(source, endpoint.id, event) : noEndpointBefore;
    return {
      id: nextId++,
      time: event.time,
      site: event.site,
      endpoint,
      source,
      status: event.status,
      refused: isRefusal(event.status),
      referer,
      refererPath: referer === "own-page" ? (refererParts?.path ?? null) : null,
      agent: event.client.agent,
      oldProtocol: event.isOldProtocol,
      before: { pages, assets, writes: writesBefore, endpoints, sameEndpoint, sameEndpointMs, logAgeMs: event.time - of.startedAt },
      trusted: trusted.isTrusted(source, event.site),
      place: event.place,
    };
  };

  /** Counts what a measure would stop: not the vouched-for, and not the server's own requests. */
  const count = ({ tally, visitors }: SiteTraffic, event: ReadRequest, write: WriteRequest | null): void => {
    const isForeign = book.isForeignAt(event.row);
    tally.requests++;
    if (write !== null) {
      tally.writes++;
      visitors.addWrite(visitorKind(write, event.client.isRobot), isForeign);
    }
    if (!isForeign) return;
    tally.foreignRequests++;
    if (write !== null) {
      tally.foreignWrites++;
      if (!write.refused && write.status < 400) regulars.add(write, event.source);
    }
    // Who fetches a page's parts reads it: that saves asking most reads who they are.
    else visitors.addForeignRead(event.isAsset ? "reader" : readerKind(event.client));
  };

  const accept = (event: ReadRequest): WriteRequest | null => {
    const { site, row } = event;
    const of = traffic[site.id] ?? trafficFor(event);
    requests++;
    if (event.isWrite) {
      const write = asWrite(of, event);
      if (!write.trusted && write.agent !== "self") count(of, event, write);
      return write;
    }
    if (!trusted.hasAny || !trusted.isTrusted(event.source, site)) count(of, event, null);
    if (event.isScript) scriptReads.add(site.id, event.addressed.path, event.source.address);
    if (event.isAsset) book.asset(row, site);
    else book.page(row, site);
    return null;
  };

  const calledScript = (event: ReadRequest): WriteRequest | null => {
    const of = traffic[event.site.id];
    if (of === undefined || event.status >= 400 || !mayMail(event)) return null;
    return asRequest(of, event, endpointOf(of, event));
  };

  return {
    accept,
    calledScript,
    trafficOf: (site) => traffic[site.id] ?? null,
    scriptReads: scriptReads.count,
    regulars: regulars.of,
    totals: () => ({ requests, writes }),
  };
};
